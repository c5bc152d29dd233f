import { expect } from 'vitest';
import { mutants } from '../../src/contracts/env-vars/mutants/registry.js';
import type { ReferenceDriver } from '../../src/contracts/env-vars/reference-driver/start.js';
import type { Hook, Profile } from '../../src/profile/profile.js';
import { runReference } from './run-reference.js';

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

/**
 * Expects a mutant of the registry to fail what it breaks, and no MUST among what is run that it neither breaks nor implies.
 *
 * @param only patterns of checks to run beside those of the broken requirements
 */
export async function expectKilled(id: string, only: readonly string[] = []): Promise<void> {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new Error(`no mutant ${id}`);
  const outcome = await runReference({
    mutant: mutant as never,
    only: [...mutant.breaks.map((requirement) => `${requirement}/**`), ...only],
    profile: (_, driver) => hooksOf(driver),
  });
  const failed = [...outcome.failedMusts, ...outcome.failedShoulds];
  expect(failed).toEqual(expect.arrayContaining([...mutant.breaks]));
  const fair = [...mutant.breaks, ...(mutant.also ?? []).map((also) => also.id)];
  expect(outcome.failedMusts.filter((requirement) => !fair.includes(requirement))).toEqual([]);
}
