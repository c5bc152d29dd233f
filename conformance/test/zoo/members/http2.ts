import { frame, frameFlag, frameType, settings } from '../../../src/driver/raw-frames.js';
import { answer, data, goAway, grpcHead, headers, message, numberFrame } from '../answer.js';
import type { Hostility, Member } from '../member.js';
import type { Peer } from '../peer.js';
import { variants } from '../variants.js';

const { SETTINGS, PING, RST_STREAM, WINDOW_UPDATE, PUSH_PROMISE } = frameType;
const brokeHttp2 = {
  exits: [3],
  cause: /broke HTTP\/2|GOAWAY|connection closed/,
  doctor: /HTTP\/2|Probe/,
  init: /broke HTTP\/2|GOAWAY|connection closed/,
} as const;
const brokeLater = {
  exits: [1, 4],
  cause: /broke HTTP\/2|no longer answers|no longer accepts|connection closed/,
} as const;

/** Broken SETTINGS, by what is wrong with them. */
const illegalSettings: Readonly<Record<string, readonly [does: string, bytes: Buffer]>> = {
  'settings/push-2': ['ENABLE_PUSH of 2', settings([[2, 2]])],
  'settings/window-too-large': ['an initial window above 2^31-1', settings([[4, 0xffffffff]])],
  'settings/frame-size-too-small': ['a largest frame of 1 byte', settings([[5, 1]])],
  'settings/frame-size-too-large': ['a largest frame of 2^32-1 bytes', settings([[5, 0xffffffff]])],
  'settings/cut-entry': ['an entry of five bytes', frame(SETTINGS, 0, 0, Buffer.alloc(5))],
  'settings/on-a-stream': ['stream 1', frame(SETTINGS, 0, 1, Buffer.alloc(6))],
  'settings/ack-with-payload': [
    'an acknowledgement with a payload',
    frame(SETTINGS, frameFlag.ACK, 0, Buffer.alloc(6)),
  ],
  'settings/many-entries': [
    '33 entries',
    settings(Array.from({ length: 33 }, (_, i) => [1000 + i, i] as const)),
  ],
  'settings/thousands-of-entries': [
    '2,700 entries',
    settings(Array.from({ length: 2700 }, (_, i) => [1000 + i, i] as const)),
  ],
};

const settingsMembers: readonly Hostility[] = Object.entries(illegalSettings).map(
  ([name, [what, bytes]]) => ({
    name,
    does: `sends SETTINGS with ${what}`,
    behave: ({ write }: Peer) => write(bytes),
    first: brokeHttp2,
    ...(name === 'settings/many-entries' || name === 'settings/push-2' ? { later: brokeLater } : {}),
  }),
);

const push = (stream: number): Buffer =>
  frame(
    PUSH_PROMISE,
    frameFlag.END_HEADERS,
    stream,
    Buffer.concat([Buffer.of(0, 0, 0, 2), Buffer.from('828684', 'hex')]),
  );

const others: readonly Hostility[] = [
  {
    name: 'goaway/at-once',
    does: 'says GOAWAY with an error at once',
    behave: (peer) => {
      peer.greet();
      peer.write(goAway(11));
      peer.socket.end();
    },
    first: brokeHttp2,
    later: brokeLater,
  },
  {
    name: 'goaway/graceful-loop',
    does: 'says GOAWAY without an error on every connection, and stays',
    behave: (peer) => {
      peer.greet();
      peer.write(goAway(0));
    },
    first: {
      exits: [3],
      cause: /GOAWAY|no answer before the deadline/,
      doctor: /Probe gets no gRPC answer: the peer said GOAWAY|not answered within/,
      init: /GOAWAY|connection closed/,
    },
    later: { exits: [1, 4], cause: /GOAWAY|connection closed|no longer a/ },
  },
  {
    name: 'goaway/at-each-call',
    does: 'says GOAWAY at each call and closes',
    behave: (peer) => {
      peer.greet();
      peer.onCall(() => {
        peer.write(goAway(0));
        peer.socket.end();
      });
    },
    first: {
      exits: [3],
      cause: /GOAWAY/,
      // A call that the driver did not begin is made again until its time is over.
      doctor: /Probe gets no gRPC answer|not answered within/,
      init: /GOAWAY|did not finish the HTTP\/2 handshake/,
    },
    later: { exits: [1, 4], cause: /GOAWAY|no longer a/ },
  },
  {
    name: 'streams/refused',
    does: 'refuses every stream',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => peer.write(numberFrame(RST_STREAM, stream, 7)));
    },
    first: {
      exits: [3],
      cause: /reset the call \(HTTP\/2 code 7\)/,
      doctor: /Probe gets no gRPC answer/,
      init: /reset the call/,
    },
    later: { exits: [1, 4], cause: /reset the call|no longer answers/ },
  },
  {
    name: 'streams/reset',
    does: 'resets every stream with a code that does not exist',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => peer.write(numberFrame(RST_STREAM, stream, 0xdeadbeef)));
    },
    first: {
      exits: [3],
      cause: /reset the call/,
      doctor: /Probe gets no gRPC answer/,
      init: /reset the call/,
    },
  },
  {
    name: 'streams/none',
    does: 'allows no streams',
    behave: (peer) => peer.greet([[3, 0]]),
    first: {
      exits: [3],
      cause: /no answer before the deadline/,
      doctor: /not answered within/,
      init: /no answer before the deadline/,
    },
  },
  {
    name: 'windows/zero',
    does: 'gives no room for requests, and answers nothing',
    behave: (peer) => peer.greet([[4, 0]]),
    first: {
      exits: [3],
      cause: /no answer before the deadline/,
      doctor: /not answered within/,
      init: /no answer before the deadline/,
    },
  },
  {
    name: 'windows/overflow',
    does: 'gives more room than there can be',
    behave: (peer) => {
      peer.greet();
      peer.write(numberFrame(WINDOW_UPDATE, 0, 0x7fffffff));
    },
    first: brokeHttp2,
    later: brokeLater,
  },
  {
    name: 'push/then-goaway',
    does: 'sends PUSH_PROMISE, then GOAWAY',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => peer.write(push(stream), goAway(0, stream), goAway(2, stream)));
    },
    first: brokeHttp2,
    later: brokeLater,
  },
  {
    name: 'push/then-pings',
    does: 'sends PUSH_PROMISE, then PINGs',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        peer.write(push(stream));
        for (let i = 0; i < 200; i++) peer.write(frame(PING, 0, 0, Buffer.alloc(8)));
      });
    },
    first: brokeHttp2,
    later: brokeLater,
  },
  {
    name: 'frames/data-before-headers',
    does: 'sends DATA before HEADERS',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => peer.write(data(stream, message(Buffer.alloc(4)), true)));
    },
    first: brokeHttp2,
  },
  {
    name: 'frames/answers-other-streams',
    does: 'answers calls that nobody made',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => peer.write(answer(stream + 2, message(Buffer.alloc(0)))));
    },
    first: brokeHttp2,
  },
  {
    name: 'frames/broken-compression',
    does: 'sends headers that no HPACK decoder can read',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) =>
        peer.write(frame(frameType.HEADERS, frameFlag.END_HEADERS, stream, Buffer.alloc(32, 0xff))),
      );
    },
    first: brokeHttp2,
    later: brokeLater,
  },
  {
    name: 'frames/pads-more-than-there-is',
    does: 'sends DATA with more padding than payload',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) =>
        peer.write(
          headers(stream, grpcHead),
          frame(frameType.DATA, frameFlag.PADDED, stream, Buffer.of(200, 0, 0)),
        ),
      );
    },
    first: brokeHttp2,
  },
];

/** Drivers that break HTTP/2. */
export const http2: readonly Member[] = [...settingsMembers, ...others].flatMap(variants);
