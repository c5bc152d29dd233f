import { describe, expect, it } from 'vitest';
import { StatusError, statusCode } from '../../src/contracts/env-vars/reference-driver/status.js';
import { hooksOf } from './hooks-of.js';
import { runReference } from './run-reference.js';

const only = ['authorization/**'];

describe('the checks of authorization', { timeout: 120_000 }, () => {
  it('pass on the reference driver', async () => {
    const outcome = await runReference({ only, profile: (_, driver) => hooksOf(driver) });
    const wrong = outcome.checks.filter(
      ({ outcome }) => !['pass', 'skipped', 'not-applicable'].includes(outcome),
    );
    expect(wrong.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
  });

  it('do not judge odd spellings where the class has no lists', async () => {
    const outcome = await runReference({
      only,
      profile: () => ({ providerClass: { name: 'reference-class', parameters: {} }, deniedPods: [] }),
    });
    const spelled = outcome.checks.filter(({ name }) => name.includes('-spelled/'));
    expect(new Set(spelled.map((check) => check.outcome))).toEqual(new Set(['not-applicable']));
    expect(outcome.check('authorization/namespace/by-itself').outcome).toBe('untested');
  });

  it('leave the code of a refusal to errors/permission-denied', async () => {
    const outcome = await runReference({
      only: [...only, 'errors/permission-denied/**'],
      driver: () => ({
        hooks: {
          status: (status) =>
            status.code === statusCode.PERMISSION_DENIED
              ? new StatusError(statusCode.UNAUTHENTICATED, status.message)
              : status,
        },
      }),
    });
    expect(outcome.failedMusts).toEqual(['errors/permission-denied']);
    expect(outcome.check('authorization/field/denied-spelled/leading-slash').blockedBy).toBe(
      'errors/permission-denied',
    );
  });

  it('fail a refusal of an odd spelling with a code of its own', async () => {
    const outcome = await runReference({
      only: ['authorization/field/**'],
      driver: () => ({
        hooks: {
          authorize: (refusals, { request }) => {
            if (request.queries.some(({ key }) => key.startsWith('/')))
              throw new StatusError(statusCode.UNKNOWN, 'what is this');
            return refusals;
          },
        },
      }),
    });
    expect(outcome.check('authorization/field/denied-spelled/leading-slash').outcome).toBe('fail');
    expect(outcome.check('authorization/field/denied-spelled/trailing-slash').outcome).toBe('pass');
  });
});
