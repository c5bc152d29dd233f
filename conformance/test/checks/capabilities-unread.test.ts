import { expect, it } from 'vitest';
import { StatusError, statusCode } from '../../src/contracts/env-vars/reference-driver/status.js';
import { runReference } from './run-reference.js';

it('a driver that does not say what it does is blamed for that alone', async () => {
  const outcome = await runReference({
    driver: () => ({
      hooks: {
        nodeCapabilities: () => {
          throw new StatusError(statusCode.INTERNAL, 'out of order');
        },
      },
    }),
  });
  expect(outcome.failedMusts).toEqual(['identity/stable-capabilities']);
  expect(outcome.check('capability/advertised/listed').blockedBy).toBe('identity/stable-capabilities');
  expect(outcome.footer.reason ?? '').not.toContain('contradict');
  expect(outcome.footer.exitCode).toBe(1);
});
