import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EmbeddedDriver, Stage } from '../../contract.js';
import { parseEndpoint } from '../../driver/endpoint.js';
import type { Hook } from '../../profile/profile.js';
import type { ProfileFile } from '../../profile/profile-file.js';
import { resolveProfile } from '../../profile/resolve-profile.js';
import type { ReferenceProfile } from './reference-driver/reference-profile.js';

/** What the driver's thread needs to start. */
export interface StartSettings {
  readonly socketPath: string;
  readonly stateDirectory: string;
  readonly stage: Stage;
  readonly logFile: string;
}

/** What the driver's thread says once the driver listens. */
export interface DriverStarted {
  readonly endpoint: string;
  readonly profile: ReferenceProfile;
  readonly metricsUrl?: string;
}

/** What can be asked of the driver's thread. */
export type Control = 'rotate' | 'restart' | 'backendDown' | 'backendUp' | 'backendLog' | 'stop';

export interface ControlRequest {
  readonly id: number;
  readonly control: Control;
}

export type ControlAnswer = { readonly id: number } & (
  | { readonly output: string }
  | { readonly problem: string }
);

/**
 * Starts the reference driver on a socket in a new private folder, in a thread of its own: the suite and the driver share
 * the work of a run, and neither waits for the other's turn.
 */
export async function startEmbeddedDriver(stage: Stage | 'auto'): Promise<EmbeddedDriver> {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const settings: StartSettings = {
    socketPath: join(folder, 'csi.sock'),
    stateDirectory: join(folder, 'state'),
    stage: stage === 'auto' ? 'alpha' : stage,
    logFile: join(folder, 'driver.log'),
  };
  mkdirSync(settings.stateDirectory);
  const worker = new Worker(new URL('./embedded-worker.js', import.meta.url), { workerData: settings });
  const started = await new Promise<DriverStarted>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error("the reference driver's thread ended before it served")));
  });
  const control = remoteControl(worker);
  const hook = (name: Control): Hook => {
    return async () => {
      const answer = await control(name);
      return 'problem' in answer
        ? { ok: false, reason: answer.problem }
        : { ok: true, output: answer.output };
    };
  };
  const hooks = {
    rotate: hook('rotate'),
    restart: hook('restart'),
    backendDown: hook('backendDown'),
    backendUp: hook('backendUp'),
    backendLog: hook('backendLog'),
  };
  const file: ProfileFile = {
    ...started.profile,
    logs: [{ file: settings.logFile }],
    watch: {
      directories: [settings.stateDirectory],
      pid: process.pid,
      ...(started.metricsUrl === undefined ? {} : { metrics: started.metricsUrl }),
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
    endpoint: parseEndpoint(started.endpoint),
    profile: { ...resolved, hooks },
    async stop() {
      await control('stop');
      await worker.terminate();
      remove();
      process.removeListener('exit', remove);
    },
  };
}

/** Sends controls to the driver's thread; a thread that ended answers each with a problem. */
function remoteControl(worker: Worker): (control: Control) => Promise<ControlAnswer> {
  const waiting = new Map<number, (answer: ControlAnswer) => void>();
  let next = 0;
  let gone: string | undefined;
  const end = (why: string): void => {
    gone ??= why;
    for (const [id, settle] of waiting) settle({ id, problem: gone });
    waiting.clear();
  };
  worker.on('message', (answer: ControlAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  worker.on('error', (error: Error) => end(`the reference driver's thread failed: ${error.message}`));
  worker.on('exit', () => end("the reference driver's thread has ended"));
  return (control) =>
    new Promise((resolve) => {
      const id = next++;
      if (gone !== undefined) return resolve({ id, problem: gone });
      waiting.set(id, resolve);
      worker.postMessage({ id, control } satisfies ControlRequest);
    });
}
