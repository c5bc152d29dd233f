import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scanTracked } from './scan-source.js';
import { createScanner } from './scanner.js';
import type { Source, Tracked } from './sources/source.js';
import { countFalseAlarms } from './testing/count-false-alarms.js';
import { ordinaryLogs } from './testing/ordinary-logs.js';
import { scannerDigest } from './testing/scanner-digest.js';
import { type SecretKind, secret, secretKinds } from './testing/secrets.js';
import { WRITERS } from './testing/writers.js';

/** Encodings of the contract by themselves; every two of them make a nested one. */
const single = [
  ...['plain', 'base64', 'base64url', 'hex', 'upper-case hex', 'percent', 'percent of every byte', 'json'],
  ...['ascii json', 'utf-16le', 'utf-16be', 'reversed'],
];
const ofText = new Set(['percent', 'json', 'ascii json', 'utf-16le', 'utf-16be']);

const write = (name: string, value: Uint8Array): Buffer => WRITERS[name]?.write(value) as Buffer;

/** Whether writing a value twice loses nothing: some encodings take text only. */
function isPossible(outer: string, inner: string, value: string): boolean {
  if (Buffer.byteLength(value) === value.length) return true;
  return !(ofText.has(outer) && (inner.startsWith('utf-16') || inner === 'reversed'));
}

const kinds = fc.constantFrom<SecretKind>(...secretKinds);
const encodings = fc.constantFrom(...single);
const seeds = fc.nat(1_000_000);

it('finds every kind of value in every encoding, also nested once, and says where it is', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(
      kinds,
      seeds,
      encodings,
      encodings,
      fc.integer({ min: 1, max: 5000 }),
      (kind, seed, outer, inner, split) => {
        const value = secret(kind, seed);
        fc.pre(isPossible(outer, inner, value));
        const leak = write(outer, write(inner, Buffer.from(value)));
        const before = Buffer.from(`${ordinaryLogs(seed, seed % 3000)}x=`);
        const text = Buffer.concat([before, leak, Buffer.from(`\n${ordinaryLogs(seed + 1, 300)}`)]);
        const watched = [
          { value: Buffer.from(value), label: 'it', named: true },
          { value: Buffer.from(secret(kind, seed + 1)), label: 'another', named: true },
        ];
        const stream = createScanner({ watched }).stream('log');
        for (let at = 0; at < text.length; at += split) stream.push(text.subarray(at, at + split));
        const hits = stream.end();
        expect(hits.map(({ label }) => label)).toContain('it');
        for (const { label, byteOffset, line, textLength } of hits) {
          expect(label).toBe('it');
          expect(byteOffset).toBeGreaterThanOrEqual(before.length);
          expect(byteOffset + textLength).toBeLessThanOrEqual(before.length + leak.length);
          expect(line).toBe(text.subarray(0, byteOffset).filter((byte) => byte === 10).length + 1);
        }
      },
    ),
    { seed: 20, numRuns: 150 },
  );
});

/** Parts of a log, each in a file of its own. */
function partsOf(text: Uint8Array, cuts: readonly number[], split: number, follows: boolean): Tracked {
  const ends = [...cuts, text.length];
  const parts = ends.map((end, i): Source => {
    const part = text.subarray(ends[i - 1] ?? 0, end);
    return {
      name: `log ${i}`,
      follows,
      async read(push) {
        for (let at = 0; at < part.length; at += split) if (!push(part.subarray(at, at + split))) break;
        return { kind: 'read', bytes: part.length, truncated: false };
      },
    };
  });
  return { name: 'log', changes: async () => ({ kind: 'read', parts, truncated: false }) };
}

it('finds a value that is cut by rotations as it does in one file, and says in which it begins', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      kinds,
      seeds,
      encodings,
      fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.integer({ min: 1, max: 5000 }),
      async (kind, seed, encoding, places, split) => {
        const value = secret(kind, seed);
        const leak = write(encoding, Buffer.from(value));
        const before = Buffer.from(`${ordinaryLogs(seed, seed % 3000)}x=`);
        const text = Buffer.concat([before, leak, Buffer.from(`\n${ordinaryLogs(seed + 1, 300)}`)]);
        const cuts = places
          .map(([within, share]) =>
            within ? before.length + Math.floor(share * leak.length) : Math.floor(share * text.length),
          )
          .sort((a, b) => a - b);
        const scanner = createScanner({ watched: [{ value: Buffer.from(value), label: 'it', named: true }] });
        const whole = scanner.stream('log');
        whole.push(text);
        const { hits } = await scanTracked(scanner, partsOf(text, cuts, split, true));
        const starts = [0, ...cuts];
        const expected = whole.end().map((hit) => {
          const part = starts.findLastIndex((start) => start <= hit.byteOffset);
          const start = starts[part] as number;
          const line = text.subarray(start, hit.byteOffset).filter((byte) => byte === 10).length + 1;
          return { ...hit, source: `log ${part}`, byteOffset: hit.byteOffset - start, line };
        });
        expect(expected.length).toBeGreaterThan(0);
        expect(hits).toEqual(expected);
      },
    ),
    { seed: 22, numRuns: 75 },
  );
});

it('takes nothing together from files that do not follow each other', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, fc.integer({ min: 1, max: 7 }), fc.boolean(), async (seed, length, follows) => {
      const value = secret('generated password', seed);
      const text = Buffer.from(`${ordinaryLogs(seed, 500)}x=${value.slice(0, 2 * length)}`);
      const scanner = createScanner({ watched: [{ value: Buffer.from(value), label: 'it', named: true }] });
      const parts = partsOf(text, [text.length - length], 64, follows);
      const { hits } = await scanTracked(scanner, parts);
      expect(hits.length).toBe(follows && 2 * length >= 8 ? 1 : 0);
    }),
    { seed: 23, numRuns: 100 },
  );
});

it('finds nothing in logs without a value', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, seeds), { minLength: 1, maxLength: 8 }), seeds, (values, seed) => {
      const watched = values.map(([kind, own]) => ({
        value: Buffer.from(secret(kind, own)),
        label: kind,
        named: true,
      }));
      const stream = createScanner({ watched }).stream('log');
      stream.push(Buffer.from(ordinaryLogs(seed, 20_000)));
      expect(stream.end()).toEqual([]);
    }),
    { seed: 21, numRuns: 40 },
  );
});

it('gives no false alarm in 16 MB of ordinary logs', { timeout: 240_000 }, () => {
  const { alarms, byKind, planted } = countFalseAlarms({ megabytes: 16, values: 140 });
  expect(byKind).toEqual({});
  expect(alarms).toBe(0);
  expect(planted).toEqual({ values: 140, found: 140 });
});

it('gave one false alarm at most in the gigabyte that was searched last', () => {
  const { megabytes, values, alarmsPerGigabyte, planted, scanner } = JSON.parse(
    readFileSync(new URL('../../false-alarms.json', import.meta.url), 'utf8'),
  );
  expect({ megabytes, values, planted }).toEqual({
    megabytes: 1024,
    values: 1000,
    planted: { values: 1000, found: 1000 },
  });
  expect(alarmsPerGigabyte).toBeLessThanOrEqual(1);
  // Of another scanner it says nothing: node scripts/false-alarms.js --update.
  expect(scanner).toBe(scannerDigest(fileURLToPath(new URL('.', import.meta.url))));
});

it('takes no single ordinary word for a leak, and words put together for one', () => {
  const log = 'env=production db=postgres host=localhost password=*** region east correct-horse-battery';
  const found = (value: string): boolean => {
    const watched = [{ value: Buffer.from(value), label: 'it', named: true }];
    const stream = createScanner({ watched }).stream('log');
    stream.push(Buffer.from(log));
    return stream.end().length > 0;
  };
  for (const word of ['production', 'postgres', 'localhost', 'password']) expect(found(word)).toBe(false);
  expect(found('correct-horse-battery')).toBe(true);
});
