import { describe, expect, it } from 'vitest';
import { contractLimits } from '../../src/contracts/env-vars/reference-driver/limits.js';
import { hooksOf } from './hooks-of.js';
import { runReference } from './run-reference.js';

const only = ['concurrency/**'];
const fine = ['pass', 'skipped', 'not-applicable'];

describe('the checks of concurrency', { timeout: 120_000 }, () => {
  it.each(['grpc-js', 'connect'] as const)('pass on the reference driver on %s', async (server) => {
    const outcome = await runReference({
      only,
      driver: () => ({ server }),
      profile: (_, driver) => hooksOf(driver),
    });
    const wrong = outcome.checks.filter((check) => !fine.includes(check.outcome));
    expect(wrong.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
    expect(outcome.failedShoulds).toEqual([]);
  });

  it.each(['refuse', 'queue'] as const)(
    'pass on a driver that takes one call at a time and has the others %s',
    async (inFlightMode) => {
      const limits = { ...contractLimits, maxInflightRequests: 1 };
      const outcome = await runReference({ only, driver: () => ({ inFlightMode, limits }) });
      expect([...outcome.failedMusts, ...outcome.failedShoulds]).toEqual([]);
      expect(outcome.check('concurrency/isolation/different-keys').outcome).toBe('not-applicable');
      expect(outcome.check('concurrency/in-flight/at-once').outcome).toBe('pass');
    },
  );
});
