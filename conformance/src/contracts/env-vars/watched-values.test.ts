import { isUtf8 } from 'node:buffer';
import { expect, it } from 'vitest';
import { createScanner } from '../../leak/scanner.js';
import { WRITERS } from '../../leak/testing/writers.js';
import { scanText } from '../../leak/text.js';
import { emptyProfile, type Profile } from '../../profile/profile.js';
import { nothingFound } from './checks/privacy/search.js';
import { openJournal } from './journal.js';
import { watchedValues } from './watched-values.js';

/** A value whose text nothing else has in any part. */
const distinctValue = (n: number, length: number): string =>
  Array.from({ length: Math.ceil(length / 12) }, (_, i) => `${n}`.padStart(5, 'q') + `${i}`.padStart(7, 'z'))
    .join('')
    .slice(0, length);

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
  expect(watched.reduce((sum, { value }) => sum + value.length, 0)).toBeLessThanOrEqual(40 * 1024);
  const scanner = createScanner({ watched });
  for (const n of [0, count >> 1, count - 1]) {
    const hits = scanText(scanner, 'log', `level=debug got ${values[n]} from the backend`);
    expect(hits.map(({ label }) => label)).toContain(`keys.available[${n}] (app/${n})`);
  }
});

it('few values are watched whole, and in parts that reach from end to end', () => {
  const { watched } = watchedValues(
    openJournal(),
    profileOf([distinctValue(1, 512), distinctValue(2, 4000)]),
  );
  expect(watched.map(({ value }) => value.length)).toEqual([512, 176, 176, 176]);
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

it('a key whose first value comes late is watched too', () => {
  const journal = openJournal();
  for (let n = 0; n < 6000; n++) journal.value(distinctValue(n, 100), 'app/token');
  journal.value(distinctValue(7000, 100), 'app/late');
  const { watched } = watchedValues(journal, emptyProfile);
  expect(watched.map(({ label }) => label)).toContain('the key app/late');
});
