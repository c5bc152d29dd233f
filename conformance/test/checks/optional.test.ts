import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/profile/profile.js';
import { collect } from '../../src/report/collect.js';
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

describe('a profile that lacks what a check of the other stage needs', () => {
  it('leaves that check not applicable, so that nobody is told to mend the profile for it', async () => {
    const change = (profile: Profile): Profile => ({
      ...profile,
      keys: { ...profile.keys, missing: [], failing: [] },
      hooks: {},
    });
    const { events, checks } = await runReference({ stage: 'alpha' }, { only, change });
    const beta = checks.filter(({ requirement }) => requirement === 'optional/missing');
    expect(beta.length).toBeGreaterThan(20);
    expect(new Set(beta.map(({ outcome }) => outcome))).toEqual(new Set(['not-applicable']));
    const report = await collect(Readable.from(events));
    expect(report.requirements.find(({ id }) => id === 'optional/missing')?.outcome).toBe('not-applicable');
    expect(report.checks.filter(({ outcome, member }) => outcome === 'not-applicable' && member)).toEqual([]);
    const ofStage = await runReference({ stage: 'beta' }, { only, change });
    expect(ofStage.check('optional/missing/backend-down')).toMatchObject({ outcome: 'untested' });
  });
});

describe('failing keys that are served', () => {
  it('are a wrong line of the profile, and nobody fails', async () => {
    const change = (profile: Profile): Profile => ({
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
