import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import {
  type ReferenceDriver,
  startReferenceDriver,
} from '../src/contracts/env-vars/reference-driver/start.js';
import { parseEndpoint } from '../src/driver/endpoint.js';
import { fuzzContext } from '../src/fuzz/context.js';
import { emptyProfile } from '../src/profile/profile.js';
import { runDefaults } from '../src/runner/run-options.js';
import { contract } from './harness.js';

let driver: ReferenceDriver | undefined;
let folder: string;
afterEach(async () => {
  await driver?.stop();
  await rm(folder, { recursive: true });
});

/** Whether a driver is found short of time whose Probe takes so long once it was connected to, or has gone by then. */
async function isLaboured(probeMs: number, gone = false): Promise<boolean | undefined> {
  folder = await mkdtemp(join(tmpdir(), 'csi-env-test-'));
  let takesMs = 0;
  driver = await startReferenceDriver({
    socketPath: join(folder, 'csi.sock'),
    stopGraceMs: 0,
    hooks: {
      probe: async (response) => {
        await pause(takesMs, undefined, { ref: false });
        return response;
      },
    },
  });
  const options = { ...runDefaults, profile: emptyProfile, seed: 1, timeoutMs: 150 };
  const target = { endpoint: parseEndpoint(driver.endpoint), text: driver.endpoint };
  const { context, close } = fuzzContext(target, options, new AbortController().signal);
  const session = await contract.open({ ...context, profile: emptyProfile });
  takesMs = probeMs;
  if (gone) await driver.stop();
  const laboured = await session.laboured?.();
  await session.close();
  await close();
  return laboured;
}

it.each([
  ['takes 60 ms for the cheapest call', 60, false, true],
  ['does not answer any more', 60_000, false, false],
  ['has gone', 0, true, false],
])('a driver that %s', async (_, probeMs, gone, laboured) => {
  expect(await isLaboured(probeMs, gone)).toBe(laboured);
});
