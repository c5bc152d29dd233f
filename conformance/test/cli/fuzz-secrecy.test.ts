import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMutant } from '../../src/cli/find-mutant.js';
import { createScanner, isWatchable, type Scanner } from '../../src/leak/scanner.js';
import { scanText } from '../../src/leak/text.js';
import { conformance, driver, freshFolder } from './command.js';

/** Looks for every value of the profile, in every encoding; what is sent in requests is no evidence. */
function scannerFor(profile: Awaited<ReturnType<typeof driver>>['profile']): Scanner {
  const { available, ...others } = profile.keys;
  const sent = JSON.stringify([profile.providerClass, profile.pod, profile.pods, profile.deniedPods, others]);
  const texts = [...available, ...Object.values(others).flat()].flatMap(({ key, parameters = {} }) => [
    key,
    ...Object.entries(parameters).flat(),
  ]);
  return createScanner({
    watched: available.flatMap(({ key, value }) => {
      const bytes = value === undefined ? undefined : Buffer.from(value);
      return bytes !== undefined && isWatchable(bytes) ? [{ value: bytes, label: key }] : [];
    }),
    exempt: [sent, ...texts].map((text) => Buffer.from(text)),
  });
}

/** A line of `--trace`. */
const tracedCall =
  /^fuzz: (NodeGetEnvVars (\d+ quer(y|ies)|\d+ raw bytes?)|Probe) -> [A-Z_]+( \([a-z]+\))? in [\d.]+ ms$/m;

describe('no value of the driver’s is in anything that fuzz, replay or promote write', () => {
  it.each([
    ['a driver that leaks into errors', 'privacy/errors/same-batch', 'privacy/**'],
    ['one that mixes up results', 'ordering/same-order/by-name', 'ordering/**'],
  ])(
    '%s',
    async (_, id, run) => {
      const { endpoint, profile } = await driver({ mutant: findMutant(id) });
      const cwd = freshFolder({ 'p.json': JSON.stringify({ endpoint, ...profile }) });
      const words = ['--profile', 'p.json', '--run', run, '--fuzz-runs', '40', '--seed', '3', '--continue'];
      const more = [
        '--verbose',
        '--trace',
        '--reporter',
        'console',
        '--reporter',
        'json=r.json',
        '--reporter',
        'ndjson=e.ndjson',
      ];
      const fuzzed = await conformance(['fuzz', ...words, ...more], { cwd });
      expect(fuzzed.code).toBe(1);
      const traced = fuzzed.stderr.split('\n').filter((line) => tracedCall.test(line));
      const { calls } = JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8'));
      expect(calls).toBeGreaterThan(40);
      expect(traced.length).toBeGreaterThanOrEqual(calls);
      const files = readdirSync(join(cwd, 'findings')).map((name) => `findings/${name}`);
      expect(files.length).toBeGreaterThan(0);
      const replayed = await conformance(['replay', ...files, '--profile', 'p.json', '--trace'], { cwd });
      expect(replayed.code).toBe(1);
      expect(replayed.stderr).toMatch(tracedCall);
      const promoted = await conformance(['promote', files[0] ?? ''], { cwd });
      const written = [
        ...files,
        'r.json',
        'e.ndjson',
        ...(promoted.code === 0 ? readdirSync(join(cwd, 'cases')).map((name) => `cases/${name}`) : []),
      ];
      const texts = new Map([
        ...[fuzzed, replayed, promoted].flatMap(
          ({ stdout, stderr }, i) =>
            [
              [`stdout ${i}`, stdout],
              [`stderr ${i}`, stderr],
            ] as const,
        ),
        ...written.map((name) => [name, readFileSync(join(cwd, name), 'utf8')] as const),
      ]);
      const scanner = scannerFor(profile);
      for (const [name, text] of texts)
        expect(
          scanText(scanner, name, text).map(({ label }) => label),
          name,
        ).toEqual([]);
      // The search would have found one.
      const planted = profile.keys.available.find(({ key }) => key === 'app/config')?.value ?? '';
      const encoded = Buffer.from(planted).toString('base64');
      expect(scanText(scanner, 'planted', `${texts.get('stdout 0')}\n${encoded}\n`)).not.toEqual([]);
    },
    240_000,
  );
});
