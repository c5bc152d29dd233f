import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Hooks } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { type Mutant, mutant } from './mutant.js';

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

const grpcJs = { server: 'grpc-js' } as const;

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
    { options: { maxReceiveBytes: 64 * 1024 * 1024 } },
  ),
];
