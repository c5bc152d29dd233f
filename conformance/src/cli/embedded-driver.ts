import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '../contract.js';
import { startReferenceDriver } from '../contracts/env-vars/reference-driver/start.js';
import { type Endpoint, parseEndpoint } from '../driver/endpoint.js';
import type { Hook, Profile } from '../profile/profile.js';
import type { ProfileFile } from '../profile/profile-file.js';
import { resolveProfile } from '../profile/resolve-profile.js';

/** The reference driver inside this process, with the profile that fits it. */
export interface EmbeddedDriver {
  readonly endpoint: Endpoint;
  readonly profile: Profile;
  /** Never rejects. */
  stop(): Promise<void>;
}

/** Starts the reference driver on a socket in a new private folder. */
export async function startEmbeddedDriver(stage: Stage | 'auto'): Promise<EmbeddedDriver> {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const log: string[] = [];
  const driver = await startReferenceDriver({
    socketPath: join(folder, 'csi.sock'),
    stage: stage === 'auto' ? 'alpha' : stage,
    log: (line) => log.push(line),
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
  const resolved = resolveProfile(driver.profile as ProfileFile, {
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
      process.removeListener('exit', remove);
      await driver.stop().catch(() => {});
      remove();
    },
  };
}
