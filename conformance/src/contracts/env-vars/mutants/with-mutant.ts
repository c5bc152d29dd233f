import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ending, OutputChunk, SpawnedDriver, Stage } from '../../../contract.js';
import { parseEndpoint } from '../../../driver/endpoint.js';
import type { Profile } from '../../../profile/profile.js';
import type { RunTarget } from '../../../runner/run-options.js';
import { ownProfile } from '../own-profile.js';
import { controlsOf } from '../reference-driver/controls.js';
import { type ReferenceDriver, startReferenceDriver } from '../reference-driver/start.js';
import { oddities } from './oddities.js';
import { mutants } from './registry.js';
import { changedDriver } from './response-variants.js';

/** A cache that is soon over, so that no trial waits long for it. */
const shortCache = { ttlMs: 300, maxEntries: 10_000 };

/**
 * Starts the reference driver, with a mutant, an oddity or a change of answers where one is named, hands over where it is
 * reached, its profile and a count of the answers that were changed, and stops it.
 *
 * @throws Error when there is no such mutant, or the driver does not start
 */
export async function withMutant<T>(
  trial: { readonly mutant?: string; readonly stage: Stage },
  use: (target: RunTarget, profile: Profile, changes: () => number | undefined) => Promise<T>,
): Promise<T> {
  const changed = trial.mutant === undefined ? undefined : changedDriver(trial.mutant);
  const mutant = changed?.variation ?? [...mutants, ...oddities].find(({ id }) => id === trial.mutant);
  if (trial.mutant !== undefined && mutant === undefined)
    throw new Error(`no mutant is named ${trial.mutant}`);
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-mutant-'));
  const stateDirectory = join(folder, 'state');
  mkdirSync(stateDirectory);
  const logFile = join(folder, 'driver.log');
  const log = openSync(logFile, 'a');
  const logsTo = mutant !== undefined && 'logsTo' in mutant ? mutant.logsTo : undefined;
  const stream = logsTo === 'command' ? undefined : logsTo;
  const output: OutputChunk[] = [];
  const driver = await startReferenceDriver({
    socketPath: join(folder, 'csi.sock'),
    stateDirectory,
    stage: trial.stage,
    metricsPort: 0,
    stopGraceMs: 500,
    cache: shortCache,
    log(line) {
      if (stream === undefined) writeSync(log, `${line}\n`);
      else output.push({ stream, bytes: Buffer.from(`${line}\n`) });
    },
    ...(mutant?.server === undefined ? {} : { server: mutant.server }),
    ...(mutant === undefined ? {} : { mutant }),
  });
  let ended: Promise<Ending> | undefined;
  const end = (): Promise<Ending> => {
    ended ??= driver
      .stop()
      .catch(() => {})
      .then(() => 'ended');
    return ended;
  };
  try {
    const told = mutant?.profile?.(driver.profile) ?? driver.profile;
    const own = ownProfile(told, {
      folder,
      logFile,
      stateDirectory,
      metricsUrl: driver.metricsUrl,
      controls: controlsOf(driver),
    });
    const profile = logsTo === 'command' ? { ...own, logs: [{ command: `cat '${logFile}'` }] } : own;
    const target = {
      endpoint: parseEndpoint(driver.endpoint),
      text: driver.endpoint,
      ...(stream === undefined ? {} : { spawned: asSpawned(driver, output) }),
      end,
    };
    return await use(target, profile, () => changed?.mutator.changed);
  } finally {
    await end();
    closeSync(log);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The driver of this process as one that the tool started. */
function asSpawned(driver: ReferenceDriver, output: readonly OutputChunk[]): SpawnedDriver {
  let baselineBytes = 0;
  const none = { bytes: 0, lines: 0 };
  return {
    pid: process.pid,
    processes: () => [],
    output: () => output,
    dropped: { stdout: none, stderr: none },
    get baselineBytes() {
      return baselineBytes;
    },
    markBaseline() {
      baselineBytes = output.reduce((sum, { bytes }) => sum + bytes.length, 0);
    },
    exited: () => undefined,
    restart: async () => void (await controlsOf(driver).restart()),
  };
}
