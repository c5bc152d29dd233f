import fc, { type Arbitrary } from 'fast-check';
import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import type { Key } from '../../../../profile/profile.js';
import { malformedProtobuf } from '../../checks/transport/malformed-protobuf.js';
import { type EnvRequest, encodeRequest } from '../../request.js';
import { getEnvVars } from '../../tools.js';
import { flags, queriesOf } from './drafts.js';
import {
  lengthField,
  queryFields,
  requestFieldsOf,
  textField,
  varint,
  type WireField,
  writeFields,
} from './encode-oddly.js';
import type { Family } from './family.js';
import type { Meaning } from './input.js';
import type { Material } from './material.js';

/** An input of raw bytes. */
export function rawInput(
  phase: 'examples' | 'boundary' | 'fuzz',
  title: string,
  meaning: Meaning,
  bytes: { readonly message: Uint8Array } | { readonly payload: Uint8Array },
): FuzzInput {
  const base64 = (part: Uint8Array): string => Buffer.from(part).toString('base64');
  return {
    phase,
    title,
    kind: 'raw',
    meaning,
    ...('message' in bytes ? { message: base64(bytes.message) } : { payload: base64(bytes.payload) }),
  };
}

const raw = (title: string, meaning: Meaning, message: Uint8Array): FuzzInput =>
  rawInput('fuzz', title, meaning, { message });

/** Raw protobuf and broken framing. Each goes over a connection of its own, so they are few. */
export function rawFamilies(material: Material): readonly Family[] {
  if (material.safe) return [];
  const { good } = material;
  const request: Arbitrary<EnvRequest> = fc
    .tuple(fc.array(fc.nat(good.length - 1), { minLength: 1, maxLength: 3 }), flags)
    .map(([picks, bits]) =>
      material.request(
        queriesOf(
          picks.map((pick) => good[pick] as Key),
          { style: 'plain' },
          bits,
        ),
      ),
    );
  const common = { reaches: ['transport/malformed', 'privacy/errors', 'privacy/metadata'] };
  return [
    {
      name: 'raw/unknown-fields',
      weight: 2,
      reaches: [...common.reaches, 'capability/tolerates-unknown', 'values/exact', 'ordering/one-per-query'],
      arbitrary: fc
        .tuple(
          request,
          fc.array(fc.tuple(unknownField, fc.nat(63)), { minLength: 1, maxLength: 4 }),
          fc.boolean(),
        )
        .map(([made, unknown, inQuery]) =>
          raw('unknown fields', 'unknown-fields', withUnknown(made, unknown, inQuery)),
        ),
    },
    {
      name: 'raw/readable',
      weight: 2,
      reaches: [...common.reaches, 'values/exact', 'ordering/one-per-query', 'ordering/name-echo'],
      arbitrary: fc.tuple(request, fc.nat(readable.length - 1), fc.nat(63)).map(([made, how, n]) => {
        const [title, encode] = readable[how] as (typeof readable)[number];
        return raw(title, 'readable', encode(made, n));
      }),
    },
    {
      name: 'raw/unclear',
      weight: 3,
      ...common,
      arbitrary: fc.oneof(
        {
          weight: 2,
          arbitrary: fc
            .tuple(request, fc.nat(malformedProtobuf.length - 1))
            .map(([made, which]) => malformed(made, which)),
        },
        {
          weight: 2,
          arbitrary: fc
            .tuple(request, edits)
            .map(([made, list]) =>
              raw('a request with changed bytes', 'unclear', edited(encodeRequest(made), list)),
            ),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(request, wrongField)
            .map(([made, field]) =>
              raw(
                'a field of the wrong wire type',
                'unclear',
                writeFields([...requestFieldsOf(made), field]),
              ),
            ),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(request, fc.constantFrom(...badUtf8), fc.nat(4))
            .map(([made, bytes, where]) =>
              raw('text that is no UTF-8', 'unclear', notUtf8(made, bytes, where)),
            ),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(50, 99, 101, 200, 1000, 10_000), fc.boolean())
            .map(([depth, closed]) => raw('groups within groups', 'unclear', groups(depth, closed))),
        },
        {
          weight: 1,
          arbitrary: fc
            .uint8Array({ minLength: 0, maxLength: 200 })
            .map((bytes) => raw('bytes at random', 'unclear', bytes)),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(request, fc.nat(3))
            .map(([made, more]) =>
              raw(
                'a request that is followed by ff',
                more > 1 ? 'unclear' : 'unreadable',
                Buffer.concat([encodeRequest(made), Buffer.alloc(Math.max(1, more), 0xff)]),
              ),
            ),
        },
      ),
    },
    {
      name: 'raw/framing',
      weight: 1,
      ...common,
      arbitrary: fc
        .tuple(
          request,
          fc.integer({ min: 0, max: 255 }),
          fc.integer({ min: -12, max: 12 }),
          fc.nat(64),
          fc.boolean(),
        )
        .map(([made, flag, longer, cut, twice]) => {
          const message = Buffer.from(encodeRequest(made));
          const prefix = Buffer.alloc(5);
          prefix[0] = cut % 3 === 0 ? flag : 0;
          prefix.writeUInt32BE(Math.max(0, message.length + longer), 1);
          const whole = Buffer.concat([prefix, message, ...(twice ? [prefix, message] : [])]);
          return rawInput('fuzz', 'broken framing', 'unclear', {
            payload: cut % 2 === 0 ? whole : whole.subarray(0, Math.min(whole.length, cut)),
          });
        }),
    },
  ];
}

/** Fields that no message of the request has, of every wire type that has an end. */
const unknownField: Arbitrary<WireField> = fc
  .tuple(fc.constantFrom(6, 7, 15, 16, 100, 1059, 12_345, 536_870_911), fc.nat(3), fc.nat(1_000_000))
  .map(([number, type, n]): WireField => {
    if (type === 0) return { number, wireType: 0, data: varint(n) };
    if (type === 1) return { number, wireType: 1, data: Buffer.alloc(8, n % 256) };
    if (type === 2) return textField(number, 'abc'.repeat(n % 20));
    return { number, wireType: 5, data: Buffer.alloc(4, n % 256) };
  });

function withUnknown(
  request: EnvRequest,
  unknown: readonly (readonly [WireField, number])[],
  inQuery: boolean,
): Uint8Array {
  const [query, ...rest] = request.queries;
  if (inQuery && query !== undefined) {
    const first = lengthField(3, writeFields(inserted(queryFields(query), unknown)));
    const others = requestFieldsOf({ ...request, queries: [] });
    return writeFields([
      ...others,
      first,
      ...rest.map((one) => lengthField(3, writeFields(queryFields(one)))),
    ]);
  }
  return writeFields(inserted(requestFieldsOf(request), unknown));
}

function inserted(
  fields: readonly WireField[],
  more: readonly (readonly [WireField, number])[],
): WireField[] {
  const all = [...fields];
  for (const [field, at] of more) all.splice(at % (all.length + 1), 0, field);
  return all;
}

/** Encodings that are not the canonical one, and that can be read in one way only. */
const readable: readonly (readonly [string, (request: EnvRequest, n: number) => Uint8Array])[] = [
  [
    'a class that is given twice',
    (request) => writeFields([textField(1, 'csi-env-conformance-other'), ...requestFieldsOf(request)]),
  ],
  [
    'fields in reverse order',
    (request) =>
      writeFields([
        ...requestFieldsOf({ ...request, queries: [] }).reverse(),
        ...requestFieldsOf(request).filter(({ number }) => number === 3),
      ]),
  ],
  [
    'lengths in more bytes than they need',
    (request, n) =>
      writeFields([textField(1, request.className, 2 + (n % 4)), ...requestFieldsOf(request).slice(1)]),
  ],
  [
    'a pod_context entry that is given twice',
    (request) =>
      writeFields([
        lengthField(4, writeFields([textField(1, 'namespace'), textField(2, 'other')])),
        ...requestFieldsOf(request),
      ]),
  ],
  [
    'a query whose name is given twice',
    (request) => withFirstQuery(request, (fields) => [textField(1, 'OTHER'), ...fields]),
  ],
  [
    'a query whose key is given twice',
    (request) => withFirstQuery(request, (fields) => [textField(2, 'csi-env-conformance/other'), ...fields]),
  ],
  [
    'a query with its fields in reverse order',
    (request) => withFirstQuery(request, (fields) => [...fields].reverse()),
  ],
  [
    'a flag that is said to be false',
    (request) =>
      withFirstQuery(request, (fields) => [
        { number: 4, wireType: 0, data: varint(1) },
        ...fields,
        { number: 4, wireType: 0, data: varint(0) },
      ]),
  ],
  [
    'an empty version that is given',
    (request) => writeFields([...requestFieldsOf(request), textField(5, '')]),
  ],
];

function withFirstQuery(
  request: EnvRequest,
  change: (fields: readonly WireField[]) => readonly WireField[],
): Uint8Array {
  let first = true;
  const fields = requestFieldsOf({ ...request, queries: [] });
  const queries = request.queries.map((query) => {
    const changed = first ? change(queryFields(query)) : queryFields(query);
    first = false;
    return lengthField(3, writeFields(changed));
  });
  return writeFields([...fields, ...queries]);
}

function malformed(request: EnvRequest, which: number): FuzzInput {
  const stimulus = malformedProtobuf[which] as (typeof malformedProtobuf)[number];
  const message =
    stimulus.message?.({ path: getEnvVars, message: encodeRequest(request) } as never) ?? new Uint8Array();
  return raw(`malformed protobuf (${stimulus.slug})`, 'unclear', message);
}

type Edit = readonly [at: number, what: number, byte: number];
const edits: Arbitrary<Edit[]> = fc.array(fc.tuple(fc.nat(4095), fc.nat(3), fc.nat(255)), {
  minLength: 1,
  maxLength: 6,
});

/** Changes, inserts or removes bytes, or cuts the rest off. */
function edited(message: Uint8Array, list: readonly Edit[]): Uint8Array {
  const bytes = [...message];
  for (const [at, what, byte] of list) {
    const index = at % (bytes.length + 1);
    if (what === 0) bytes[Math.min(index, Math.max(0, bytes.length - 1))] = byte;
    else if (what === 1) bytes.splice(index, 0, byte);
    else if (what === 2) bytes.splice(index, 1);
    else bytes.length = index;
  }
  return Uint8Array.from(bytes);
}

const wrongField: Arbitrary<WireField> = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, 1, 5), fc.nat(255))
  .map(([number, wireType, n]) => ({
    number,
    wireType,
    data: wireType === 0 ? varint(n) : Buffer.alloc(wireType === 1 ? 8 : 4, n),
  }));

const badUtf8: readonly string[] = [
  'c328',
  'fe',
  'ff',
  'c0af',
  'e0809f',
  'eda080',
  'eda080edb080',
  'f0288c28',
  'f4908080',
  'f8a1a1a1a1',
  '80',
  'e282',
  'c3',
];

function notUtf8(request: EnvRequest, hex: string, where: number): Uint8Array {
  const bad = Buffer.concat([Buffer.from('a'), Buffer.from(hex, 'hex')]);
  if (where === 0) return writeFields([...requestFieldsOf(request), lengthField(1, bad)]);
  if (where === 1) return writeFields([...requestFieldsOf(request), lengthField(5, bad)]);
  if (where === 2)
    return writeFields([
      ...requestFieldsOf(request),
      lengthField(4, writeFields([lengthField(1, bad), textField(2, 'a')])),
    ]);
  return writeFields([
    ...requestFieldsOf(request),
    lengthField(3, writeFields([textField(1, 'A'), lengthField(where === 3 ? 1 : 2, bad)])),
  ]);
}

function groups(depth: number, closed: boolean): Uint8Array {
  return Buffer.from('9303'.repeat(depth) + (closed ? '9403'.repeat(depth) : ''), 'hex');
}
