import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ending } from '../../src/contract.js';
import type { ReferenceDriverOptions } from '../../src/contracts/env-vars/reference-driver/options.js';
import {
  type ReferenceDriver,
  startReferenceDriver,
} from '../../src/contracts/env-vars/reference-driver/start.js';
import type { Profile } from '../../src/profile/profile.js';
import type { ProfileFile } from '../../src/profile/profile-file.js';
import { resolveProfile } from '../../src/profile/resolve-profile.js';
import type { RunOptions } from '../../src/runner/run-options.js';
import { type Outcome, runSuite } from '../harness.js';

/** What a test says of a run against the reference driver. */
export interface ReferenceRun {
  readonly only?: readonly string[];
  /** Options of the driver; gets its folder. */
  driver?(folder: string): Partial<ReferenceDriverOptions>;
  readonly mutant?: {
    apply(): object;
    profile?(profile: never): unknown;
    readonly server?: 'grpc-js' | 'connect';
    readonly stage?: 'alpha' | 'beta';
  };
  readonly run?: Partial<RunOptions>;
  /** Lets the run end the driver, as it may one that the tool started: called before it ends, and says how it ends. */
  readonly ends?: () => Ending;
  /** Changes to the profile; gets the folder of the driver and the driver. */
  profile?(folder: string, driver: ReferenceDriver): Partial<Profile>;
}

/** Starts the reference driver, runs a part of the suite against it, and stops it. */
export async function runReference(given: ReferenceRun = {}): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'csi-env-test-'));
  const { mutant, ends } = given;
  const driver = await startReferenceDriver({
    socketPath: join(folder, 'csi.sock'),
    ...(mutant?.server === undefined ? {} : { server: mutant.server }),
    ...(mutant?.stage === undefined ? {} : { stage: mutant.stage }),
    ...(mutant === undefined ? {} : { mutant: mutant as never }),
    ...given.driver?.(folder),
  });
  try {
    const file = mutant?.profile?.(driver.profile as never) ?? driver.profile;
    const profile: Profile = resolveProfile(file as ProfileFile, {
      folder,
      value: (value) => Buffer.from(value as string),
      providerClass: () => {
        throw new Error('the reference profile has its class inline');
      },
      hook: () => async () => ({ ok: false, reason: 'no hook' }),
    });
    return await runSuite(
      driver.endpoint,
      { ...profile, ...given.profile?.(folder, driver) },
      {
        ...(given.only === undefined ? {} : { only: given.only }),
        ...(ends === undefined
          ? {}
          : {
              async end() {
                const ending = ends();
                await driver.stop();
                return ending;
              },
            }),
        ...given.run,
      },
    );
  } finally {
    await driver.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
