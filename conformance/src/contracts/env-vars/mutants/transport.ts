import { chmodSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http2';
import { dirname } from 'node:path';
import type { Connection, Hooks } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { failsToo, type Mutant, mutant } from './mutant.js';

const grpcDefault = 4 * 1024 * 1024;

/** Refuses every call of NodeGetEnvVars once something has broken the driver. */
function broken(cause: (breakIt: () => void) => Partial<Hooks>): Partial<Hooks> {
  let isBroken = false;
  const hooks = cause(() => {
    isBroken = true;
  });
  return {
    ...hooks,
    messageReceived: async (context) => {
      await hooks.messageReceived?.(context);
      if (isBroken) throw new StatusError(statusCode.UNAVAILABLE, 'the driver is out of order');
    },
  };
}

/** Refuses the next call of NodeGetEnvVars whenever something has upset the driver. */
function upset(cause: (upsetIt: () => void) => Partial<Hooks>): Partial<Hooks> {
  let isUpset = false;
  return {
    ...cause(() => {
      isUpset = true;
    }),
    messageReceived: () => {
      if (!isUpset) return;
      isUpset = false;
      throw new StatusError(statusCode.UNAVAILABLE, 'the driver collects itself');
    },
  };
}

/** Tells how a connection ends: in good order, with GOAWAY from the peer, or cut; and the headers of the calls on it. */
function onEnd(
  { session }: Connection,
  tell: (cut: boolean, calls: readonly IncomingHttpHeaders[]) => void,
): void {
  let cut = true;
  const calls: IncomingHttpHeaders[] = [];
  session.on('stream', (_, headers) => void calls.push(headers));
  session.on('goaway', () => {
    cut = false;
  });
  session.on('close', () => tell(cut, calls));
}

const grpcJs = { server: 'grpc-js' } as const;

/** What fails once a driver serves nobody any more. */
const wedgedToo = failsToo(
  'it serves nobody any more',
  ...['request/legal-served', 'transport/malformed', 'transport/reconnect', 'idempotency/after-restart'],
);

/** Mutants of the area transport. */
export const transportMutants: readonly Mutant[] = [
  mutant(
    'transport/socket/other-ending',
    'has a socket that does not end in .sock',
    {},
    {
      options: ({ socketPath }) => ({ socketPath: socketPath.replace(/\.sock$/, '.socket') }),
    },
  ),
  mutant(
    'transport/socket-mode/world',
    'lets everybody enter its folder and write to its socket',
    { socketMode: () => 0o666 },
    {
      options: ({ socketPath }) => {
        chmodSync(dirname(socketPath), 0o755);
        return {};
      },
    },
  ),
  mutant(
    'transport/reconnect/refused',
    'closes every connection for a second after one was cut',
    {
      connection: (connection) => {
        if (connection.sinceCutMs < 1000) connection.destroy();
      },
    },
    { server: 'connect' },
  ),
  mutant(
    'transport/reconnect/first-only',
    'serves only calls of connections that came before the first cut',
    () => {
      let cut = false;
      return {
        connection: ({ sinceCutMs }) => {
          if (Number.isFinite(sinceCutMs)) cut = true;
        },
        messageReceived: () => {
          if (cut) throw new StatusError(statusCode.UNAVAILABLE, 'the session is gone');
        },
      };
    },
    { server: 'connect' },
  ),
  mutant(
    'transport/reconnect/next-call',
    'refuses the first call after a connection was cut',
    () =>
      upset((upsetIt) => ({
        connection: (connection) =>
          onEnd(connection, (cut) => {
            if (cut) upsetIt();
          }),
      })),
    { server: 'connect', ...failsToo('a restart cuts connections', 'idempotency/after-restart') },
  ),
  mutant(
    'transport/reconnect/after-goaway',
    'refuses the first call after a connection that carried a Probe without a deadline was left with GOAWAY',
    () =>
      upset((upsetIt) => ({
        connection: (connection) =>
          onEnd(connection, (cut, [first]) => {
            if (!cut && first?.[':path']?.endsWith('/Probe') && !('grpc-timeout' in first)) upsetIt();
          }),
      })),
    { server: 'connect' },
  ),
  mutant(
    'transport/reconnect/leaking',
    'serves nobody once ten connections were cut',
    () =>
      broken((breakIt) => {
        let cuts = 0;
        return {
          connection: (connection) =>
            onEnd(connection, (cut) => {
              if (cut) cuts += 1;
              if (cuts === 10) breakIt();
            }),
        };
      }),
    { server: 'connect', ...wedgedToo },
  ),
  mutant(
    'transport/authority/node-info',
    'resets calls of NodeGetInfo whose authority is localhost',
    {
      acceptCall: (accept, authority, path) =>
        accept && !(authority === 'localhost' && path.endsWith('/NodeGetInfo')),
    },
    { server: 'connect' },
  ),
  mutant(
    'transport/authority/capabilities',
    'resets calls of NodeGetCapabilities whose authority is localhost, from the third on',
    () => {
      let calls = 0;
      return {
        acceptCall: (accept, authority, path) => {
          if (!path.endsWith('/NodeGetCapabilities') || authority !== 'localhost') return accept;
          calls += 1;
          return accept && calls < 3;
        },
      };
    },
    {
      server: 'connect',
      also: [
        { id: 'identity/stable-capabilities', why: 'the third call gets no answer' },
        { id: 'transport/reconnect', why: 'the call after the cut may get no answer' },
      ],
    },
  ),
  mutant(
    'transport/malformed/trailing-byte',
    'overlooks what follows a request and is no field',
    {
      decode: (decode, bytes) => decode(bytes.at(-1) === 0xff ? bytes.subarray(0, -1) : bytes),
    },
    grpcJs,
  ),
  mutant(
    'transport/malformed/lenient',
    'serves the readable part of a malformed request',
    {
      decode: (decode, bytes) => {
        for (let cut = 0; cut < Math.min(8, bytes.length); cut += 1) {
          try {
            return decode(bytes.subarray(0, bytes.length - cut));
          } catch {
            // A shorter part may do.
          }
        }
        return decode(bytes);
      },
    },
    grpcJs,
  ),
  mutant(
    'transport/malformed/wedged',
    'serves nobody once it has received malformed protobuf',
    () =>
      broken((breakIt) => ({
        decode: (decode, bytes) => {
          try {
            return decode(bytes);
          } catch (reason) {
            breakIt();
            throw reason;
          }
        },
      })),
    grpcJs,
  ),
  mutant(
    'transport/malformed/encoding',
    'serves nobody once a message came in an encoding that it does not know',
    () =>
      broken((breakIt) => ({
        connection: ({ session }) =>
          void session.on('stream', (_, { 'grpc-encoding': encoding = 'identity' }) => {
            if (encoding !== 'identity' && encoding !== 'gzip') breakIt();
          }),
      })),
    { server: 'connect' },
  ),
  mutant(
    'transport/malformed/unknown-path',
    'serves nobody once it was called by a path outside of CSI',
    () =>
      broken((breakIt) => ({
        acceptCall: (accept, _, path) => {
          if (!path.startsWith('/csi.v1.')) breakIt();
          return accept;
        },
      })),
    { server: 'connect' },
  ),
  mutant(
    'transport/malformed/no-preface',
    'serves nobody once a connection began with anything but the preface of HTTP/2',
    () =>
      broken((breakIt) => ({
        connection: ({ session }) =>
          void session.on('error', ({ message }) => {
            if (message.includes('magic')) breakIt();
          }),
      })),
    { server: 'connect' },
  ),
  mutant(
    'transport/malformed/broken-frame',
    'serves nobody once a frame broke a rule of HTTP/2 on a connection that had begun well',
    () =>
      broken((breakIt) => ({
        connection: ({ session }) => {
          let begun = false;
          let wrong = false;
          session.once('remoteSettings', () => {
            begun = true;
          });
          // One that is cut ends with an error too, of the socket's.
          session.on('error', ({ code }: NodeJS.ErrnoException) => {
            wrong ||= code === 'ERR_HTTP2_ERROR';
          });
          session.on('close', () => {
            if (begun && wrong) breakIt();
          });
        },
      })),
    { server: 'connect' },
  ),
  mutant(
    'transport/malformed/flood',
    'serves nobody once a connection brought fifty PING frames',
    () =>
      broken((breakIt) => ({
        connection: ({ session }) => {
          let pings = 0;
          session.on('ping', () => {
            pings += 1;
            if (pings === 50) breakIt();
          });
        },
      })),
    { server: 'connect' },
  ),
  mutant(
    'transport/oversize-message/served',
    'serves messages of any size',
    {
      validate: (violations, { requestBytes }) => (requestBytes > grpcDefault ? [] : violations),
    },
    {
      options: { maxReceiveBytes: 64 * 1024 * 1024 },
      also: [
        { id: 'request/payload-size', why: 'a request above its limit is served' },
        { id: 'request/field-size', why: 'a field above its limit is served' },
      ],
    },
  ),
  mutant(
    'transport/oversize-message/wedged',
    'serves nobody once it has received a message above 4 MiB',
    () =>
      broken((breakIt) => ({
        messageReceived: ({ requestBytes }) => {
          if (requestBytes > grpcDefault) breakIt();
        },
      })),
    { options: { maxReceiveBytes: 64 * 1024 * 1024 }, ...wedgedToo },
  ),
];
