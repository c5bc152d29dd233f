import { availableParallelism } from 'node:os';
import { type Answered, runTrials } from '../mutation/run-trials.js';
import { progressDisplay } from '../report/progress.js';
import { onInterrupt } from './on-interrupt.js';

/** How trials are made. */
export interface MakeTrialsOptions<Trial> {
  readonly worker: URL;
  /** Trials at once; by the processors unless said. */
  readonly jobs: number | undefined;
  /** Whether a process that made this trial is of no more use. */
  spends(trial: Trial): boolean;
}

/** What every trial says, whatever is tried. */
interface NamedTrial {
  /** Id of what is tried; the reference driver itself where there is none. */
  readonly mutant?: string;
  readonly deadlineMs: number;
}

/**
 * Makes trials and shows on a terminal how far they are.
 *
 * @returns their answers; undefined when they were interrupted
 */
export async function makeTrials<Trial extends NamedTrial, Result>(
  trials: readonly Trial[],
  { worker, jobs = 2 * availableParallelism(), spends }: MakeTrialsOptions<Trial>,
): Promise<ReadonlyMap<Trial, Answered<Result>> | undefined> {
  const answers = new Map<Trial, Answered<Result>>();
  const interrupt = onInterrupt();
  const progress = process.stderr.isTTY === true ? progressDisplay(process.stderr) : undefined;
  try {
    await runTrials<Trial, Result>(
      trials,
      { worker, jobs, spends, signal: interrupt.signal },
      (trial, answer) => {
        answers.set(trial, answer);
        progress?.show({
          done: answers.size,
          total: trials.length,
          check: trial.mutant ?? 'the reference driver',
        });
      },
    );
  } finally {
    progress?.clear();
    interrupt.end();
  }
  return interrupt.signal.aborted ? undefined : answers;
}
