import { describe, expect, it } from 'vitest';
import { changesIn, newChanges } from '../../src/contracts/env-vars/checks/idempotency/no-side-effects.js';
import { hooksOf } from './hooks-of.js';
import { runReference } from './run-reference.js';

const only = ['idempotency/**'];

describe('the checks of idempotency', { timeout: 120_000 }, () => {
  it.each(['wire', 'grpc-js', 'connect'] as const)(
    'pass on the reference driver through %s',
    async (client) => {
      const outcome = await runReference({ only, run: { client }, profile: (_, driver) => hooksOf(driver) });
      const wrong = outcome.checks.filter(
        ({ outcome }) => !['pass', 'skipped', 'not-applicable'].includes(outcome),
      );
      expect(wrong.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
    },
  );

  it('say what the profile lacks for a restart', async () => {
    const outcome = await runReference({ only: ['idempotency/after-restart/**'] });
    const check = outcome.check('idempotency/after-restart/same-results');
    expect(check).toMatchObject({ outcome: 'untested', message: expect.stringContaining('hooks.restart') });
  });

  it('fail a driver that does not come back, and call a hook that fails an error', async () => {
    const restart = (stop: boolean) =>
      runReference({
        only: ['idempotency/after-restart/**'],
        run: { startupTimeoutMs: 300 },
        profile: (_, driver) => ({
          hooks: {
            restart: async () => {
              if (stop) await driver.stop();
              return { ok: false, reason: 'exit status 1' };
            },
          },
        }),
      });
    expect((await restart(true)).check('idempotency/after-restart/same-results').outcome).toBe('fail');
    expect((await restart(false)).check('idempotency/after-restart/same-results').outcome).toBe('error');
  });
});

describe('the log of a backend', () => {
  it('changes nothing by reads and authentication', () => {
    expect([...changesIn('read a\nauth\nREAD b\n\n')]).toEqual([]);
  });

  it('is compared by what was added', () => {
    expect(newChanges('write a\nread b', 'write a\nread b\nread c')).toEqual([]);
    expect(newChanges('write a', 'write a\nwrite a')).toEqual(['write a']);
    expect(newChanges('read a', 'read a\nlease b')).toEqual(['lease b']);
  });
});
