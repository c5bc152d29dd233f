import { randomBytes } from 'node:crypto';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import {
  GetPluginCapabilitiesResponseSchema,
  GetPluginInfoResponseSchema,
  NodeGetCapabilitiesResponseSchema,
  NodeGetEnvVarsResponseSchema,
  ProbeResponseSchema,
} from '@csi-env/proto';
import {
  nodeCapabilities,
  pluginCapabilities,
} from '../../../src/contracts/env-vars/reference-driver/capabilities.js';
import { pluginInfo } from '../../../src/contracts/env-vars/reference-driver/identity.js';
import { message } from '../answer.js';
import type { Member } from '../member.js';
import { limits } from '../reference.js';

/** What NodeGetEnvVars answers: the framed message, and further headers. */
type Answer = () => { readonly body: Uint8Array; readonly headers?: Readonly<Record<string, string>> };

/** Answers every method as a driver should, but NodeGetEnvVars with what a function makes, under flow control as HTTP/2 has it. */
function serve(socket: string, envVars: Answer): Promise<void> {
  const honest: Readonly<Record<string, Uint8Array>> = {
    Probe: toBinary(ProbeResponseSchema, create(ProbeResponseSchema)),
    GetPluginInfo: toBinary(GetPluginInfoResponseSchema, pluginInfo()),
    GetPluginCapabilities: toBinary(
      GetPluginCapabilitiesResponseSchema,
      pluginCapabilities(true, limits, false),
    ),
    NodeGetCapabilities: toBinary(NodeGetCapabilitiesResponseSchema, nodeCapabilities(true)),
  };
  const server = createServer();
  server.on('stream', (stream: ServerHttp2Stream, head) => {
    const bytes = honest[String(head[':path']).split('/')[2] ?? ''];
    const { body, headers = {} } = bytes === undefined ? envVars() : { body: message(bytes) };
    stream.on('error', () => {});
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', ...headers },
      { waitForTrailers: true },
    );
    stream.end(body);
  });
  return new Promise((resolve) => server.listen(socket, resolve));
}

/** A response with so many results that are all empty. */
const emptyResults = (count: number): Buffer => Buffer.alloc(2 * count, Buffer.of(0x0a, 0));
const results = (value: string, error = ''): Uint8Array =>
  toBinary(
    NodeGetEnvVarsResponseSchema,
    create(NodeGetEnvVarsResponseSchema, { results: [{ name: 'CSI_ENV_0', value, error }] }),
  );

const expected = {
  kind: 'socket',
  exits: [1],
  profile: true,
  passes: 1,
  deadlineMs: 20_000,
  flags: [
    '--run',
    'identity/**',
    '--run',
    'ordering/**',
    '--run',
    'values/**',
    '--run',
    'privacy/**',
    '--run',
    'errors/**',
  ],
} as const;

const sizes: Readonly<Record<string, readonly [does: string, make: () => Answer, cause: RegExp]>> = {
  'size/million-results': [
    'answers with a million results',
    () => {
      const body = message(emptyResults(1_000_000));
      return () => ({ body });
    },
    /ordering\/one-result-each|results/,
  ],
  'size/eight-million-results': [
    'answers with eight million results',
    () => {
      const body = message(emptyResults(8_000_000));
      return () => ({ body });
    },
    /results|cannot be read/,
  ],
  'size/large-values': [
    'answers each call with another value of 4 MB',
    () => () => ({ body: message(results(randomBytes(2_000_000).toString('hex'))) }),
    /failed/,
  ],
  'size/larger-than-a-mebibyte': [
    'answers each call with another value of 2 MB',
    () => () => ({ body: message(results(randomBytes(1_000_000).toString('hex'))) }),
    /failed/,
  ],
  'size/quarter-of-a-megabyte': [
    'answers each call with another value of 250 kB',
    () => () => ({ body: message(results(randomBytes(125_000).toString('hex'))) }),
    /failed/,
  ],
  'size/large-headers-and-errors': [
    'answers each call with another error of 900 kB',
    () => () => ({ body: message(results('', randomBytes(450_000).toString('hex'))) }),
    /failed/,
  ],
  'size/large-errors': [
    'answers each call with another error of 4 MB',
    () => () => ({ body: message(results('', randomBytes(2_000_000).toString('hex'))) }),
    /failed/,
  ],
  'compression/gibibyte': [
    'answers with 1 GiB of zeros, compressed to 1 MB',
    () => {
      const part = gzipSync(Buffer.alloc(16 * 1024 * 1024), { level: 9 });
      const body = message(Buffer.concat(Array.from({ length: 64 }, () => part)), 1);
      return () => ({ body, headers: { 'grpc-encoding': 'gzip' } });
    },
    /cannot be decompressed/,
  ],
};

/** Drivers whose answers are too much. */
export const tooMuch: readonly Member[] = Object.entries(sizes).map(([name, [does, make, cause]]) => ({
  name,
  does,
  ...expected,
  // A campaign may end before it has played anything again.
  ...(name.startsWith('size/') ? { fuzz: [1, 4] as const } : {}),
  ...(name.startsWith('compression/') || name === 'size/eight-million-results'
    ? { exits: [1, 4] as const }
    : {}),
  cause,
  start: ({ socket }) => serve(socket, make()),
}));
