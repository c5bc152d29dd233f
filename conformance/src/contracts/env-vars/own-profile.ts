import type { Profile } from '../../profile/profile.js';
import { resolveProfile } from '../../profile/resolve-profile.js';
import { type Controls, hooksFrom } from './reference-driver/controls.js';
import type { ReferenceProfile } from './reference-driver/reference-profile.js';

/** A reference driver that the tool runs within its own process. */
export interface OwnDriver {
  /** Private folder that the driver's paths are relative to. */
  readonly folder: string;
  readonly logFile: string;
  readonly stateDirectory: string;
  readonly metricsUrl: string | undefined;
  readonly controls: Controls;
}

/** The profile of such a driver: what it tells of itself, every place where a value could leak, and its controls as hooks. */
export function ownProfile(told: ReferenceProfile, driver: OwnDriver): Profile {
  const hooks = hooksFrom(driver.controls);
  const resolved = resolveProfile(
    {
      ...told,
      logs: [{ file: driver.logFile }],
      watch: {
        directories: [driver.stateDirectory],
        pid: process.pid,
        ...(driver.metricsUrl === undefined ? {} : { metrics: driver.metricsUrl }),
      },
    },
    {
      folder: driver.folder,
      value: (value) => Buffer.from(value as string),
      providerClass: () => {
        throw new Error('the reference profile has its class inline');
      },
      hook: (name) => hooks[name],
    },
  );
  return { ...resolved, hooks };
}
