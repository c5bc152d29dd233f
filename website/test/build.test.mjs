import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generated } from '../scripts/lib/folders.mjs';

it('builds from nothing in less than 60 s of processor time', () => {
  const { cpuSeconds } = JSON.parse(readFileSync(join(generated, 'build.json'), 'utf8'));
  expect(cpuSeconds ?? 1).toBeGreaterThan(0);
  expect(cpuSeconds ?? 1).toBeLessThan(60);
});
