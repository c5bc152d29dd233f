import type { FailedRequirement, Trial, TrialResult } from '../../../mutation/trial.js';
import type { Profile } from '../../../profile/profile.js';
import type { CheckEvent, FooterEvent } from '../../../runner/events.js';
import { groupBy } from '../../../runner/group-by.js';
import { run } from '../../../runner/run.js';
import { type RunTarget, runDefaults } from '../../../runner/run-options.js';
import { envVarsAt, newestRevision } from '../at-revision.js';
import { withMutant } from './with-mutant.js';

/** The seed of every trial that does not bring one: a matrix has to come out the same each time. */
const seed = 1;

/**
 * Runs the suite against the reference driver, with a mutant where the trial names one.
 *
 * @throws Error when there is no such mutant, or the driver does not start
 */
export function tryMutant(trial: Trial): Promise<TrialResult> {
  return withMutant(trial, async (target, profile, changes) => {
    const result = await runSuite(trial, target, profile);
    const changed = changes();
    return changed === undefined ? result : { ...result, changed };
  });
}

async function runSuite(trial: Trial, target: RunTarget, profile: Profile): Promise<TrialResult> {
  const contract = envVarsAt(newestRevision);
  const checks: CheckEvent[] = [];
  let footer: FooterEvent | undefined;
  const events = run(contract, target.text, async () => target, {
    ...runDefaults,
    profile,
    seed: trial.shuffle ?? seed,
    shuffle: trial.shuffle !== undefined,
    client: trial.client,
    deadlineMs: trial.deadlineMs,
    selection: { run: trial.run, skip: [] },
    embedded: true,
  });
  for await (const event of events) {
    if (event.type === 'check') checks.push(event);
    if (event.type === 'footer') footer = event;
  }
  if (footer === undefined) throw new Error('the run has no end');
  const levels = new Map(contract.requirements.map(({ id, level }) => [id, level]));
  const failing = checks.filter(({ outcome }) => outcome === 'fail');
  const failed = [...groupBy(failing, ({ requirement }) => requirement)].map(
    ([id, list]): FailedRequirement => ({
      id,
      level: levels.get(id) ?? 'MUST',
      checks: list.map(({ name }) => name),
    }),
  );
  return {
    verdict: footer.verdict,
    exitCode: footer.exitCode,
    failed,
    errors: checks
      .filter(({ outcome }) => outcome === 'error')
      .map(({ name, message = '' }) => ({ check: name, message })),
    calls: footer.calls,
    durationMs: footer.durationMs,
  };
}
