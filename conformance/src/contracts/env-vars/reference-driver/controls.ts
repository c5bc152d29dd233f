import type { Hook, HookName } from '../../../profile/profile.js';
import type { ReferenceDriver } from './start.js';

/** What a profile's hooks do to a driver: each gives the output of its hook. */
export type Controls = Readonly<Record<HookName, () => Promise<string>>>;

/** The controls of a reference driver, under the names of a profile's hooks. */
export function controlsOf(driver: ReferenceDriver): Controls {
  const control = (work: () => unknown) => async (): Promise<string> => {
    const output = await work();
    return typeof output === 'string' ? output : '';
  };
  return {
    rotate: control(() => driver.rotate()),
    restart: control(() => driver.restart()),
    backendDown: control(() => driver.backendDown()),
    backendUp: control(() => driver.backendUp()),
    backendLog: control(() => driver.backendLog().join('\n')),
  };
}

/** Controls as hooks; one that throws has failed. */
export function hooksFrom(controls: Controls): Readonly<Record<HookName, Hook>> {
  const hook =
    (name: HookName): Hook =>
    () =>
      controls[name]().then(
        (output) => ({ ok: true, output }),
        (reason: unknown) => ({ ok: false, reason: (reason as Error).message }),
      );
  return {
    rotate: hook('rotate'),
    restart: hook('restart'),
    backendDown: hook('backendDown'),
    backendUp: hook('backendUp'),
    backendLog: hook('backendLog'),
  };
}
