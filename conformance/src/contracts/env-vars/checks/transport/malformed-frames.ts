import {
  frame,
  frameFlag,
  frameType,
  headerBlock,
  preface,
  settings,
} from '../../../../driver/raw-frames.js';
import type { Target } from './legal-call.js';
import {
  bare,
  bytesOf,
  callHeaders,
  dataFrame,
  frames,
  headersFrame,
  opened,
  type Stimulus,
  wholeCall,
} from './stimulus.js';

const {
  DATA,
  HEADERS,
  PRIORITY,
  RST_STREAM,
  SETTINGS,
  PUSH_PROMISE,
  PING,
  GOAWAY,
  WINDOW_UPDATE,
  CONTINUATION,
} = frameType;
const { END_HEADERS, END_STREAM, ACK, PADDED } = frameFlag;
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};
const times = (count: number, make: (index: number) => Uint8Array): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Bytes that open no HTTP/2 connection. */
export const malformedOpenings: readonly Stimulus[] = [
  { slug: 'nothing-then-cut', bytes: () => [], after: 'cut' },
  { slug: 'nothing-then-end', bytes: () => [], after: 'end' },
  { slug: 'nothing-and-held-open', bytes: () => [], after: 'hold' },
  bare('http1-get', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  bare(
    'http1-upgrade',
    'POST /csi.v1.Identity/Probe HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 0\r\n\r\n',
  ),
  bare('http1-without-end', 'GET /metrics HTTP/1.1\r\nHost: local', 'end'),
  bare('tls-hello', bytesOf(Buffer.from('16030100c8010000c40303', 'hex'), Buffer.alloc(193, 0x5a))),
  bare('zeros', Buffer.alloc(1024)),
  bare('ones', Buffer.alloc(1024, 0xff)),
  bare('garbage', Buffer.from(Array.from({ length: 2048 }, (_, i) => (i * 167 + (i >> 3) * 31) & 255))),
  bare('half-preface-then-cut', preface.subarray(0, 12), 'cut'),
  bare('half-preface-then-end', preface.subarray(0, 12), 'end'),
  bare('half-preface-and-held-open', preface.subarray(0, 12), 'hold'),
  bare('preface-alone-then-cut', preface, 'cut'),
  bare('preface-alone-and-held-open', preface, 'hold'),
  bare('preface-of-http1', 'PRI * HTTP/1.1\r\n\r\nSM\r\n\r\n'),
  bare('preface-with-last-byte-wrong', bytesOf(preface.subarray(0, 23), 'X')),
  bare('preface-then-garbage', bytesOf(preface, Buffer.alloc(200, 0xa5))),
  {
    slug: 'headers-in-place-of-settings',
    bytes: (legal) => [preface, headersFrame(callHeaders(legal)), dataFrame(legal.message)],
  },
  {
    slug: 'preface-twice',
    bytes: (legal) => [
      preface,
      settings(),
      preface,
      headersFrame(callHeaders(legal)),
      dataFrame(legal.message),
    ],
  },
  {
    slug: 'frames-without-preface',
    bytes: (legal) => [settings(), headersFrame(callHeaders(legal)), dataFrame(legal.message)],
  },
  {
    slug: 'cut-in-headers',
    bytes: (legal) => opened(headersFrame(callHeaders(legal)).subarray(0, 30)),
    after: 'cut',
  },
  {
    slug: 'end-in-headers',
    bytes: (legal) => opened(headersFrame(callHeaders(legal)).subarray(0, 30)),
    after: 'end',
  },
];

/** Frames that HTTP/2 forbids. */
export const malformedFrames: readonly Stimulus[] = [
  frames('data-on-stream-0', () => [frame(DATA, END_STREAM, 0, Buffer.alloc(5))]),
  frames('data-on-idle-stream', (legal) => [dataFrame(legal.message, 3)]),
  frames('headers-on-stream-0', (legal) => [headersFrame(callHeaders(legal), 0)]),
  frames('headers-on-even-stream', (legal) => [
    headersFrame(callHeaders(legal), 2),
    dataFrame(legal.message, 2),
  ]),
  frames('stream-ids-descending', (legal) => [
    headersFrame(callHeaders(legal), 5),
    dataFrame(legal.message, 5),
    headersFrame(callHeaders(legal), 3),
    dataFrame(legal.message, 3),
  ]),
  frames('data-after-end', (legal) => [
    headersFrame(callHeaders(legal)),
    dataFrame(legal.message),
    dataFrame(legal.message),
  ]),
  frames('headers-after-end', (legal) => [
    headersFrame(callHeaders(legal)),
    dataFrame(legal.message),
    headersFrame(callHeaders(legal)),
  ]),
  frames('headers-twice', (legal) => [
    headersFrame(callHeaders(legal)),
    headersFrame(callHeaders(legal)),
    dataFrame(legal.message),
  ]),
  frames('settings-of-five-bytes', () => [frame(SETTINGS, 0, 0, Buffer.alloc(5))]),
  frames('settings-ack-with-payload', () => [frame(SETTINGS, ACK, 0, Buffer.alloc(6))]),
  frames('settings-on-stream-1', () => [frame(SETTINGS, 0, 1)]),
  frames('settings-push-2', () => [settings([[2, 2]])]),
  frames('settings-window-too-large', () => [settings([[4, 0x80000000]])]),
  frames('settings-frame-size-1', () => [settings([[5, 1]])]),
  frames('settings-unknown', (legal) => [
    settings([
      [0x7777, 1],
      [0, 9],
    ]),
    ...wholeCall(legal).slice(2),
  ]),
  frames('settings-window-0', (legal) => [settings([[4, 0]]), ...wholeCall(legal).slice(2)]),
  frames('settings-header-list-1', (legal) => [settings([[6, 1]]), ...wholeCall(legal).slice(2)]),
  frames('ping-of-seven-bytes', () => [frame(PING, 0, 0, Buffer.alloc(7))]),
  frames('ping-on-stream-1', () => [frame(PING, 0, 1, Buffer.alloc(8))]),
  frames('window-update-0', () => [frame(WINDOW_UPDATE, 0, 0, u32(0))]),
  frames('window-overflow', () => [
    frame(WINDOW_UPDATE, 0, 0, u32(0x7fffffff)),
    frame(WINDOW_UPDATE, 0, 0, u32(0x7fffffff)),
  ]),
  frames('window-update-of-three-bytes', () => [frame(WINDOW_UPDATE, 0, 0, Buffer.alloc(3))]),
  frames('reset-of-idle-stream', () => [frame(RST_STREAM, 0, 1, u32(8))]),
  frames('reset-of-three-bytes', (legal) => [
    headersFrame(callHeaders(legal)),
    frame(RST_STREAM, 0, 1, Buffer.alloc(3)),
  ]),
  frames('priority-on-itself', (legal) => [
    headersFrame(callHeaders(legal)),
    frame(PRIORITY, 0, 1, bytesOf(u32(1), 16)),
    dataFrame(legal.message),
  ]),
  frames('push-promise', (legal) => [
    frame(PUSH_PROMISE, END_HEADERS, 1, bytesOf(u32(2), headerBlock(callHeaders(legal)))),
  ]),
  frames('continuation-alone', (legal) => [
    frame(CONTINUATION, END_HEADERS, 1, headerBlock(callHeaders(legal))),
  ]),
  frames('headers-interrupted', (legal) => [
    headersFrame(callHeaders(legal), 1, 0),
    frame(PING, 0, 0, Buffer.alloc(8)),
  ]),
  frames('headers-without-end', (legal) => [headersFrame(callHeaders(legal), 1, 0)], 'hold'),
  frames('unknown-frame-type', (legal) => [
    frame(0xbe, 0xff, 0, Buffer.alloc(40)),
    ...wholeCall(legal).slice(2),
  ]),
  frames('frame-too-long', (legal) => [
    headersFrame(callHeaders(legal)),
    frame(DATA, END_STREAM, 1, Buffer.alloc(40_000)),
  ]),
  frames(
    'frame-shorter-than-announced',
    (legal) => [
      headersFrame(callHeaders(legal)),
      frame(DATA, END_STREAM, 1, legal.message, legal.message.length + 100),
    ],
    'cut',
  ),
  frames('padding-longer-than-payload', (legal) => [
    headersFrame(callHeaders(legal)),
    frame(DATA, END_STREAM | PADDED, 1, bytesOf(200, legal.message.subarray(0, 20))),
  ]),
  frames('hpack-index-0', () => [frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.of(0x80))]),
  frames('hpack-index-beyond-table', () => [
    frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.of(0xff, 0x80, 0x01)),
  ]),
  frames('hpack-integer-without-end', () => [
    frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.alloc(20, 0xff)),
  ]),
  frames('hpack-string-beyond-end', () => [
    frame(HEADERS, END_HEADERS | END_STREAM, 1, bytesOf(0, 0x7e, 'abc')),
  ]),
  frames('hpack-bad-huffman', () => [
    frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.from('0084ffffffff84ffffffff', 'hex')),
  ]),
  frames('hpack-table-too-large', (legal) => [
    frame(
      HEADERS,
      END_HEADERS,
      1,
      bytesOf(Buffer.from('3fffffff0f', 'hex'), headerBlock(callHeaders(legal))),
    ),
    dataFrame(legal.message),
  ]),
  frames('hpack-table-update-last', (legal) => [
    frame(HEADERS, END_HEADERS, 1, bytesOf(headerBlock(callHeaders(legal)), 0x20)),
    dataFrame(legal.message),
  ]),
  frames('goaway-then-call', (legal) => [
    frame(GOAWAY, 0, 0, bytesOf(u32(0), u32(0))),
    ...wholeCall(legal).slice(2),
  ]),
  frames('goaway-of-four-bytes', () => [frame(GOAWAY, 0, 0, u32(0))]),
];

/** Frames, and a correct call behind them, whose answer shows that they were read. */
const beforeCall = (slug: string, make: (legal: Target) => readonly Uint8Array[]): Stimulus =>
  frames(slug, (legal) => [
    ...make(legal),
    headersFrame(callHeaders(legal), 401),
    dataFrame(legal.message, 401),
  ]);

/** Floods, bounded so that they harm no correct stack. */
export const malformedFloods: readonly Stimulus[] = [
  beforeCall('80-streams-reset', (legal) =>
    times(80, (i) =>
      bytesOf(headersFrame(callHeaders(legal), 2 * i + 1), frame(RST_STREAM, 0, 2 * i + 1, u32(8))),
    ),
  ),
  frames(
    '80-streams-left-open',
    (legal) => times(80, (i) => headersFrame(callHeaders(legal), 2 * i + 1)),
    'cut',
  ),
  beforeCall('60-pings', () => times(60, () => frame(PING, 0, 0, Buffer.alloc(8)))),
  beforeCall('100-settings', () => times(100, () => settings([[3, 100]]))),
  beforeCall('settings-of-40-entries', () => [
    settings(Array.from({ length: 40 }, (_, i) => [0x1000 + i, i] as const)),
  ]),
  frames('100-empty-data-frames', (legal) => [
    headersFrame(callHeaders(legal)),
    ...times(100, () => frame(DATA, 0, 1)),
    dataFrame(legal.message),
  ]),
  frames('64-continuations', (legal) => [
    headersFrame(callHeaders(legal), 1, 0),
    ...times(64, (i) => frame(CONTINUATION, 0, 1, headerBlock([[`x-conformance-${i}`, 'c'.repeat(900)]]))),
    frame(CONTINUATION, END_HEADERS, 1),
    dataFrame(legal.message),
  ]),
  frames('header-of-64-kib', (legal) => [
    headersFrame(callHeaders(legal), 1, 0),
    ...times(5, (i) =>
      frame(CONTINUATION, i === 4 ? END_HEADERS : 0, 1, headerBlock([['x-conformance', 'h'.repeat(13_000)]])),
    ),
    dataFrame(legal.message),
  ]),
  beforeCall('100-window-updates', () => times(100, () => frame(WINDOW_UPDATE, 0, 0, u32(1)))),
  beforeCall('100-priorities', () => times(100, (i) => frame(PRIORITY, 0, 2 * i + 1, bytesOf(u32(0), 1)))),
  beforeCall('100-unknown-frames', () =>
    times(100, (i) => frame(0x40 + (i % 100), 0, 0, Buffer.alloc(64, i))),
  ),
];
