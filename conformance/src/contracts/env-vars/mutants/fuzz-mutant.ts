import { campaign } from '../../../fuzz/campaign.js';
import { campaignDefaults } from '../../../fuzz/campaign-options.js';
import type { FuzzTrial, FuzzTrialResult } from '../../../mutation/fuzz-trial.js';
import type { Profile } from '../../../profile/profile.js';
import type { RunTarget } from '../../../runner/run-options.js';
import { envVarsAt, newestRevision } from '../at-revision.js';
import { withMutant } from './with-mutant.js';

/**
 * Fuzzes the reference driver, with a mutant where the trial names one, until it is found or the inputs are used up.
 *
 * @throws Error when there is no such mutant, or the driver does not start
 */
export function fuzzMutant(trial: FuzzTrial): Promise<FuzzTrialResult> {
  return withMutant(trial, (target, profile) => hunt(trial, target, profile));
}

async function hunt(trial: FuzzTrial, target: RunTarget, profile: Profile): Promise<FuzzTrialResult> {
  const others = new Set<string>();
  const flaky = new Set<string>();
  let played = 0;
  const events = campaign(envVarsAt(newestRevision), target.text, async () => target, {
    ...campaignDefaults,
    profile,
    seed: trial.seed,
    client: trial.client,
    stage: trial.stage,
    deadlineMs: trial.deadlineMs,
    // What is left of the deadline is for findings, and for a driver that is slow.
    budget: { runs: trial.fuzzRuns, timeMs: trial.deadlineMs * 0.75 },
    keepOn: true,
    onProgress: ({ inputs }) => {
      played = inputs;
    },
  });
  let calls = 0;
  let reason: string | undefined;
  for await (const event of events) {
    if (event.type === 'footer') {
      calls = event.calls;
      reason = event.verdict === 'unclear' ? event.reason : undefined;
    }
    if (event.type !== 'finding' || event.finding.kind !== 'breach') continue;
    const { requirement, phase, flaky: unsure } = event.finding;
    if (unsure) flaky.add(requirement);
    else if (!trial.breaks.includes(requirement)) others.add(requirement);
    else
      return { found: { requirement, inputs: played, phase }, ...sums(others, flaky), inputs: played, calls };
  }
  return { ...sums(others, flaky), inputs: played, calls, ...(reason === undefined ? {} : { reason }) };
}

function sums(
  others: ReadonlySet<string>,
  flaky: ReadonlySet<string>,
): Pick<FuzzTrialResult, 'others' | 'flaky'> {
  return { others: [...others], flaky: [...flaky].filter((id) => !others.has(id)) };
}
