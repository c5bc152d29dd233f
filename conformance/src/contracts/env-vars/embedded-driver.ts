import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EmbeddedDriver, Ending, Stage } from '../../contract.js';
import { parseEndpoint } from '../../driver/endpoint.js';
import type { HookName } from '../../profile/profile.js';
import { within } from '../../within.js';
import { ownProfile } from './own-profile.js';
import type { Controls } from './reference-driver/controls.js';
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
export type Control = HookName | 'stop';

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
  const controls: Controls = {
    rotate: () => control('rotate'),
    restart: () => control('restart'),
    backendDown: () => control('backendDown'),
    backendUp: () => control('backendUp'),
    backendLog: () => control('backendLog'),
  };
  const { logFile, stateDirectory } = settings;
  const { metricsUrl } = started;
  let ended: Promise<Ending> | undefined;
  const end = (): Promise<Ending> => {
    // A server of grpc-js does not always tell that it has ended.
    ended ??= within(
      3000,
      control('stop').catch(() => {}),
    ).then(() => 'ended');
    return ended;
  };
  return {
    endpoint: parseEndpoint(started.endpoint),
    profile: ownProfile(started.profile, { folder, logFile, stateDirectory, metricsUrl, controls }),
    end,
    async stop() {
      await end();
      await worker.terminate();
      remove();
      process.removeListener('exit', remove);
    },
  };
}

/** Sends controls to the driver's thread, and gives their output; rejects where one fails, and all once the thread has ended. */
function remoteControl(worker: Worker): (control: Control) => Promise<string> {
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
    new Promise((resolve, reject) => {
      const id = next++;
      if (gone !== undefined) return reject(new Error(gone));
      waiting.set(id, (answer) =>
        'problem' in answer ? reject(new Error(answer.problem)) : resolve(answer.output),
      );
      worker.postMessage({ id, control } satisfies ControlRequest);
    });
}
