import fc from 'fast-check';
import type { Key } from '../../../../profile/profile.js';
import { type Spelling, spellings } from '../../checks/authorization/spellings.js';
import { utf8Length } from '../../judge.js';
import type { Query } from '../../request.js';
import { limits } from '../model/violations.js';
import { attackTexts } from './attacks.js';
import { flags, naming, picksOf, queriesOf, surround, surroundings } from './drafts.js';
import { everyOk, type Family } from './family.js';
import { callInput, type Material } from './material.js';

const failingReaches: readonly string[] = [
  ...everyOk,
  'ordering/duplicate-names',
  'values/exact',
  'batch/all-or-nothing',
  'batch/scales',
  'errors/not-found',
  'errors/permission-denied',
  'errors/backend',
  'errors/precedence',
  'errors/no-existence-oracle',
  'authorization/field',
  'optional/missing',
  'optional/required-fails',
  'optional/all-missing',
  'optional/not-a-bypass',
  'optional/error-size',
  'optional/alpha-ignores',
];

/** Queries that fail, alone and among others, required and optional; and keys in every spelling. */
export function failingFamilies(material: Material): readonly Family[] {
  const families: Family[] = [];
  const kinds = [material.missing, material.denied, material.oversized, material.failing];
  if (kinds.some((list) => list.length > 0)) families.push(failing(material), nothingBut(material));
  families.push(spelled(material));
  if (material.missing.length > 0) families.push(longKeys(material));
  return families;
}

/** A key of a kind: backends that fail may take their time, so those are asked for seldom. */
function failingKey({ missing, denied, oversized, failing }: Material): fc.Arbitrary<Key> {
  const of = (weight: number, keys: readonly Key[]) =>
    keys.length === 0 ? [] : [{ weight, arbitrary: fc.constantFrom(...keys) }];
  return fc.oneof(...of(30, missing), ...of(20, denied), ...of(4, oversized), ...of(3, failing));
}

function failing(material: Material): Family {
  const { good } = material;
  return {
    name: 'failing',
    weight: 24,
    reaches: failingReaches,
    arbitrary: fc
      .tuple(
        picksOf(good.length, 0),
        fc.array(fc.tuple(fc.nat(63), failingKey(material)), { minLength: 1, maxLength: 3, size: 'max' }),
        naming,
        flags,
        surroundings,
      )
      .map(([picks, faults, how, bits, around]) => {
        const keys: Key[] = picks.map((pick) => good[pick] as Key);
        for (const [at, key] of faults) keys.splice(at % (keys.length + 1), 0, key);
        return callInput(
          'fuzz',
          'a batch with queries that fail',
          surround(material.request(queriesOf(keys, how, bits)), around),
        );
      }),
  };
}

/** optional/all-missing, and missing keys by themselves. */
function nothingBut(material: Material): Family {
  const keys = [...material.missing, ...material.denied.slice(0, 2)];
  const list = keys.length > 0 ? keys : [...material.oversized, ...material.failing];
  return {
    name: 'nothing-but-failing',
    weight: 6,
    reaches: failingReaches,
    arbitrary: fc.tuple(picksOf(list.length), naming, flags).map(([picks, how, bits]) =>
      callInput(
        'fuzz',
        'nothing but queries that fail',
        material.request(
          queriesOf(
            picks.map((pick) => list[pick] as Key),
            how,
            bits,
          ),
        ),
      ),
    ),
  };
}

/** Any character that UTF-8 can carry; drawn by number, since what a library calls a character may change with the Unicode version. */
const anyCharacter = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 0x24f }) },
    { weight: 2, arbitrary: fc.integer({ min: 0x250, max: 0xd7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0xe000, max: 0x10ffff }) },
  )
  .map((point) => String.fromCodePoint(point));

/** Keys spelled oddly: every spelling of every key, one upon another, and attack texts within and around. */
function spelled(material: Material): Family {
  const { good, missing, denied } = material;
  const plain: readonly Key[] = [...denied, ...denied, ...good.slice(0, 12), ...missing];
  const pick = fc.nat(plain.length - 1);
  const allowed = fc.nat(good.length - 1);
  const odd: fc.Arbitrary<Query> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(pick, allowed, fc.nat(spellings.length - 1))
        .map(([key, from, how]) =>
          spell(plain[key] as Key, (good[from] as Key).key, spellings[how] as Spelling),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(pick, allowed, fc.nat(spellings.length - 1), fc.nat(spellings.length - 1))
        .map(([key, from, first, second]) => {
          const base = (good[from] as Key).key;
          return spell(
            { ...(plain[key] as Key), key: spell(plain[key] as Key, base, spellings[first] as Spelling).key },
            base,
            spellings[second] as Spelling,
          );
        }),
    },
    {
      weight: 4,
      arbitrary: fc.tuple(pick, fc.constantFrom(...attackTexts), fc.nat(80)).map(([key, text, at]) => {
        const { key: whole, parameters } = plain[key] as Key;
        const points = [...whole];
        const cut = at % (points.length + 1);
        return query(`${points.slice(0, cut).join('')}${text}${points.slice(cut).join('')}`, parameters);
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom(...attackTexts).map((text) => query(text, {})) },
    {
      weight: 1,
      arbitrary: fc
        .string({ unit: anyCharacter, minLength: 1, maxLength: 40, size: 'max' })
        .map((text) => query(text, {})),
    },
  );
  return {
    name: 'spelled',
    weight: 14,
    reaches: [
      ...everyOk,
      'authorization/field',
      'batch/all-or-nothing',
      'errors/permission-denied',
      'errors/precedence',
      'optional/not-a-bypass',
    ],
    arbitrary: fc
      .tuple(odd, fc.nat(3), fc.array(allowed, { maxLength: 3 }), fc.nat(3))
      .map(([one, at, others, optional]) => {
        const queries = queriesOf(
          others.map((index) => good[index] as Key),
          { style: 'plain' },
          0,
        );
        queries.splice(at % (queries.length + 1), 0, optional === 0 ? { ...one, optional: true } : one);
        return callInput('fuzz', 'a key in an odd spelling', material.request(queries));
      }),
  };
}

function spell({ key, parameters }: Key, allowed: string, spelling: Spelling): Query {
  return query(spelling.spell(key, allowed) ?? key, parameters);
}

function query(key: string, parameters: Key['parameters']): Query {
  const fits = key !== '' && utf8Length(key) <= limits.key ? key : key.slice(0, 200) || 'x';
  return {
    name: 'CSI_ENV_ODD',
    key: wellFormed(fits),
    ...(Object.keys(parameters).length > 0 ? { parameters: { ...parameters } } : {}),
  };
}

/** request/legal-served: listed missing keys whose last segment is longer, up to the limit. */
function longKeys(material: Material): Family {
  const { missing } = material;
  return {
    name: 'long-keys',
    weight: 4,
    reaches: everyOk,
    arbitrary: fc
      .array(fc.tuple(fc.nat(missing.length - 1), fc.integer({ min: 1, max: limits.key })), {
        minLength: 1,
        maxLength: 3,
        size: 'max',
      })
      .map((list) =>
        callInput(
          'fuzz',
          'long keys that do not exist',
          material.request(
            list.map(([pick, size], index) => {
              const { key, parameters } = missing[pick] as Key;
              return {
                ...query(key.padEnd(Math.max(size, key.length + 1), 'a').slice(0, limits.key), parameters),
                name: `CSI_ENV_${index}`,
              };
            }),
          ),
        ),
      ),
  };
}

/** The text with U+FFFD for what no UTF-8 can carry: pieces of a text may be cut within a character. */
function wellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}
