import type { Check, Session, Verdict } from '../contract.js';
import { exitText } from '../driver/exit-text.js';
import { attempt } from './attempts.js';
import type { Clock } from './clock.js';
import { abortText, type Ended } from './ended.js';
import { makeAgainByItself, makeLateAgain } from './make-again.js';
import { orderChecks } from './order.js';
import { type PlannedCheck, unmetCondition } from './plan.js';
import { runCheck } from './run-check.js';
import { type RunOptions, type RunTarget, runDefaults } from './run-options.js';

/** What the checks of a run are made with. */
export interface Execution {
  readonly target: RunTarget;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Until when failing checks are made again, so that the rest of the run has its turn. */
  readonly repeatUntil: number;
}

/** Runs what the plan says should run; yields whenever a check ended. */
export async function* execute(
  plan: readonly PlannedCheck[],
  session: Session<unknown, unknown>,
  ended: Map<string, Ended>,
  execution: Execution,
): AsyncGenerator<void> {
  const { target, options, signal, clock, repeatUntil } = execution;
  const toRun = plan.filter((planned) => planned.decision.kind === 'run').map((planned) => planned.check);
  const total = toRun.length;
  // Checks that run at once all look at it.
  const fate: { diedDuring?: string } = {};
  let done = 0;

  const record = (check: Check<unknown, unknown, unknown>, end: Ended): void => {
    ended.set(check.name, end);
    options.onProgress?.({ done: ++done, total, check: check.name });
  };

  const one = async (check: Check<unknown, unknown, unknown>): Promise<void> => {
    const unmet = unmetCondition(check, session.facts);
    if (unmet !== undefined)
      return record(check, {
        verdict: { outcome: 'not-applicable', reason: unmet.otherwise },
        durationMs: 0,
      });
    const started = clock.now();
    const end = (verdict: Verdict, more: Pick<Ended, 'attempts' | 'late'> = {}): void =>
      record(check, { verdict, durationMs: clock.now() - started, ...more });
    if (signal.aborted) return end({ outcome: 'error', message: abortText(signal) });
    if (fate.diedDuring !== undefined && check.final !== true) return end(gone(fate.diedDuring));
    const { verdict, late } = await runCheck(check, session, signal, clock);
    if (signal.aborted && verdict.outcome !== 'pass' && verdict.outcome !== 'fail') {
      return end({ outcome: 'error', message: abortText(signal) });
    }
    const before = await lastWords(check, verdict);
    if (before !== undefined) return end(before);
    // A final check judges what was seen before it: made again, it would see the same.
    if (verdict.outcome !== 'fail' || options.repeat === 0 || check.final === true)
      return end(verdict, { late });
    const attempts = await attempt(
      options.repeat,
      async () => (await runCheck(check, session, signal, clock, true)).verdict,
      () => !signal.aborted && fate.diedDuring === undefined && clock.now() < repeatUntil,
    );
    end((await lastWords(check, verdict)) ?? verdict, { attempts });
  };

  /** The verdict on a check during or after which the driver died; undefined while it lives. */
  const lastWords = async (
    check: Check<unknown, unknown, unknown>,
    verdict: Verdict,
  ): Promise<Verdict | undefined> => {
    if (check.final === true) return undefined;
    if (fate.diedDuring !== undefined) return verdict.outcome === 'pass' ? verdict : gone(fate.diedDuring);
    const exit = target.spawned?.exited();
    const suspicious =
      exit !== undefined ||
      verdict.outcome === 'fail' ||
      verdict.outcome === 'error' ||
      (verdict.outcome === 'untested' && verdict.blockedBy !== undefined);
    if (signal.aborted || !suspicious || (exit === undefined && (await session.alive()))) return undefined;
    if (fate.diedDuring !== undefined) return gone(fate.diedDuring);
    // A driver that ends closes its socket before it has ended.
    const left = target.spawned?.exited();
    const how = left === undefined ? 'it no longer accepts connections' : `it ended with ${exitText(left)}`;
    fate.diedDuring = check.name;
    const evidence = verdict.outcome === 'fail' ? verdict.evidence : { mismatches: [] };
    return {
      outcome: 'fail',
      evidence: {
        ...evidence,
        mismatches: [`the driver died during this check: ${how}`, ...evidence.mismatches],
        cause:
          'the driver crashed, or stopped listening, while it handled this stimulus or one that ran at the same time',
      },
    };
  };

  const { together, alone, final } = orderChecks(toRun, options.shuffle ? options.seed : undefined);

  // A slow driver is waited for by as many checks as it takes calls; whoever says a number means it.
  const jobs = options.jobs === runDefaults.jobs && session.slow ? session.jobs : options.jobs;
  yield* pool(together, jobs, one);
  for (const check of alone) {
    await one(check);
    yield;
  }
  if (fate.diedDuring === undefined && !signal.aborted) {
    yield* makeAgainByItself([...together, ...alone], session, signal, ended, clock);
    yield* makeLateAgain([...together, ...alone], session, signal, ended, clock);
  }
  for (const check of final) {
    await one(check);
    yield;
  }
}

function gone(check: string): Verdict {
  return { outcome: 'error', message: `the driver was gone: it died during ${check}` };
}

/** Works through a list with so many at once; yields whenever one is done. */
async function* pool<T>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<void>,
): AsyncGenerator<void> {
  const running = new Set<Promise<void>>();
  let next = 0;
  while (next < items.length || running.size > 0) {
    while (next < items.length && running.size < jobs) {
      const promise: Promise<void> = work(items[next++] as T).finally(() => running.delete(promise));
      running.add(promise);
    }
    await Promise.race(running);
    yield;
  }
}
