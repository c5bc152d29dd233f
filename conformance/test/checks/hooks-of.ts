import type { ReferenceDriver } from '../../src/contracts/env-vars/reference-driver/start.js';
import type { Hook, Profile } from '../../src/profile/profile.js';

/** The controls of a running reference driver as hooks of a profile. */
export function hooksOf(driver: ReferenceDriver): Pick<Profile, 'hooks'> {
  const hook =
    (work: () => unknown): Hook =>
    async () => {
      const output = await work();
      return { ok: true, output: typeof output === 'string' ? output : '' };
    };
  return {
    hooks: {
      restart: hook(() => driver.restart()),
      backendLog: hook(() => driver.backendLog().join('\n')),
    },
  };
}
