import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEndpoint } from '../../../driver/endpoint.js';
import type { FailedRequirement, Trial, TrialResult } from '../../../mutation/trial.js';
import type { Profile } from '../../../profile/profile.js';
import type { CheckEvent, FooterEvent } from '../../../runner/events.js';
import { groupBy } from '../../../runner/group-by.js';
import { run } from '../../../runner/run.js';
import { runDefaults } from '../../../runner/run-options.js';
import { envVarsAt, newestRevision } from '../at-revision.js';
import { ownProfile } from '../own-profile.js';
import { controlsOf } from '../reference-driver/controls.js';
import { startReferenceDriver } from '../reference-driver/start.js';
import { oddities } from './oddities.js';
import { mutants } from './registry.js';
import { changedDriver } from './response-variants.js';

/** A cache that is soon over, so that no trial waits long for it. */
const shortCache = { ttlMs: 300, maxEntries: 10_000 };

/** The seed of every trial that does not bring one: a matrix has to come out the same each time. */
const seed = 1;

/**
 * Runs the suite against the reference driver, with a mutant where the trial names one.
 *
 * @throws Error when there is no such mutant, or the driver does not start
 */
export async function tryMutant(trial: Trial): Promise<TrialResult> {
  const changed = trial.mutant === undefined ? undefined : changedDriver(trial.mutant);
  const mutant = changed?.variation ?? [...mutants, ...oddities].find(({ id }) => id === trial.mutant);
  if (trial.mutant !== undefined && mutant === undefined)
    throw new Error(`no mutant is named ${trial.mutant}`);
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-mutant-'));
  const stateDirectory = join(folder, 'state');
  mkdirSync(stateDirectory);
  const logFile = join(folder, 'driver.log');
  const log = openSync(logFile, 'a');
  const driver = await startReferenceDriver({
    socketPath: join(folder, 'csi.sock'),
    stateDirectory,
    stage: trial.stage,
    metricsPort: 0,
    stopGraceMs: 500,
    cache: shortCache,
    log: (line) => void writeSync(log, `${line}\n`),
    ...(mutant?.server === undefined ? {} : { server: mutant.server }),
    ...(mutant === undefined ? {} : { mutant }),
  });
  try {
    const told = mutant?.profile?.(driver.profile) ?? driver.profile;
    const profile = ownProfile(told, {
      folder,
      logFile,
      stateDirectory,
      metricsUrl: driver.metricsUrl,
      controls: controlsOf(driver),
    });
    const result = await runSuite(trial, driver.endpoint, profile);
    return changed === undefined ? result : { ...result, changed: changed.mutator.changed };
  } finally {
    await driver.stop().catch(() => {});
    closeSync(log);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runSuite(trial: Trial, endpoint: string, profile: Profile): Promise<TrialResult> {
  const contract = envVarsAt(newestRevision);
  const checks: CheckEvent[] = [];
  let footer: FooterEvent | undefined;
  const events = run(
    contract,
    endpoint,
    async () => ({ endpoint: parseEndpoint(endpoint), text: endpoint }),
    {
      ...runDefaults,
      profile,
      seed: trial.shuffle ?? seed,
      shuffle: trial.shuffle !== undefined,
      client: trial.client,
      deadlineMs: trial.deadlineMs,
      selection: { run: trial.run, skip: [] },
      embedded: true,
    },
  );
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
