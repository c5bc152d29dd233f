import { deflateRawSync, gzipSync } from 'node:zlib';
import type { RawHeader } from '../../../src/driver/raw-frames.js';
import { answer, data, grpcHead, grpcOk, headers, message } from '../answer.js';
import type { Hostility, Member } from '../member.js';
import type { Peer } from '../peer.js';
import { variants } from '../variants.js';

const nothing = Buffer.alloc(0);
const brokeGrpc = (cause: RegExp) => ({ exits: [3], cause, doctor: /Probe/, init: cause }) as const;
const brokeLater = (cause: RegExp) =>
  ({ exits: [1, 4], cause: new RegExp(`${cause.source}|no longer answers|within its deadline`) }) as const;

/** Answers each call with what a function makes of its stream. */
const answering =
  (make: (stream: number) => Uint8Array) =>
  (peer: Peer): void => {
    peer.greet();
    peer.onCall((stream) => peer.write(make(stream)));
  };

const compressed = (encoding: string): readonly RawHeader[] => [...grpcHead, ['grpc-encoding', encoding]];
const page = Buffer.from('<html><script>alert(1)</script><h1>502 Bad Gateway</h1></html>');
const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024), { level: 9 });
const mebibyte = 'a'.repeat(1024 * 1024);

const hostilities: readonly Hostility[] = [
  {
    name: 'headers/mebibyte',
    does: 'answers with a header of 1 MiB',
    behave: answering((stream) =>
      answer(stream, message(nothing), grpcOk, [...grpcHead, ['x-long', mebibyte]]),
    ),
    first: brokeGrpc(/broke HTTP\/2|reset the call/),
    later: brokeLater(/broke HTTP\/2|reset the call/),
  },
  {
    name: 'trailers/mebibyte',
    does: 'answers with a trailer of 1 MiB',
    behave: answering((stream) => answer(stream, message(nothing), [...grpcOk, ['x-long', mebibyte]])),
    first: brokeGrpc(/broke HTTP\/2|reset the call/),
    later: brokeLater(/broke HTTP\/2|reset the call/),
  },
  {
    name: 'status/none',
    does: 'answers without a grpc-status',
    behave: answering((stream) => answer(stream, message(nothing), [['x-other', 'a']])),
    first: brokeGrpc(/before a status came/),
    later: brokeLater(/before a status came/),
  },
  {
    name: 'status/absurd',
    does: 'answers with a grpc-status that is no number',
    behave: answering((stream) => answer(stream, message(nothing), [['grpc-status', 'fine, thanks']])),
    first: {
      exits: [1],
      cause: /a call of Probe once the driver serves got UNKNOWN/,
      doctor: /GetPluginInfo answers UNKNOWN/,
      init: /GetPluginInfo answers UNKNOWN/,
    },
  },
  {
    name: 'status/control-characters',
    does: 'answers with a grpc-status of terminal escapes',
    behave: answering((stream) => answer(stream, message(nothing), [['grpc-status', '\u001b[31m']])),
    first: brokeGrpc(/before a status came/),
  },
  {
    name: 'status/huge-number',
    does: 'answers with a grpc-status of 4294967296',
    behave: answering((stream) => answer(stream, message(nothing), [['grpc-status', '4294967296']])),
    first: {
      exits: [1],
      cause: /a call of Probe once the driver serves got UNKNOWN/,
      doctor: /GetPluginInfo answers/,
      init: /GetPluginInfo answers/,
    },
  },
  {
    name: 'status/negative',
    does: 'answers with a grpc-status of -1',
    behave: answering((stream) => answer(stream, message(nothing), [['grpc-status', '-1']])),
    first: {
      exits: [1],
      cause: /a call of Probe once the driver serves got UNKNOWN/,
      doctor: /GetPluginInfo answers/,
      init: /GetPluginInfo answers/,
    },
  },
  ...[200, 301, 404, 431, 502].map(
    (status): Hostility => ({
      name: `http/${status}`,
      does: `answers with an HTML page of status ${status}`,
      behave: answering((stream) =>
        Buffer.concat([
          headers(stream, [
            [':status', String(status)],
            ['content-type', 'text/html'],
          ]),
          data(stream, page, true),
        ]),
      ),
      first: brokeGrpc(status === 200 ? /no gRPC content type/ : new RegExp(`HTTP ${status}`)),
      ...(status === 502 ? { later: brokeLater(/HTTP 502/) } : {}),
    }),
  ),
  {
    name: 'messages/none',
    does: 'answers OK without a message',
    behave: answering((stream) => answer(stream, nothing)),
    first: brokeGrpc(/OK came without a message/),
    later: brokeLater(/OK came without a message/),
  },
  {
    name: 'messages/two',
    does: 'answers with two messages',
    behave: answering((stream) =>
      answer(stream, Buffer.concat([message(nothing), message(Buffer.alloc(8))])),
    ),
    first: brokeGrpc(/a second message/),
    later: brokeLater(/a second message/),
  },
  {
    name: 'messages/endless',
    does: 'answers with messages without end',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        peer.write(headers(stream, grpcHead));
        const many = data(stream, Buffer.concat(Array.from({ length: 3000 }, () => message(nothing))));
        peer.flood(() => many);
      });
    },
    first: brokeGrpc(/a second message|broke HTTP\/2/),
    later: brokeLater(/a second message|broke HTTP\/2/),
  },
  {
    name: 'prefix/absurd',
    does: 'announces a message of 4 GiB',
    behave: answering((stream) =>
      Buffer.concat([headers(stream, grpcHead), data(stream, message(nothing, 0, 0xffffffff))]),
    ),
    first: brokeGrpc(/announces 4294967295 bytes/),
    later: brokeLater(/announces 4294967295 bytes/),
  },
  {
    name: 'prefix/cut-short',
    does: 'ends within the length prefix',
    behave: answering((stream) => answer(stream, Buffer.alloc(3))),
    first: brokeGrpc(/prefix is cut short/),
  },
  {
    name: 'prefix/longer-than-message',
    does: 'announces more than it sends',
    behave: answering((stream) => answer(stream, message(Buffer.alloc(4), 0, 4000))),
    first: brokeGrpc(/message is cut short/),
  },
  {
    name: 'prefix/unknown-flag',
    does: 'sends a message with a flag that does not exist',
    behave: answering((stream) => answer(stream, message(nothing, 0x80))),
    first: brokeGrpc(/unknown flag/),
  },
  {
    name: 'compression/bomb',
    does: 'answers with 256 MiB of zeros, compressed',
    behave: answering((stream) => answer(stream, message(bomb, 1), grpcOk, compressed('gzip'))),
    first: brokeGrpc(/cannot be decompressed/),
    later: brokeLater(/cannot be decompressed/),
  },
  {
    name: 'compression/unknown',
    does: 'answers in an encoding that nobody offered',
    behave: answering((stream) =>
      answer(stream, message(deflateRawSync(nothing), 1), grpcOk, compressed('br')),
    ),
    first: brokeGrpc(/encoding that was not offered/),
  },
  {
    name: 'compression/torn',
    does: 'answers with a gzip stream that is cut',
    behave: answering((stream) =>
      answer(stream, message(gzipSync(page).subarray(0, 20), 1), grpcOk, compressed('gzip')),
    ),
    first: brokeGrpc(/cannot be decompressed/),
  },
  {
    name: 'protobuf/malformed',
    does: 'answers with messages that are no protobuf',
    behave: answering((stream) => answer(stream, message(Buffer.alloc(64, 0xff)))),
    first: {
      exits: [1],
      cause: /Probe got OK with a response that cannot be read/,
      doctor: /GetPluginInfo/,
      init: /GetPluginInfo/,
    },
    later: { exits: [1, 4], cause: /cannot be read|no valid/ },
  },
  {
    name: 'protobuf/deep-groups',
    does: 'answers with groups nested 100,000 deep',
    behave: answering((stream) => answer(stream, message(Buffer.alloc(100_000, 0x7b)))),
    first: {
      exits: [1],
      cause: /Probe got OK with a response that cannot be read/,
      doctor: /GetPluginInfo/,
      init: /GetPluginInfo/,
    },
  },
  {
    name: 'size/60-megabytes',
    does: 'answers with a message of 60 MB',
    behave: answering((stream) => answer(stream, message(Buffer.alloc(60_000_000)))),
    first: brokeGrpc(/announces 60000000 bytes/),
    later: brokeLater(/announces 60000000 bytes/),
  },
  {
    name: 'answer/byte-per-second',
    does: 'answers a byte a second',
    behave: (peer) => {
      peer.greet();
      peer.onCall((stream) => {
        peer.write(headers(stream, grpcHead));
        const body = message(Buffer.alloc(1000));
        let at = 0;
        const timer = setInterval(() => {
          if (!peer.socket.writable || at >= body.length) return clearInterval(timer);
          peer.write(data(stream, body.subarray(at, ++at)));
        }, 1000);
      });
    },
    first: {
      exits: [3],
      cause: /no answer before the deadline/,
      doctor: /not answered within/,
      init: /no answer before the deadline/,
    },
    later: { exits: [1, 4], cause: /no longer answers|within its deadline/ },
  },
];

/** Drivers whose answers break gRPC. */
export const answers: readonly Member[] = hostilities.flatMap(variants);
