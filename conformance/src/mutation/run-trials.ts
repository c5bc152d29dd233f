import { type ChildProcess, fork } from 'node:child_process';

/** What a worker answers: the result, or why there is none. */
export type Answered<Result> = { readonly result: Result } | { readonly problem: string };

/** What every trial says, whatever is tried. */
interface Timed {
  readonly deadlineMs: number;
}

/** How trials are run. */
export interface RunTrialsOptions<Trial> {
  /** Module of the worker process. */
  readonly worker: URL;
  /** Trials at once, each in a process of its own. */
  readonly jobs: number;
  /** Whether a process that made this trial is of no more use. */
  spends(trial: Trial): boolean;
  readonly signal: AbortSignal;
}

/** Beyond the deadline of its run a trial has so long to come to its end, in milliseconds. */
const graceMs = 15_000;

/**
 * Runs trials in worker processes and hands each answer over as it comes, in the order in which they end.
 *
 * A worker that dies or hangs costs its trial alone: that one is answered with a problem, and another process takes over.
 */
export async function runTrials<Trial extends Timed, Result>(
  trials: readonly Trial[],
  options: RunTrialsOptions<Trial>,
  onAnswer: (trial: Trial, answer: Answered<Result>) => void,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    let child: ChildProcess | undefined;
    while (next < trials.length && !options.signal.aborted) {
      const trial = trials[next++] as Trial;
      child ??= start(options.worker);
      const answer = await ask<Result>(child, trial, options.signal);
      if (answer === 'lost' || options.spends(trial)) {
        await end(child);
        child = undefined;
      }
      if (options.signal.aborted) break;
      onAnswer(trial, answer === 'lost' ? { problem: 'the process that tried it died or hung' } : answer);
    }
    if (child !== undefined) await end(child);
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, trials.length) }, lane));
}

function start(worker: URL): ChildProcess {
  // What a mutant writes to its output is no output of ours.
  return fork(worker, [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
}

function ask<Result>(
  child: ChildProcess,
  trial: Timed,
  signal: AbortSignal,
): Promise<Answered<Result> | 'lost'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle('lost'), trial.deadlineMs + graceMs);
    const lost = (): void => settle('lost');
    const settle = (answer: Answered<Result> | 'lost'): void => {
      clearTimeout(timer);
      child.off('message', settle);
      child.off('exit', lost);
      child.off('error', lost);
      signal.removeEventListener('abort', lost);
      resolve(answer);
    };
    child.once('message', settle);
    child.once('exit', lost);
    child.once('error', lost);
    signal.addEventListener('abort', lost, { once: true });
    child.send(trial, (error) => error !== null && settle('lost'));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
