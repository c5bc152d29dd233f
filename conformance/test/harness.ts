import { envVarsContract } from '../src/contracts/env-vars/contract.js';
import { requirements } from '../src/gen/requirements.js';
import type { ClientKind } from '../src/driver/client.js';
import { parseEndpoint } from '../src/driver/endpoint.js';
import { emptyProfile, type Profile } from '../src/profile/profile.js';
import type { CheckEvent, FooterEvent, RunEvent } from '../src/runner/events.js';
import { requirementOutcome } from '../src/runner/outcome.js';
import { type RunOptions, run, runDefaults } from '../src/runner/run.js';
import type { Requirement } from '../src/contract.js';

/** What a run of the suite came to. */
export interface Outcome {
  readonly events: readonly RunEvent[];
  readonly checks: readonly CheckEvent[];
  readonly footer: FooterEvent;
  /** Requirements with a failed check, MUSTs only, sorted. */
  readonly failedMusts: readonly string[];
  readonly failedShoulds: readonly string[];
  check(name: string): CheckEvent;
}

/** The contract at its newest revision. */
export const contract = envVarsContract(1, requirements as unknown as readonly Requirement[]);

/** Runs the suite, or a part of it, against a driver that listens already. */
export async function runSuite(
  endpoint: string,
  profile: Partial<Profile> = {},
  options: Partial<RunOptions> & { readonly only?: readonly string[]; readonly client?: ClientKind } = {},
): Promise<Outcome> {
  const { only, ...rest } = options;
  const events: RunEvent[] = [];
  const full: RunOptions = {
    ...runDefaults,
    profile: { ...emptyProfile, ...profile },
    seed: 1,
    ...(only === undefined ? {} : { selection: { run: only, skip: [] } }),
    ...rest,
  };
  for await (const event of run(contract, endpoint, async () => ({ endpoint: parseEndpoint(endpoint), text: endpoint }), full)) {
    events.push(event);
  }
  const checks = events.filter((event): event is CheckEvent => event.type === 'check');
  const failed = (level: 'MUST' | 'SHOULD'): string[] =>
    contract.requirements
      .filter((requirement) => requirement.level === level)
      .filter((requirement) => {
        const own = checks.filter((check) => check.requirement === requirement.id);
        return own.length > 0 && ['fail', 'warn'].includes(requirementOutcome(requirement.level, own));
      })
      .map((requirement) => requirement.id)
      .sort();
  return {
    events,
    checks,
    footer: events.at(-1) as FooterEvent,
    failedMusts: failed('MUST'),
    failedShoulds: failed('SHOULD'),
    check(name) {
      const event = checks.find((check) => check.name === name);
      if (event === undefined) throw new Error(`no check ${name}`);
      return event;
    },
  };
}
