import { describe, expect, it } from 'vitest';
import { runReference } from '../harness.js';
import { itPasses } from './area-tests.js';

const only = ['optional/**'];

itPasses(only);

describe('the stage of a driver', () => {
  it('decides which checks apply', async () => {
    for (const stage of ['alpha', 'beta'] as const) {
      const { checks } = await runReference({ stage }, { only });
      const passed = new Set(
        checks.filter(({ outcome }) => outcome === 'pass').map(({ requirement }) => requirement),
      );
      expect(passed.has('optional/alpha-ignores')).toBe(stage === 'alpha');
      expect(passed.has('optional/missing')).toBe(stage === 'beta');
    }
  });
});

describe('failing keys that are served', () => {
  it('are a wrong line of the profile, and nobody fails', async () => {
    const change = (
      profile: Parameters<NonNullable<NonNullable<Parameters<typeof runReference>[1]>['change']>>[0],
    ) => ({
      ...profile,
      keys: { ...profile.keys, failing: [{ key: 'app/db/password', parameters: {} }] },
    });
    const { failedMusts, checks } = await runReference(
      { stage: 'beta' },
      { only: [...only, 'errors/backend/**'], change },
    );
    expect(failedMusts).toEqual([]);
    expect(checks.filter(({ outcome }) => outcome === 'error')).toEqual([]);
    expect(
      checks.some(({ outcome, message }) => outcome === 'untested' && message?.includes('keys.failing')),
    ).toBe(true);
  });
});
