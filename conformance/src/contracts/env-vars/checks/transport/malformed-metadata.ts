import type { RawHeader } from '../../../../driver/raw-frames.js';
import type { Target } from './legal-call.js';
import { callHeaders, dataFrame, frames, headersFrame, type Stimulus } from './stimulus.js';

const header = (slug: string, headers: NonNullable<Stimulus['headers']>): Stimulus => ({ slug, headers });

/** A call whose header list was changed; for what node:http2 refuses to send. */
const raw = (slug: string, change: (headers: RawHeader[], legal: Target) => RawHeader[]): Stimulus =>
  frames(slug, (legal) => [headersFrame(change(callHeaders(legal), legal)), dataFrame(legal.message)]);

const without =
  (name: string) =>
  (headers: RawHeader[]): RawHeader[] =>
    headers.filter(([other]) => other !== name);
const withValue =
  (name: string, value: RawHeader[1]) =>
  (headers: RawHeader[]): RawHeader[] =>
    headers.map((entry) => (entry[0] === name ? [name, value] : entry));
const also =
  (...more: readonly RawHeader[]) =>
  (headers: RawHeader[]): RawHeader[] => [...headers, ...more];

const timeouts = ['', 'abc', '1', '1X', '-1S', '1.5S', '999999999S', '0n', ' 1S', '1S1S'] as const;
const contentTypes = [
  'text/plain',
  'application/json',
  'application/grpc-web',
  'application/grpcx',
  'application/grpc+conformance',
  '',
] as const;
const paths = [
  '/',
  '',
  '*',
  '//',
  '/csi.v1.Node',
  '/csi.v1.Node/',
  '/csi.v1.Nope/Probe',
  '/csi.v1.Node/Nope',
  'csi.v1.Identity/Probe',
  '/csi.v1.Identity/Probe/',
  '/csi.v1.Identity/Probe?x=1',
  '/csi.v1.Identity/%50robe',
  '/../../etc/passwd',
] as const;

/**
 * Calls whose headers are broken. Of authorities there is but the socket's path: a stock connect-node server is ended by those that
 * are no host, or by none (it makes a URL of them), which is not the driver's fault.
 */
export const malformedMetadata: readonly Stimulus[] = [
  ...timeouts.map((value, index) =>
    header(
      `grpc-timeout-${['empty', 'letters', 'no-unit', 'unknown-unit', 'negative', 'fraction', 'nine-digits', 'zero', 'blank-before', 'twice-in-one'][index]}`,
      { 'grpc-timeout': value },
    ),
  ),
  header('grpc-timeout-twice', { 'grpc-timeout': ['1S', '2S'] }),
  ...contentTypes.map((value, index) =>
    header(`content-type-${['text', 'json', 'grpc-web', 'longer', 'unknown-codec', 'empty'][index]}`, {
      'content-type': value,
    }),
  ),
  header('no-content-type', { 'content-type': undefined }),
  header('no-te', { te: undefined }),
  raw('te-gzip', withValue('te', 'gzip')),
  ...['GET', 'PUT', 'OPTIONS', 'CONNECT', 'post', 'CONFORMANCE'].map((method) =>
    raw(`method-${method === 'post' ? 'lower-case' : method.toLowerCase()}`, withValue(':method', method)),
  ),
  ...paths.map((path, index) =>
    raw(
      `path-${['root', 'empty', 'star', 'two-slashes', 'service-alone', 'no-method', 'unknown-service', 'unknown-method', 'no-slash', 'slash-behind', 'query', 'escape', 'dots'][index]}`,
      withValue(':path', path),
    ),
  ),
  raw('path-of-4096-bytes', withValue(':path', `/${'p'.repeat(4095)}`)),
  raw('path-with-controls', withValue(':path', '/csi.v1\r\n\0/Probe')),
  raw('scheme-ftp', withValue(':scheme', 'ftp')),
  raw('scheme-empty', withValue(':scheme', '')),
  ...[':method', ':scheme', ':path'].map((name) => raw(`no-${name.slice(1)}`, without(name))),
  raw('authority-path', withValue(':authority', '/run/csi/csi.sock')),
  raw('two-paths', also([':path', '/csi.v1.Identity/Probe'])),
  raw('pseudo-header-last', (headers) => [
    ...headers.filter(([name]) => name !== ':path'),
    ...headers.filter(([name]) => name === ':path'),
  ]),
  raw('unknown-pseudo-header', (headers) => [[':conformance', 'x'], ...headers]),
  raw('response-pseudo-header', (headers) => [[':status', '200'], ...headers]),
  raw('upper-case-name', also(['X-Conformance', 'x'])),
  raw('empty-name', also(['', 'x'])),
  raw('blank-in-name', also(['x y', 'x'])),
  raw('connection-header', also(['connection', 'close'], ['transfer-encoding', 'chunked'])),
  raw('wrong-content-length', also(['content-length', '1'])),
  raw('content-length-letters', also(['content-length', 'abc'])),
  raw('nul-in-value', also(['x-conformance', 'a\0b'])),
  raw('line-break-in-value', also(['x-conformance', 'a\r\nx-other: b'])),
  raw('controls-in-value', also(['x-conformance', '\u0001\u0007\u001b[2J\u007f'])),
  raw('value-not-ascii', also(['x-conformance', Buffer.from('c3a9ff80f0', 'hex')])),
  raw('bin-not-base64', also(['x-conformance-bin', '!!! no base64 !!!'])),
  raw('bin-odd-length', also(['x-conformance-bin', 'A'])),
  raw('grpc-status-in-request', also(['grpc-status', '13'], ['grpc-message', '%ZZ%'])),
  raw('unknown-grpc-header', also(['grpc-conformance', 'x'])),
  raw('grpc-trace-bin-garbage', also(['grpc-trace-bin', 'AA'], ['grpc-tags-bin', '=='])),
  raw('cookies', also(...Array.from({ length: 20 }, (_, i): RawHeader => ['cookie', `c${i}=${i}`]))),
  ...[8, 12, 16, 17].map((kib) =>
    header(`metadata-of-${kib}-kib`, { 'x-conformance': 'm'.repeat(kib * 1024) }),
  ),
  header(
    'metadata-of-200-entries',
    Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x-conformance-${i}`, 'm'.repeat(32)])),
  ),
];
