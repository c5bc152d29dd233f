import { describe, expect, it } from 'vitest';
import { differs, ownTexts } from '../../src/contracts/env-vars/checks/errors/message-shape.js';
import type { Hook } from '../../src/profile/profile.js';
import { runReference } from '../harness.js';
import { itPasses } from './area-tests.js';

const only = ['errors/**'];

itPasses(only);

describe('the page of retriable codes', () => {
  it('is asked for where the profile does not name it', async () => {
    const { check } = await runReference({}, { only, change: (profile) => ({ ...profile, documents: {} }) });
    const { outcome, message } = check('errors/documented-retry/declared');
    expect(outcome).toBe('untested');
    expect(message).toContain('documents.retriableCodes');
  });
});

describe('the backend hooks', () => {
  it('end every outage, also one whose hook failed', async () => {
    const calls: string[] = [];
    const hook =
      (name: string, ok: boolean): Hook =>
      async () => {
        calls.push(name);
        return ok ? { ok, output: '' } : { ok, reason: 'no backend here' };
      };
    const { checks } = await runReference(
      {},
      {
        only: ['errors/backend/down', 'errors/backend/recovers'],
        change: (profile) => ({
          ...profile,
          hooks: { ...profile.hooks, backendDown: hook('down', false), backendUp: hook('up', true) },
        }),
      },
    );
    expect(calls.slice(0, 2)).toEqual(['down', 'up']);
    expect(calls.filter((name) => name === 'down')).toHaveLength(
      calls.filter((name) => name === 'up').length,
    );
    const ran = checks.filter(({ name }) =>
      ['errors/backend/down', 'errors/backend/recovers'].includes(name),
    );
    expect(ran.map(({ outcome }) => outcome)).toEqual(['error', 'error']);
  });
});

describe('the shape of a message', () => {
  const texts = ownTexts(['team/alpha', 'team/omega']);
  const same = (a: string, b: string): readonly [string, string] => [a, b];

  it('does not depend on keys, their segments, digits, and tokens that vary between identical calls', () => {
    for (const [a, b] of [
      ['no access to "team/alpha" (1)', 'no access to "team/omega" (23)'],
      ['alpha of team refused', 'omega of team refused'],
      ['refused: team%2Falpha', 'refused: team%2Fomega'],
    ] as const) {
      expect(differs([same(a, b), same(a, b), same(a, b)], texts)).toBe(false);
    }
    const trace = (id: string): string => `refused (trace ${id})`;
    expect(
      differs(
        [
          same(trace('abcd-ef'), trace('bcde-fa')),
          same(trace('cafe-ba'), trace('fade-be')),
          same(trace('dead-aa'), trace('beef-ff')),
        ],
        texts,
      ),
    ).toBe(false);
  });

  it('differs where words, punctuation or the number of words do, each time', () => {
    for (const [a, b] of [
      ['refused', 'refused.'],
      ['team/alpha is refused', 'team/omega is not known'],
      ['refused', 'refused, though it exists'],
    ] as const) {
      expect(differs([same(a, b), same(a, b), same(a, b)], texts)).toBe(true);
      expect(differs([same(a, b), same(a, a), same(a, b)], texts)).toBe(false);
    }
  });
});
