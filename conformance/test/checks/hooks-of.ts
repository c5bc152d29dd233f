import { controlsOf, hooksFrom } from '../../src/contracts/env-vars/reference-driver/controls.js';
import type { ReferenceDriver } from '../../src/contracts/env-vars/reference-driver/start.js';
import type { Profile } from '../../src/profile/profile.js';

/** The controls of a running reference driver that disturb nothing for long, as hooks of a profile. */
export function hooksOf(driver: ReferenceDriver): Pick<Profile, 'hooks'> {
  const { restart, backendLog } = hooksFrom(controlsOf(driver));
  return { hooks: { restart, backendLog } };
}
