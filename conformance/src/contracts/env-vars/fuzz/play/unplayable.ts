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

/** Why an input cannot be played with this profile and `--safe`; undefined where it can. */
export function whyUnplayable(
  input: EnvInput,
  { known, facts, safe }: Pick<Material, 'known' | 'facts' | 'safe'>,
): string | undefined {
  if (safe && isUnsafe(input, facts.limits.inFlight)) return 'left out by --safe';
  const missing = hooksNeeded(input).find((name) => known.profile.hooks[name] === undefined);
  return missing === undefined ? undefined : `the profile does not say hooks.${missing}`;
}

/** Whether it runs hooks, is more than the driver takes, or is malformed as traffic and not only as a request. */
function isUnsafe(input: EnvInput, inFlight: number): boolean {
  if (input.kind === 'raw') return true;
  if (input.kind !== 'sequence') return false;
  return (
    hooksNeeded(input).length > 0 || input.steps.some((step) => step.do === 'burst' && step.times > inFlight)
  );
}

function hooksNeeded(input: EnvInput): readonly HookName[] {
  return input.kind === 'sequence' ? input.steps.flatMap((step) => hooksOf[step.do] ?? []) : [];
}
