import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runTrials } from './run-trials.js';
import type { Trial, TrialAnswer, TrialResult } from './trial.js';

/** A worker whose trials do what their mutant's name says. */
const workerText = `
process.on('message', ({ mutant }) => {
  if (mutant === 'dies') process.exit(3);
  if (mutant === 'hangs') return;
  if (mutant === 'fails') return void process.send({ problem: 'it does not start' });
  process.send({ result: { verdict: 'conformant', exitCode: 0, failed: [], errors: [], calls: process.pid, durationMs: 1 } });
});
process.on('disconnect', () => process.exit(0));
`;

async function runAll(
  names: readonly string[],
  { jobs = 1, spends = [] as readonly string[], signal = new AbortController().signal } = {},
): Promise<ReadonlyMap<string | undefined, TrialAnswer>> {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-trials-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const worker = join(folder, 'worker.mjs');
  writeFileSync(worker, workerText);
  const trials = names.map(
    (mutant): Trial => ({ mutant, stage: 'alpha', client: 'wire', run: [], deadlineMs: -14_500 }),
  );
  const answers = new Map<string | undefined, TrialAnswer>();
  await runTrials<Trial, TrialResult>(
    trials,
    {
      worker: pathToFileURL(worker),
      jobs,
      spends: ({ mutant }) => mutant !== undefined && spends.includes(mutant),
      signal,
    },
    ({ mutant }, answer) => answers.set(mutant, answer),
  );
  return answers;
}

const processOf = (answer: TrialAnswer | undefined): number | undefined =>
  answer !== undefined && 'result' in answer ? answer.result.calls : undefined;

describe('trials', () => {
  it('are all answered, in one process after the other or in several', async () => {
    const one = await runAll(['a', 'b', 'c']);
    expect([...one.keys()]).toEqual(['a', 'b', 'c']);
    expect(new Set([...one.values()].map(processOf)).size).toBe(1);
    const several = await runAll(['a', 'b', 'c'], { jobs: 3 });
    expect([...several.keys()].sort()).toEqual(['a', 'b', 'c']);
  });

  it('keep the reason why one gave no result', async () => {
    const answers = await runAll(['fails', 'b']);
    expect(answers.get('fails')).toEqual({ problem: 'it does not start' });
    expect(processOf(answers.get('b'))).toBeGreaterThan(0);
  });

  it.each(['dies', 'hangs'])('go on in another process after one that %s', async (how) => {
    const answers = await runAll(['a', how, 'b']);
    expect(answers.get(how)).toEqual({ problem: 'the process that tried it died or hung' });
    expect(processOf(answers.get('b'))).not.toBe(processOf(answers.get('a')));
    expect(processOf(answers.get('b'))).toBeGreaterThan(0);
  });

  it('have a process of their own after one that spends it', async () => {
    const answers = await runAll(['a', 'b', 'c'], { spends: ['b'] });
    expect(processOf(answers.get('b'))).toBe(processOf(answers.get('a')));
    expect(processOf(answers.get('c'))).not.toBe(processOf(answers.get('a')));
  });

  it('end when they are interrupted', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const answers = await runAll(['hangs', 'b'], { signal: controller.signal });
    expect([...answers.keys()]).toEqual([]);
  });
});
