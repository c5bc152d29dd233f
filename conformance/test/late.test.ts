import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { contractLimits } from '../src/contracts/env-vars/reference-driver/limits.js';
import { runReference } from './harness.js';

/** A driver that stands still for some time from such a call on, and tells those who wait longer than its hint that it is unavailable. */
function standsStillOnce(from: number) {
  let calls = 0;
  let until = 0;
  return {
    limits: { ...contractLimits, preferredRpcTimeoutSeconds: 1 },
    hooks: {
      authorize: async <T>(refusals: T): Promise<T> => {
        if (++calls === from) until = performance.now() + 850;
        await pause(Math.max(0, until - performance.now()));
        return refusals;
      },
    },
  };
}

it.each([2, 30])(
  'a driver that stands still from its call %i on is judged all the same',
  async (call) => {
    const { checks, failedMusts } = await runReference(standsStillOnce(call), {
      only: ['{ordering,optional}/**', 'request/{env-name,field-size,required-fields}/**'],
    });
    expect(failedMusts).toEqual([]);
    expect(checks.filter(({ outcome }) => outcome === 'error' || outcome === 'untested')).toEqual([]);
    expect(checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(10);
  },
  60_000,
);
