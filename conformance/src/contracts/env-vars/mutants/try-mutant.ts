import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEndpoint } from '../../../driver/endpoint.js';
import type { FailedRequirement, Trial, TrialResult } from '../../../mutation/trial.js';
import type { HookName, Profile } from '../../../profile/profile.js';
import type { ProfileFile } from '../../../profile/profile-file.js';
import { resolveProfile } from '../../../profile/resolve-profile.js';
import type { CheckEvent, FooterEvent } from '../../../runner/events.js';
import { groupBy } from '../../../runner/group-by.js';
import { run } from '../../../runner/run.js';
import { runDefaults } from '../../../runner/run-options.js';
import { envVarsAt, newestRevision } from '../at-revision.js';
import { type ReferenceDriver, startReferenceDriver } from '../reference-driver/start.js';
import { oddities } from './oddities.js';
import { mutants } from './registry.js';

/** A cache that is soon over, so that no trial waits long for it. */
const shortCache = { ttlMs: 300, maxEntries: 10_000 };

/** The seed of every trial: a matrix has to come out the same each time. */
const seed = 1;

/**
 * Runs the suite against the reference driver, with a mutant where the trial names one.
 *
 * @throws Error when there is no such mutant, or the driver does not start
 */
export async function tryMutant(trial: Trial): Promise<TrialResult> {
  const mutant = [...mutants, ...oddities].find(({ id }) => id === trial.mutant);
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
    const file: ProfileFile = {
      ...told,
      logs: [{ file: logFile }],
      watch: {
        directories: [stateDirectory],
        pid: process.pid,
        ...(driver.metricsUrl === undefined ? {} : { metrics: driver.metricsUrl }),
      },
    };
    return await runSuite(trial, driver, profileOf(file, folder, driver));
  } finally {
    await driver.stop().catch(() => {});
    closeSync(log);
    rmSync(folder, { recursive: true, force: true });
  }
}

function profileOf(file: ProfileFile, folder: string, driver: ReferenceDriver): Profile {
  const controls: Record<HookName, () => unknown> = {
    rotate: () => driver.rotate(),
    restart: () => driver.restart(),
    backendDown: () => driver.backendDown(),
    backendUp: () => driver.backendUp(),
    backendLog: () => driver.backendLog().join('\n'),
  };
  const hook = (name: HookName) => async () => {
    const output = await controls[name]();
    return { ok: true as const, output: typeof output === 'string' ? output : '' };
  };
  const resolved = resolveProfile(file, {
    folder,
    value: (value) => Buffer.from(value as string),
    providerClass: () => {
      throw new Error('the reference profile has its class inline');
    },
    hook,
  });
  return {
    ...resolved,
    hooks: {
      rotate: hook('rotate'),
      restart: hook('restart'),
      backendDown: hook('backendDown'),
      backendUp: hook('backendUp'),
      backendLog: hook('backendLog'),
    },
  };
}

async function runSuite(trial: Trial, driver: ReferenceDriver, profile: Profile): Promise<TrialResult> {
  const contract = envVarsAt(newestRevision);
  const checks: CheckEvent[] = [];
  let footer: FooterEvent | undefined;
  const events = run(
    contract,
    driver.endpoint,
    async () => ({ endpoint: parseEndpoint(driver.endpoint), text: driver.endpoint }),
    {
      ...runDefaults,
      profile,
      seed,
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
