import { describe, expect, it } from 'vitest';
import { runReference } from '../harness.js';

/** A driver that forgets the names of its results on every second call: whatever is compared, one of two answers is wrong. */
const forgetful = (parity: number) => ({
  hooks: {
    oneResult: <T>(result: T, { call }: { readonly call: number }): T =>
      call % 2 === parity ? { ...result, name: '' } : result,
  },
});

/** A driver that gives short names only to those who asked under them before, and long ones to nobody. */
function slowToLearn() {
  const known = new Set<string>();
  return {
    hooks: {
      oneResult: <T>(result: T, { query }: { readonly query: { readonly name: string } }): T => {
        if (known.has(query.name) && query.name.length < 12) return result;
        known.add(query.name);
        return { ...result, name: 'UNKNOWN' };
      },
    },
  };
}

/** Checks that compare answers, beside those of the rule that is broken. */
async function blamed(driver: Parameters<typeof runReference>[0], check: string): Promise<readonly string[]> {
  const { checks, failedMusts } = await runReference(driver, { only: [check, 'ordering/name-echo/**'] });
  const errors = checks.filter(({ outcome }) => outcome === 'error');
  return [...failedMusts, ...errors.map(({ name, message }) => `${name}: ${message}`)];
}

describe('names that are wrong now and then', () => {
  it.each([0, 1])(
    'are not put down to pod_context (%i)',
    async (parity) => {
      expect(await blamed(forgetful(parity), 'request/extra-context/one')).toEqual(['ordering/name-echo']);
    },
    120_000,
  );

  it('are not put down to calls at once', async () => {
    expect(await blamed(slowToLearn(), 'concurrency/isolation/different-keys')).toEqual([
      'ordering/name-echo',
    ]);
  }, 120_000);
});
