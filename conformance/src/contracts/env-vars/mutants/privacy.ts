import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Hooks, isEnvVars, type QueryContext } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { requestMemory } from './circumstances.js';
import { type Mutant, mutant } from './mutant.js';

type Encode = (value: string) => string;

/** Encodings in which a value may leak, by name. */
const encodings = {
  plain: (value) => value,
  base64: (value) => Buffer.from(value).toString('base64'),
  base64url: (value) => Buffer.from(value).toString('base64url'),
  'base64-inside': (value) => Buffer.from(`u:${value}`).toString('base64'),
  hex: (value) => Buffer.from(value).toString('hex'),
  'hex-upper': (value) => Buffer.from(value).toString('hex').toUpperCase(),
  percent: (value) => Buffer.from(value).toString('hex').replace(/../g, '%$&'),
  json: (value) => JSON.stringify(value).slice(1, -1),
  'go-quoted': (value) =>
    [...value]
      .map((character) => (character === '"' || character === '\\' ? `\\${character}` : character))
      .join(''),
  'json-ascii': (value) =>
    JSON.stringify(value)
      .slice(1, -1)
      .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'utf-16': (value) => [...value].join('\0'),
  reversed: (value) => [...value].reverse().join(''),
  piece: (value) => value.slice(2, 10),
  'piece-end': (value) => value.slice(-8),
  'piece-hex': (value) => Buffer.from(value).subarray(2, 10).toString('hex'),
  'piece-base64': (value) => Buffer.from(value).subarray(3, 12).toString('base64'),
  half: (value) => value.slice(0, Math.ceil(value.length / 2)),
} as const satisfies Record<string, Encode>;

type EncodingName = keyof typeof encodings;

/** Values that are worth leaking: long, no words, and not what the caller sent itself. */
function isSecret(value: string, { query }: QueryContext): boolean {
  return value.length >= 20 && value !== query.key && !value.includes(query.key);
}

/** Encodings that change nothing in a value without special characters leak only values that have some. */
const needsSpecial: readonly string[] = ['json', 'json-ascii', 'go-quoted'];

/** Remembers the last secret that was returned, and hands it to where it leaks. */
function leaking(
  name: EncodingName,
  hooks: (secret: (context?: object) => string | undefined) => Partial<Hooks>,
  when: (context: QueryContext, value: string) => boolean = () => true,
): () => Partial<Hooks> {
  return () => {
    const encode: Encode = encodings[name];
    const byRequest = new WeakMap<object, string>();
    let last: string | undefined;
    return {
      oneResult: (result, context) => {
        const plainEnough = needsSpecial.includes(name) && encode(result.value) === result.value;
        if (
          result.error === '' &&
          isSecret(result.value, context) &&
          when(context, result.value) &&
          !plainEnough
        ) {
          last = encode(result.value);
          byRequest.set(context.request, last);
        }
        return result;
      },
      ...hooks((request) => (request === undefined ? last : byRequest.get(request))),
    };
  };
}

/** Adds what leaks to the log line of the call. */
const toLog = (secret: (context?: object) => string | undefined): Partial<Hooks> => ({
  log: (line, context) => {
    const leak = isEnvVars(context) ? secret(context.request) : undefined;
    return leak === undefined ? line : `${line} debug=${leak}`;
  },
});

/** Adds what leaks to the message of failures. */
const toErrors =
  (codes: readonly number[]) =>
  (secret: (context?: object) => string | undefined): Partial<Hooks> => ({
    status: (status) => {
      const leak = secret();
      return leak === undefined || !codes.includes(status.code)
        ? status
        : new StatusError(status.code, `${status.message}: ${leak}`);
    },
  });

/** What HTTP/2 carries in a header. */
const headerSafe = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').trim();

/** Whether a value is short enough for a header: longer ones would fail the call and tell nothing. */
const fitsHeader = (_: QueryContext, value: string): boolean => value.length <= 4096;

/** Adds what leaks to headers or trailers. */
const toMetadata =
  (place: 'headers' | 'trailers', name: string, onlyErrors = false) =>
  (secret: (context?: object) => string | undefined): Partial<Hooks> => ({
    metadata: (metadata, context) => {
      const leak = isEnvVars(context) ? (onlyErrors ? secret() : secret(context.request)) : undefined;
      if (leak === undefined || (onlyErrors && isEnvVars(context) && secret(context.request) !== undefined))
        return;
      metadata[place].set(
        name,
        name.endsWith('-bin') ? Buffer.from(leak).toString('base64') : headerSafe(leak),
      );
    },
  });

/** Writes what leaks into the driver's folder. */
const toDisk =
  (write: (folder: string, leak: string) => void) =>
  (secret: (context?: object) => string | undefined): Partial<Hooks> => ({
    log: (line, context) => {
      const leak = isEnvVars(context) ? secret(context.request) : undefined;
      if (leak !== undefined) write(context.stateDirectory, leak);
      return line;
    },
  });

/** Starts a process with what leaks in its environment; it ends with the driver, which closes its input. */
function startHelper(leak: string): void {
  const helper = spawn('cat', {
    env: { ...process.env, CSI_ENV_LAST: leak.replaceAll('\0', '') },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  helper.on('error', () => {});
  helper.unref();
}

const names = Object.keys(encodings) as EncodingName[];

/** Mutants of the area privacy. */
export const privacyMutants: readonly Mutant[] = [
  ...names.map((name) => mutant(`privacy/logs/${name}`, `logs values (${name})`, leaking(name, toLog))),
  mutant(
    'privacy/logs/cached',
    'logs values that come from the cache',
    leaking('plain', toLog, ({ hit }) => hit),
  ),
  mutant(
    'privacy/logs/last',
    'logs the value at the last position of a batch',
    leaking('plain', toLog, ({ position, size }) => size > 1 && position === size - 1),
  ),
  mutant(
    'privacy/logs/multi-byte',
    'logs values beyond ASCII, with \\u escapes',
    leaking('json-ascii', toLog, ({ query }) => query.key.includes('multibyte')),
  ),
  mutant('privacy/logs/second-call', 'logs values of requests that it saw before', () => {
    const before = requestMemory();
    const again = new WeakSet<object>();
    return {
      ...leaking('plain', toLog, ({ request }) => again.has(request))(),
      messageReceived: (context) => {
        if (before(context) === 1) again.add(context.request);
      },
    };
  }),
  mutant(
    'privacy/logs/concurrent',
    'logs values while another call is served',
    leaking('plain', toLog, ({ inFlight }) => inFlight > 1),
  ),
  mutant(
    'privacy/logs/above-20',
    'logs values of batches of more than 20',
    leaking('plain', toLog, ({ size }) => size > 20),
  ),
  mutant(
    'privacy/logs/members',
    'logs members of documents',
    leaking('plain', toLog, ({ query }) => query.queryParameters.field !== undefined),
  ),
  mutant(
    'privacy/logs/long',
    'logs a piece of values of more than a kilobyte',
    leaking('piece', toLog, (_, value) => Buffer.byteLength(value) > 1024),
  ),
  mutant('privacy/logs/failing-call', 'logs the values that it had when a call of a batch fails', () => {
    const found = new WeakMap<object, string>();
    return {
      value: (text, context) => {
        if (isSecret(text, context)) found.set(context.request, text);
        return text;
      },
      log: (line, context) => {
        const value = isEnvVars(context) ? found.get(context.request) : undefined;
        return value === undefined || line.endsWith('code=OK') ? line : `${line} partial=${value}`;
      },
    };
  }),
  ...(['stdout', 'stderr'] as const).map((stream) =>
    mutant(`privacy/logs/${stream}`, `writes values to ${stream}`, leaking('plain', toLog), {
      logsTo: stream,
    }),
  ),
  mutant('privacy/logs/command', 'logs values to where a command alone shows them', leaking('plain', toLog), {
    logsTo: 'command',
    profileMembers: ['logs'],
  }),
  ...(['plain', 'base64', 'hex', 'percent', 'utf-16', 'reversed', 'piece'] as const).map((name) =>
    mutant(
      `privacy/errors/${name}`,
      `tells an earlier value when a key is missing (${name})`,
      leaking(name, toErrors([statusCode.NOT_FOUND])),
      {
        also: [{ id: 'errors/not-found', why: 'its message is not what it should be' }],
      },
    ),
  ),
  mutant(
    'privacy/errors/refused',
    'tells an earlier value in refusals',
    leaking('plain', toErrors([statusCode.PERMISSION_DENIED])),
  ),
  mutant(
    'privacy/errors/backend',
    'tells an earlier value when the backend fails',
    leaking('plain', toErrors([statusCode.INTERNAL, statusCode.UNAVAILABLE])),
  ),
  mutant('privacy/errors/same-batch', 'tells a value of the batch when another key of it is missing', () => {
    const found = new WeakMap<object, string>();
    return {
      value: (text, context) => {
        if (isSecret(text, context)) found.set(context.request, text);
        return text;
      },
      status: (status, context) => {
        const value = isEnvVars(context) ? found.get(context.request) : undefined;
        return value === undefined
          ? status
          : new StatusError(status.code, `${status.message}, found so far: ${value}`);
      },
    };
  }),
  mutant(
    'privacy/errors/result',
    'tells an earlier value in the error of an optional query',
    () => {
      let last = '';
      return {
        oneResult: (result, context) => {
          if (result.error === '' && isSecret(result.value, context) && result.value.length < 500)
            last = result.value;
          return result.error === '' || last === ''
            ? result
            : { ...result, error: `${result.error}, not ${last}` };
        },
      };
    },
    { stage: 'beta' },
  ),
  mutant(
    'privacy/errors/with-ok',
    'sends a value as the message of a status that is OK',
    leaking('plain', toMetadata('trailers', 'grpc-message'), fitsHeader),
  ),
  mutant(
    'privacy/metadata/message-in-headers',
    'sends a value as a status message in the headers, where nobody reads it',
    leaking('plain', toMetadata('headers', 'grpc-message'), fitsHeader),
  ),
  mutant(
    'privacy/metadata/header',
    'sends a value as a header',
    leaking('plain', toMetadata('headers', 'x-debug'), fitsHeader),
  ),
  mutant(
    'privacy/metadata/header-base64',
    'sends a piece of a value as a binary header',
    leaking('half', toMetadata('headers', 'x-debug-bin'), fitsHeader),
  ),
  mutant(
    'privacy/metadata/trailer',
    'sends a value as a trailer',
    leaking('plain', toMetadata('trailers', 'x-debug'), fitsHeader),
  ),
  mutant(
    'privacy/metadata/trailer-hex',
    'sends a piece of a value in hex as a trailer',
    leaking('piece-hex', toMetadata('trailers', 'x-trace')),
  ),
  mutant(
    'privacy/metadata/trailer-reversed',
    'sends a value backwards as a trailer',
    leaking('reversed', toMetadata('trailers', 'x-trace'), fitsHeader),
  ),
  mutant(
    'privacy/metadata/failing-call',
    'sends a piece of an earlier value with failures',
    leaking('piece', toMetadata('trailers', 'x-last', true)),
  ),
  mutant(
    'privacy/disk/content',
    'keeps values in a file',
    leaking(
      'plain',
      toDisk((folder, leak) => writeFileSync(join(folder, 'cache.json'), JSON.stringify({ leak }))),
    ),
    {
      profileMembers: ['watch.directories'],
    },
  ),
  mutant(
    'privacy/disk/base64',
    'keeps values in a file as base64',
    leaking(
      'base64',
      toDisk((folder, leak) => writeFileSync(join(folder, 'cache.bin'), leak)),
    ),
    {
      profileMembers: ['watch.directories'],
    },
  ),
  mutant(
    'privacy/disk/utf-16',
    'keeps values in a file as UTF-16',
    leaking(
      'plain',
      toDisk((folder, leak) => writeFileSync(join(folder, 'cache.txt'), leak, 'utf16le')),
    ),
    { profileMembers: ['watch.directories'] },
  ),
  mutant(
    'privacy/disk/name',
    'names a file after a piece of a value',
    leaking(
      'piece-hex',
      toDisk((folder, leak) => writeFileSync(join(folder, `entry-${leak}`), '')),
    ),
    {
      profileMembers: ['watch.directories'],
    },
  ),
  mutant(
    'privacy/disk/appended',
    'appends values to a file in the middle of other bytes',
    leaking(
      'plain',
      toDisk((folder, leak) => {
        const noise = randomBytes(70_000).toString('latin1');
        writeFileSync(join(folder, 'journal.dat'), `${noise}${leak}${noise}`, 'latin1');
      }),
      ({ query }) => query.key.startsWith('app/ordinary'),
    ),
    { profileMembers: ['watch.directories'] },
  ),
  mutant(
    'privacy/logs/at-exit',
    'logs the last value when it ends',
    leaking('plain', (secret) => ({
      ended: ({ log }) => {
        const leak = secret();
        if (leak !== undefined) log(`ended; last=${leak}`);
      },
    })),
    { logsTo: 'stderr' },
  ),
  mutant(
    'privacy/disk/at-exit',
    'saves a value to a file when it ends, and takes the file away once it serves again',
    leaking('base64', (secret) => {
      let saved: string | undefined;
      return {
        ended: ({ stateDirectory }) => {
          const leak = secret();
          if (leak === undefined) return;
          saved = join(stateDirectory, 'cache.snapshot');
          writeFileSync(saved, leak);
        },
        probe: (response) => {
          if (saved !== undefined) rmSync(saved, { force: true });
          return response;
        },
      };
    }),
    { profileMembers: ['watch.directories'] },
  ),
  mutant(
    'privacy/process/command-line',
    'shows the beginning of a value in its command line',
    leaking('plain', (secret) => ({
      log: (line) => {
        const leak = secret();
        if (leak !== undefined) process.title = leak.slice(0, 30);
        return line;
      },
    })),
    { ownProcess: true, profileMembers: ['watch.pid'] },
  ),
  mutant(
    'privacy/process/environment',
    'starts a process with a value in its environment',
    leaking('plain', (secret) => {
      let started = false;
      return {
        log: (line) => {
          const leak = secret();
          if (leak !== undefined && !started) startHelper(leak);
          started ||= leak !== undefined;
          return line;
        },
      };
    }),
    { ownProcess: true, profileMembers: ['watch.pid'] },
  ),
  mutant(
    'privacy/metrics/label',
    'has values as labels of its metrics',
    leaking('plain', (secret) => ({
      metricsPage: (page) => {
        const leak = secret();
        return leak === undefined ? page : `${page}csi_driver_env_last{value=${JSON.stringify(leak)}} 1\n`;
      },
    })),
    { profileMembers: ['watch.metrics'] },
  ),
  mutant(
    'privacy/metrics/hex',
    'has pieces of values as labels of its metrics',
    leaking('piece-hex', (secret) => ({
      metricsPage: (page) => {
        const leak = secret();
        return leak === undefined ? page : `${page}csi_driver_env_last{id="${leak}"} 1\n`;
      },
    })),
    { profileMembers: ['watch.metrics'] },
  ),
];
