import { bytesOf, type Stimulus } from './stimulus.js';

const maxVarint = Buffer.from('ffffffffffffffffff01', 'hex');

const after = (slug: string, ...parts: readonly (number | string | Uint8Array)[]): Stimulus => ({
  slug,
  message: ({ message }) => bytesOf(message, ...parts),
});

/** Messages that are no protobuf, or none that the schema means. */
export const malformedProtobuf: readonly Stimulus[] = [
  { slug: 'ones', message: () => Buffer.alloc(64, 0xff) },
  { slug: 'text', message: () => Buffer.from('{"providerClassName": "conformance"}') },
  { slug: 'cut-short', message: ({ message }) => message.subarray(0, Math.max(1, message.length - 3)) },
  { slug: 'first-byte-alone', message: ({ message }) => bytesOf(message[0] ?? 0x0a) },
  after('length-beyond-end', 0x0a, 0x7f, 'abc'),
  after('length-of-two-gibibytes', 0x0a, Buffer.from('ffffffff07', 'hex'), 'abc'),
  after('length-of-all-bits', 0x0a, maxVarint),
  after('varint-without-end', 0x08, Buffer.alloc(12, 0x80)),
  after('tag-without-value', 0x0a),
  after('field-number-zero', 0x02, 0x01, 'a'),
  after('field-number-too-large', maxVarint, 0x01),
  after('wire-type-6', 0x0e, 0x01),
  after('wire-type-7', 0x0f, 0x01),
  after('class-not-utf8', 0x0a, 3, Buffer.of(0xc3, 0x28, 0xfe)),
  after('query-key-not-utf8', 0x1a, 8, 0x0a, 1, 'A', 0x12, 3, Buffer.of(0xf0, 0x28, 0x8c)),
  after('map-entry-not-utf8', 0x22, 7, 0x0a, 1, 'a', 0x12, 2, Buffer.of(0xff, 0xfe)),
  after('surrogates-in-utf8', 0x0a, 6, Buffer.from('eda080edb080', 'hex')),
  after('class-as-varint', 0x08, 0x01),
  after('class-as-fixed64', 0x09, Buffer.alloc(8, 1)),
  after('queries-as-varint', 0x18, 0x01),
  after('queries-as-fixed32', 0x1d, Buffer.alloc(4, 1)),
  after('query-of-garbage', 0x1a, 4, Buffer.of(0xff, 0xff, 0xff, 0xff)),
  after('optional-as-text', 0x1a, 3, 0x22, 1, 'x'),
  after('map-entry-of-garbage', 0x12, 3, Buffer.of(0xff, 0x00, 0x80)),
  after('group-without-end', 0x93, 0x03),
  after('group-end-without-start', 0x94, 0x03),
  after('group-ended-by-another', 0x93, 0x03, 0x9c, 0x03),
  after('groups-200-deep', Buffer.from('9303'.repeat(200) + '9403'.repeat(200), 'hex')),
  after('groups-5000-deep', Buffer.from('9303'.repeat(5000) + '9403'.repeat(5000), 'hex')),
  after('groups-5000-deep-without-end', Buffer.from('9303'.repeat(5000), 'hex')),
];
