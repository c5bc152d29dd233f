import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Hooks } from '../../src/contracts/env-vars/reference-driver/hooks.js';
import { contractLimits, type Limits } from '../../src/contracts/env-vars/reference-driver/limits.js';
import type { ReferenceDriverOptions } from '../../src/contracts/env-vars/reference-driver/options.js';

/** Short calls, so that one without an answer costs little. */
export const limits: Limits = { ...contractLimits, preferredRpcTimeoutSeconds: 1 };

/** Starts the reference driver with hooks that make it hostile. */
export async function serveReference(
  socketPath: string,
  folder: string,
  hooks: Partial<Hooks> = {},
  options: Partial<ReferenceDriverOptions> = {},
): Promise<void> {
  const { startReferenceDriver } = await import('../../src/contracts/env-vars/reference-driver/start.js');
  const stateDirectory = join(folder, 'state');
  mkdirSync(stateDirectory, { recursive: true });
  await startReferenceDriver({ socketPath, stateDirectory, limits, hooks, ...options });
}
