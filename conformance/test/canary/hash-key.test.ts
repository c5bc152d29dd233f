import type * as crypto from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { referenceProfile } from '../../src/contracts/env-vars/reference-driver/reference-profile.js';
import { StatusError, statusCode } from '../../src/contracts/env-vars/reference-driver/status.js';
import { token } from '../../src/leak/redact.js';
import { createScanner } from '../../src/leak/scanner.js';
import { scanText } from '../../src/leak/text.js';
import { defaultRenderOptions } from '../../src/report/reporter.js';
import { loadReporter, reporterNames } from '../../src/report/reporters.js';
import { driver, freshFolder } from '../cli/command.js';
import { type Outcome, profileOf, runSuite } from '../harness.js';

/** Keys that runs drew. */
const keys: Buffer[] = [];

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  return {
    ...real,
    randomBytes(size: number) {
      const bytes = real.randomBytes(size);
      if (size === 32) keys.push(bytes);
      return bytes;
    },
  };
});
beforeEach(() => {
  keys.length = 0;
});
afterAll(() => vi.restoreAllMocks());

const value = referenceProfile.keys.available[0]?.value ?? '';

/** A run against a driver that tells the same value with each failure, and the key of its hashes. */
async function runOnce(): Promise<{ readonly outcome: Outcome; readonly key: Buffer }> {
  const running = await driver({
    socketPath: join(freshFolder(), 'csi.sock'),
    hooks: { status: () => new StatusError(statusCode.INTERNAL, `cannot read: ${value}`) },
  });
  const outcome = await runSuite(running.endpoint, profileOf(running), { only: ['errors/not-found/**'] });
  expect(keys).toHaveLength(1);
  return { outcome, key: keys.pop() as Buffer };
}

async function* from<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

it('a value has another hash in each run, and the key of a run is in no report', {
  timeout: 240_000,
}, async () => {
  const runs = [await runOnce(), await runOnce()];
  const hashes = runs.map(({ key }) => token(key, Buffer.from(value)));
  expect(hashes[0]).not.toBe(hashes[1]);
  for (const [i, { outcome, key }] of runs.entries()) {
    const text = JSON.stringify(outcome.events);
    expect(text).toContain(hashes[i]);
    expect(text).not.toContain(hashes[1 - i]);
    const scanner = createScanner({ watched: [{ value: key, label: 'the key', named: true }], strict: true });
    for (const name of reporterNames) {
      const { render } = await loadReporter(name);
      let report = '';
      for await (const part of render(from(outcome.events), { ...defaultRenderOptions, verbose: true }))
        report += part;
      expect(report).not.toBe('');
      expect(scanText(scanner, name, report)).toEqual([]);
    }
  }
});
