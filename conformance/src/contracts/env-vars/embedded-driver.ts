import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedDriver, Stage } from '../../contract.js';
import { parseEndpoint } from '../../driver/endpoint.js';
import type { Hook } from '../../profile/profile.js';
import type { ProfileFile } from '../../profile/profile-file.js';
import { resolveProfile } from '../../profile/resolve-profile.js';
import { startReferenceDriver } from './reference-driver/start.js';

/** Starts the reference driver on a socket in a new private folder. */
export async function startEmbeddedDriver(stage: Stage | 'auto'): Promise<EmbeddedDriver> {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const logFile = join(folder, 'driver.log');
  const stateDirectory = join(folder, 'state');
  mkdirSync(stateDirectory);
  const log = openSync(logFile, 'a');
  const driver = await startReferenceDriver({
    socketPath: join(folder, 'csi.sock'),
    stateDirectory,
    stage: stage === 'auto' ? 'alpha' : stage,
    metricsPort: 0,
    log: (line) => void writeSync(log, `${line}\n`),
  });
  const hook = (work: () => unknown): Hook => {
    return async () => {
      const output = await work();
      return { ok: true, output: typeof output === 'string' ? output : '' };
    };
  };
  const hooks = {
    rotate: hook(() => driver.rotate()),
    restart: hook(() => driver.restart()),
    backendDown: hook(() => driver.backendDown()),
    backendUp: hook(() => driver.backendUp()),
    backendLog: hook(() => driver.backendLog().join('\n')),
  };
  const file: ProfileFile = {
    ...driver.profile,
    logs: [{ file: logFile }],
    watch: {
      directories: [stateDirectory],
      pid: process.pid,
      ...(driver.metricsUrl === undefined ? {} : { metrics: driver.metricsUrl }),
    },
  };
  const resolved = resolveProfile(file, {
    folder,
    value: (value) => Buffer.from(value as string),
    providerClass: () => {
      throw new Error('the reference profile has its class inline');
    },
    hook: (name) => hooks[name],
  });
  return {
    endpoint: parseEndpoint(driver.endpoint),
    profile: { ...resolved, hooks },
    async stop() {
      await driver.stop().catch(() => {});
      closeSync(log);
      remove();
      process.removeListener('exit', remove);
    },
  };
}
