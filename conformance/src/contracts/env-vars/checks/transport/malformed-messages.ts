import { gzipSync } from 'node:zlib';
import { frameMessage } from '../../../../driver/grpc-message.js';
import { frame, frameFlag, frameType } from '../../../../driver/raw-frames.js';
import type { Target } from './legal-call.js';
import { bytesOf, callHeaders, frames, headersFrame, type Stimulus } from './stimulus.js';

/** A message behind a prefix that says what it likes. */
function prefixed(flag: number, length: number, message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(length >>> 0, 1);
  return bytesOf(prefix, message);
}

const payload = (slug: string, make: (message: Uint8Array) => Uint8Array, encoding?: string): Stimulus => ({
  slug,
  payload: ({ message }: Target) => make(message),
  ...(encoding === undefined ? {} : { headers: { 'grpc-encoding': encoding } }),
});

/** Messages whose gRPC framing is broken. */
export const malformedMessages: readonly Stimulus[] = [
  payload('no-message', () => new Uint8Array()),
  frames('no-data-frame', (legal) => [
    headersFrame(callHeaders(legal), 1, frameFlag.END_HEADERS | frameFlag.END_STREAM),
  ]),
  payload('prefix-cut-short', () => Buffer.of(0, 0, 0)),
  payload('prefix-alone', (message) => prefixed(0, message.length + 1, new Uint8Array())),
  payload('message-cut-short', (message) => prefixed(0, message.length + 5, message)),
  payload('length-too-small', (message) =>
    prefixed(0, Math.max(0, message.length - 2), bytesOf(message, 0, 0)),
  ),
  payload('length-zero', (message) => prefixed(0, 0, bytesOf(message, 0))),
  payload('length-of-four-gibibytes', (message) => prefixed(0, 0xffffffff, message)),
  payload('length-of-two-gibibytes', (message) => prefixed(0, 0x80000000, message)),
  payload('flag-2', (message) => prefixed(2, message.length, message)),
  payload('flag-255', (message) => prefixed(255, message.length, message)),
  payload('two-messages', (message) => bytesOf(frameMessage(message), frameMessage(message))),
  payload('empty-message-first', (message) => bytesOf(frameMessage(new Uint8Array()), frameMessage(message))),
  payload('garbage-behind', (message) => bytesOf(frameMessage(message), 'garbage')),
  payload('garbage-alone', () => Buffer.alloc(300, 0xab)),
  payload('compressed-without-encoding', (message) => prefixed(1, message.length, message)),
  payload('compressed-as-identity', (message) => prefixed(1, message.length, message), 'identity'),
  payload('gzip-of-garbage', (message) => prefixed(1, message.length, message), 'gzip'),
  payload(
    'gzip-cut-short',
    (message) => {
      const packed = gzipSync(message);
      return frameMessage(packed.subarray(0, packed.length - 6)).fill(1, 0, 1);
    },
    'gzip',
  ),
  payload('unknown-encoding', (message) => prefixed(1, message.length, message), 'conformance'),
  payload('unknown-encoding-not-used', (message) => frameMessage(message), 'conformance'),
  payload('encoding-with-blanks', (message) => prefixed(1, message.length, message), ' , gzip ,,'),
  frames('end-between-prefix-and-message', (legal) => [
    headersFrame(callHeaders(legal)),
    frame(frameType.DATA, 0, 1, prefixed(0, legal.message.length + 9, new Uint8Array())),
    frame(frameType.DATA, frameFlag.END_STREAM, 1),
  ]),
  frames('trailers-in-place-of-message', (legal) => [
    headersFrame(callHeaders(legal)),
    headersFrame([['grpc-status', '0']], 1, frameFlag.END_HEADERS | frameFlag.END_STREAM),
  ]),
  frames(
    'connection-cut-in-message',
    (legal) => [
      headersFrame(callHeaders(legal)),
      frame(frameType.DATA, 0, 1, prefixed(0, legal.message.length + 9, legal.message)),
    ],
    'cut',
  ),
];
