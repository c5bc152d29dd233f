import { frame, frameFlag, frameType, headerBlock, settings } from '../../../src/driver/raw-frames.js';
import { grpcHead, headers } from '../answer.js';
import type { Hostility, Member } from '../member.js';
import { variants } from '../variants.js';

const { HEADERS, CONTINUATION, PING, DATA } = frameType;
const bounded =
  /broke HTTP\/2|reset the call|more bytes came|too many header blocks|connection closed|no answer before the deadline|handshake/;
const first = { exits: [3], cause: bounded, doctor: /HTTP\/2|Probe/, init: bounded } as const;
const later = {
  exits: [1, 4],
  cause: new RegExp(`${bounded.source}|no longer a|within its deadline`),
} as const;

const filler = Buffer.alloc(16_384, 0x61);
const manyHeaders = headerBlock(Array.from({ length: 1000 }, (_, i) => [`x-${i}`, 'a'] as const));
/** The start of one header whose value is longer than all that follows. */
const endlessHeader = Buffer.concat([
  headerBlock(grpcHead),
  Buffer.of(0, 6),
  Buffer.from('x-long'),
  Buffer.from([127, 0x80, 0xff, 0xff, 0xff, 0x07]),
]);

const hostilities: readonly Hostility[] = [
  {
    name: 'flood/pings',
    does: 'sends PINGs without end',
    behave: (peer) => {
      peer.greet();
      const pings = Buffer.concat(Array.from({ length: 200 }, () => frame(PING, 0, 0, Buffer.alloc(8))));
      peer.flood(() => pings);
    },
    first,
    later,
  },
  {
    name: 'flood/settings',
    does: 'sends SETTINGS without end',
    behave: (peer) => {
      peer.greet();
      const many = Buffer.concat(Array.from({ length: 200 }, () => settings([[3, 100]])));
      peer.flood(() => many);
    },
    first,
    later,
  },
  {
    name: 'flood/continuations',
    does: 'sends CONTINUATION frames of many headers without end',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        peer.write(frame(HEADERS, 0, stream, headerBlock(grpcHead)));
        const next = frame(CONTINUATION, 0, stream, manyHeaders);
        peer.flood(() => next);
      });
    },
    first,
    later: { ...later, fuzz: [3, 4] },
  },
  {
    name: 'flood/empty-continuations',
    does: 'sends empty CONTINUATION frames without end',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        peer.write(frame(HEADERS, 0, stream, headerBlock(grpcHead)));
        const next = Buffer.concat(Array.from({ length: 500 }, () => frame(CONTINUATION, 0, stream)));
        peer.flood(() => next);
      });
    },
    first,
  },
  {
    name: 'flood/one-endless-header',
    does: 'sends one header without end',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        peer.write(frame(HEADERS, 0, stream, endlessHeader));
        const next = frame(CONTINUATION, 0, stream, filler);
        peer.flood(() => next);
      });
    },
    first,
    later,
  },
  {
    name: 'flood/103-responses',
    does: 'sends responses of status 103 without end',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        const hint = headers(stream, [
          [':status', '103'],
          ['link', '</a>; rel=preload'],
        ]);
        peer.flood(() => hint);
      });
    },
    first,
    later,
  },
  {
    name: 'flood/unknown-frames',
    does: 'sends frames of unknown types without end',
    behave: (peer) => {
      peer.greet();
      const unknown = frame(0x77, 0xff, 0, filler);
      peer.flood(() => unknown);
    },
    first,
    later,
  },
  {
    name: 'flood/empty-data',
    does: 'answers with empty DATA frames without end',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        peer.write(headers(stream, grpcHead));
        const empty = Buffer.concat(Array.from({ length: 500 }, () => frame(DATA, 0, stream)));
        peer.flood(() => empty);
      });
    },
    first,
    later,
  },
  {
    name: 'flood/padding',
    does: 'answers with DATA frames that are all padding without end',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        peer.write(headers(stream, grpcHead));
        const padded = frame(
          DATA,
          frameFlag.PADDED,
          stream,
          Buffer.concat([Buffer.of(255), Buffer.alloc(255)]),
        );
        peer.flood(() => padded);
      });
    },
    first,
  },
];

/** Drivers that send without end. */
export const floods: readonly Member[] = hostilities.flatMap(variants);
