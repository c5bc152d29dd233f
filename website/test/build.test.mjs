import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generated } from '../scripts/lib/folders.mjs';

/** Processor time that two cores which have nothing else to do give in 60 s, less what they wait for each other and for files. */
const mostCpuSeconds = 100;

it('builds from nothing with the work that two idle cores do in less than 60 s', () => {
  const { cpuSeconds, wallSeconds } = JSON.parse(readFileSync(join(generated, 'build.json'), 'utf8'));
  // The time on the clock depends on what else the machine does, so it is told and not judged.
  console.info(`built in ${wallSeconds} s, with ${cpuSeconds ?? 'an unknown number of'} s of processor time`);
  expect(wallSeconds).toBeGreaterThan(0);
  expect(cpuSeconds ?? 1).toBeGreaterThan(0);
  expect(cpuSeconds ?? 1).toBeLessThan(mostCpuSeconds);
});
