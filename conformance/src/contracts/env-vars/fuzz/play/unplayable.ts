import type { HookName } from '../../../../profile/profile.js';
import type { EnvInput, Step } from '../inputs/input.js';
import type { Material } from '../inputs/material.js';

/** The hooks of the profile that a step runs. */
const hooksOf: Readonly<Partial<Record<Step['do'], readonly HookName[]>>> = {
  rotate: ['rotate'],
  restart: ['restart'],
  // A backend that is taken down has to come up again.
  down: ['backendDown', 'backendUp'],
  up: ['backendUp'],
  log: ['backendLog'],
};

/** Why an input cannot be played with this profile; undefined where it can. */
export function whyUnplayable(input: EnvInput, { known }: Pick<Material, 'known'>): string | undefined {
  const missing = hooksNeeded(input).find((name) => known.profile.hooks[name] === undefined);
  return missing === undefined ? undefined : `the profile does not say hooks.${missing}`;
}

function hooksNeeded(input: EnvInput): readonly HookName[] {
  return input.kind === 'sequence' ? input.steps.flatMap((step) => hooksOf[step.do] ?? []) : [];
}
