import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isSameOutput } from '../../conformance/test/docs/same-output.ts';
import { sampleFile, sampleRun } from '../scripts/record-run.mjs';

it('data/sample-run.txt is what a run prints, apart from times, counts and the seed; npm run record makes it', () => {
  const shown = readFileSync(sampleFile, 'utf8');
  const printed = sampleRun();
  expect(isSameOutput(shown, printed), printed).toBe(true);
  // The counts of the areas are compared; a sample of another suite is none of this one.
  expect(isSameOutput(shown.replace(/(ordering +)\d+ passed/, '$199 passed'), printed)).toBe(false);
});
