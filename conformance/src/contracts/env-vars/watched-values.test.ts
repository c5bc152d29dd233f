import { isUtf8 } from 'node:buffer';
import { expect, it } from 'vitest';
import { preparedBytes } from '../../leak/patterns.js';
import { createScanner, type Scanner } from '../../leak/scanner.js';
import { randomFrom } from '../../leak/testing/noise.js';
import { WRITERS } from '../../leak/testing/writers.js';
import { scanText } from '../../leak/text.js';
import { emptyProfile, type Profile } from '../../profile/profile.js';
import { nothingFound, prepareSearch, type Search } from './checks/privacy/search.js';
import { openJournal } from './journal.js';
import type { Tools } from './tools.js';
import { watchedValues } from './watched-values.js';

/** A value whose text nothing else has in any part. */
const distinctValue = (n: number, length: number): string =>
  Array.from({ length: Math.ceil(length / 12) }, (_, i) => `${n}`.padStart(5, 'q') + `${i}`.padStart(7, 'z'))
    .join('')
    .slice(0, length);

/** Letters and digits in no order. */
function randomValue(seed: number, length: number): string {
  const random = randomFrom(seed);
  const alphabet = 'ghijkmnpqrstuvwxyzGHJKLMNPQRSTUVWXYZ0123456789';
  return Array.from({ length }, () => alphabet[random() % alphabet.length]).join('');
}

function profileOf(values: readonly string[]): Profile {
  const available = values.map((value, i) => ({
    key: `app/${i}`,
    parameters: {},
    volatile: false,
    value: Buffer.from(value),
  }));
  return { ...emptyProfile, keys: { ...emptyProfile.keys, available } };
}

it.each([
  ['187 values of 1,700 bytes', 187, 1700],
  ['900 values of 300 bytes', 900, 300],
])('each of %s is found where it leaks as a whole', (_, count, length) => {
  const values = Array.from({ length: count }, (_, n) => distinctValue(n, length));
  const { watched, left, unwatched } = watchedValues(openJournal(), profileOf(values));
  expect({ left, unwatched }).toEqual({ left: 0, unwatched: 0 });
  const costs = watched.map(({ value, nestedBytes }) => preparedBytes(value.length, nestedBytes as number));
  expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeLessThanOrEqual(40 * 1024);
  const scanner = createScanner({ watched });
  for (const n of [0, count >> 1, count - 1]) {
    const hits = scanText(scanner, 'log', `level=debug got ${values[n]} from the backend`);
    expect(hits.map(({ label }) => label)).toContain(`keys.available[${n}] (app/${n})`);
  }
});

/** Looks for so many characters from each of these places in a value, written in some way. */
function found(scanner: Scanner, value: string, places: readonly number[], write = (text: string) => text) {
  return places.map((from) => {
    const text = `level=debug msg="${write(value.slice(from, from + 20))}"`;
    return scanText(scanner, 'log', text).length > 0;
  });
}
const base64OfHex = (text: string): string =>
  Buffer.from(Buffer.from(text).toString('hex')).toString('base64');

it('of a long value every piece is found, also nested, where no other needs the room', () => {
  const value = randomValue(1, 2048);
  const { watched, inPart, nestedInPart } = watchedValues(openJournal(), profileOf([value]));
  const scanner = createScanner({ watched });
  const places = Array.from({ length: 51 }, (_, i) => i * 40);
  for (const write of [undefined, base64OfHex])
    expect(found(scanner, value, places, write)).toEqual(places.map(() => true));
  expect({ inPart, nestedInPart }).toEqual({ inPart: 0, nestedInPart: 0 });
});

it('of values as long as a payload has room for, every piece is found, and of nested ones those at the ends', () => {
  const values = [1, 2, 3, 4].map((n) => randomValue(n, 16_384));
  const { watched, inPart, nestedInPart } = watchedValues(openJournal(), profileOf(values));
  const scanner = createScanner({ watched });
  for (const value of values) {
    expect(found(scanner, value, [0, 4000, 9001, 16_364])).toEqual([true, true, true, true]);
    expect(found(scanner, value, [0, 9001, 16_364], base64OfHex)).toEqual([true, false, true]);
  }
  expect({ inPart, nestedInPart }).toEqual({ inPart: 0, nestedInPart: 4 });
});

it("where there is no room for all of every value, the profile's are watched whole first", () => {
  const journal = openJournal();
  for (let n = 0; n < 60; n++) journal.value(distinctValue(n, 5000), `app/${n}`);
  const named = [100, 101].map((n) => distinctValue(n, 5000));
  const { watched, inPart, unwatched } = watchedValues(journal, profileOf(named));
  expect(unwatched).toBe(0);
  expect(inPart).toBeGreaterThan(20);
  const whole = watched.filter(({ value }) => value.length === 5000);
  expect(whole.length).toBe(62 - inPart);
  expect(whole.slice(0, 2).map(({ named }) => named)).toEqual([true, true]);
});

it('the verdict says how many values were searched in part', () => {
  const say = (values: readonly string[]): string => {
    const tools = { journal: openJournal(), profile: profileOf(values), facts: { identity: [] } };
    const shared = { memo: new Map(), watch: { earlier: [] }, context: {} };
    const search = prepareSearch({ ...tools, shared } as unknown as Tools) as Search;
    const verdict = nothingFound(search, '10 bytes');
    return verdict.outcome === 'pass' ? (verdict.note ?? '') : verdict.outcome;
  };
  expect(say([distinctValue(1, 30)])).toBe('10 bytes searched for 1 value');
  expect(say([distinctValue(1, 30), distinctValue(2, 16_384)])).toBe(
    '10 bytes searched for 2 values, 1 of them in part where encodings are nested',
  );
  expect(say(Array.from({ length: 3 }, (_, n) => distinctValue(n, 200_000)))).toBe(
    '10 bytes searched for 3 values, 2 of them in part, 1 of them in part where encodings are nested',
  );
});

it('a part of a text beyond ASCII is long enough to be watched', () => {
  const values = Array.from({ length: 500 }, (_, n) => `${'密钥🔑'.repeat(20)}${n}${'秘密🔐'.repeat(20)}`);
  expect(watchedValues(openJournal(), profileOf(values))).toMatchObject({ left: 0, unwatched: 0 });
});

/** Distinct values of so many characters of three bytes. */
const chineseValues = (count: number, characters: number): readonly string[] =>
  Array.from({ length: count }, (_, n) =>
    Array.from({ length: characters }, (_, i) =>
      String.fromCharCode(0x4e00 + ((n * 7919 + i * 131) % 20_000)),
    ).join(''),
  );

it('a long value of Chinese is found where JSON escapes what is not ASCII, and in UTF-16', () => {
  const values = chineseValues(1, 200);
  const { watched } = watchedValues(openJournal(), profileOf(values));
  const scanner = createScanner({ watched });
  for (const writer of ['ascii json', 'utf-16le']) {
    const leak = WRITERS[writer]?.write(Buffer.from(values[0] as string)) as Buffer;
    const stream = scanner.stream('log');
    stream.push(leak);
    expect(stream.end(), writer).not.toEqual([]);
  }
});

it.each([1, 100, 300, 800])('no part of %i values of Chinese begins or ends within a character', (count) => {
  const { watched, unwatched } = watchedValues(openJournal(), profileOf(chineseValues(count, 500)));
  expect(unwatched).toBe(0);
  expect(watched.filter(({ value }) => !isUtf8(value)).length).toBe(0);
});

it('values that are too many are counted, and are no pass', () => {
  const values = Array.from({ length: 1500 }, (_, n) => distinctValue(n, 200));
  const { watched, unwatched, left } = watchedValues(openJournal(), profileOf(values));
  expect(left).toBe(unwatched);
  expect(watched.length + unwatched).toBe(1500);
  expect(unwatched).toBeGreaterThan(0);
  const search = { scanner: createScanner({ watched: [] }), say: '1500 values', unwatched };
  expect(nothingFound(search, '10 bytes')).toMatchObject({ outcome: 'untested' });
  expect(nothingFound({ ...search, unwatched: 0 }, '10 bytes')).toMatchObject({ outcome: 'pass' });
});

it('of values of one key that change without end a sample is enough', () => {
  const journal = openJournal();
  for (let n = 0; n < 3000; n++) journal.value(distinctValue(n, 100), 'app/token');
  const { left, unwatched, watched } = watchedValues(journal, emptyProfile);
  expect(unwatched).toBe(0);
  expect(left).toBeGreaterThan(2000);
  expect(watched.length).toBeGreaterThan(300);
});

it('long values leave room for a sample of those of one key that change without end', () => {
  const journal = openJournal();
  for (let n = 0; n < 60; n++) journal.value(distinctValue(n, 5000), `app/${n}`);
  for (let n = 100; n < 200; n++) journal.value(distinctValue(n, 100), 'app/token');
  const { left, inPart } = watchedValues(journal, emptyProfile);
  expect({ left, inPart }).toEqual({ left: 8, inPart: 60 });
});

it('a key whose first value comes late is watched too', () => {
  const journal = openJournal();
  for (let n = 0; n < 6000; n++) journal.value(distinctValue(n, 100), 'app/token');
  journal.value(distinctValue(7000, 100), 'app/late');
  const { watched } = watchedValues(journal, emptyProfile);
  expect(watched.map(({ label }) => label)).toContain('the key app/late');
});
