import { availableParallelism } from 'node:os';
import { runTrials } from '../mutation/run-trials.js';
import type { Trial, TrialAnswer } from '../mutation/trial.js';
import { progressDisplay } from '../report/progress.js';
import { onInterrupt } from './on-interrupt.js';

/** How trials are made. */
export interface MakeTrialsOptions {
  readonly worker: URL;
  /** Trials at once; by the processors unless said. */
  readonly jobs: number | undefined;
  /** Whether a process that made this trial is of no more use. */
  spends(trial: Trial): boolean;
}

/**
 * Makes trials and shows on a terminal how far they are.
 *
 * @returns their answers; undefined when they were interrupted
 */
export async function makeTrials(
  trials: readonly Trial[],
  { worker, jobs = 2 * availableParallelism(), spends }: MakeTrialsOptions,
): Promise<ReadonlyMap<Trial, TrialAnswer> | undefined> {
  const answers = new Map<Trial, TrialAnswer>();
  const interrupt = onInterrupt();
  const progress = process.stderr.isTTY === true ? progressDisplay(process.stderr) : undefined;
  try {
    await runTrials(trials, { worker, jobs, spends, signal: interrupt.signal }, (trial, answer) => {
      answers.set(trial, answer);
      progress?.show({
        done: answers.size,
        total: trials.length,
        check: trial.mutant ?? 'the reference driver',
      });
    });
  } finally {
    progress?.clear();
    interrupt.end();
  }
  return interrupt.signal.aborted ? undefined : answers;
}
