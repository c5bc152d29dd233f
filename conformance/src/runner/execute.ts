import { setMaxListeners } from 'node:events';
import { type Check, type Session, Stop, type Verdict } from '../contract.js';
import { exitText } from '../driver/exit-text.js';
import { type Attempts, attempt } from './attempts.js';
import type { Clock } from './clock.js';
import { abortText, type Ended } from './ended.js';
import { orderChecks } from './order.js';
import type { PlannedCheck } from './plan.js';
import { type RunOptions, type RunTarget, runDefaults } from './run-options.js';

const defaultBudgetMs = 60_000;
/** Longest time in which checks are made again by themselves; what has no turn by then stays as it was. */
const longestAgainMs = 60_000;

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
    const unmet = check.when?.find((condition) => !condition.met(session.facts));
    if (unmet !== undefined)
      return record(check, {
        verdict: { outcome: 'not-applicable', reason: unmet.otherwise },
        durationMs: 0,
      });
    const started = clock.now();
    const end = (verdict: Verdict, attempts?: Attempts): void =>
      record(check, {
        verdict,
        durationMs: clock.now() - started,
        ...(attempts === undefined ? {} : { attempts }),
      });
    if (signal.aborted) return end({ outcome: 'error', message: abortText(signal) });
    if (fate.diedDuring !== undefined && check.final !== true) return end(gone(fate.diedDuring));
    const verdict = await runOne(check, session, signal, clock);
    if (signal.aborted && verdict.outcome !== 'pass' && verdict.outcome !== 'fail') {
      return end({ outcome: 'error', message: abortText(signal) });
    }
    const before = await lastWords(check, verdict);
    if (before !== undefined) return end(before);
    // A final check judges what was seen before it: made again, it would see the same.
    if (verdict.outcome !== 'fail' || options.repeat === 0 || check.final === true) return end(verdict);
    const attempts = await attempt(
      options.repeat,
      () => runOne(check, session, signal, clock, true),
      () => !signal.aborted && fate.diedDuring === undefined && clock.now() < repeatUntil,
    );
    end((await lastWords(check, verdict)) ?? verdict, attempts);
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
    const how = exit === undefined ? 'it no longer accepts connections' : `it ended with ${exitText(exit)}`;
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
  if (fate.diedDuring === undefined && !signal.aborted)
    yield* makeAgainByItself([...together, ...alone], session, signal, ended, clock);
  for (const check of final) {
    await one(check);
    yield;
  }
}

function gone(check: string): Verdict {
  return { outcome: 'error', message: `the driver was gone: it died during ${check}` };
}

/** Tells a driver that mixes calls from one that breaks many rules: what it breaks in mixing alone passes by itself. */
async function* makeAgainByItself(
  checks: readonly Check<unknown, unknown, unknown>[],
  session: Session<unknown, unknown>,
  signal: AbortSignal,
  ended: Map<string, Ended>,
  clock: Clock,
): AsyncGenerator<void> {
  const { isolation } = session;
  const failing = new Set(
    checks
      .filter(({ name }) => ended.get(name)?.verdict.outcome === 'fail')
      .map(({ requirement }) => requirement),
  );
  const broken = isolation?.requirements.find((requirement) => failing.has(requirement));
  if (isolation === undefined || broken === undefined) return;
  isolation.separate();
  const until = clock.now() + longestAgainMs;
  for (const check of checks) {
    const before = ended.get(check.name);
    if (before === undefined || isolation.requirements.includes(check.requirement)) continue;
    if (before.verdict.outcome !== 'error' && !isOpen(before)) continue;
    if (signal.aborted || clock.now() > until) return;
    const verdict = await runOne(check, session, signal, clock);
    if (signal.aborted) return;
    const mixed: Verdict = {
      outcome: 'untested',
      reason: 'it passes by itself, and did not while other calls were under way',
      blockedBy: broken,
    };
    ended.set(check.name, { ...before, verdict: verdict.outcome === 'pass' ? mixed : verdict });
    yield;
  }
}

async function runOne(
  check: Check<unknown, unknown, unknown>,
  session: Session<unknown, unknown>,
  signal: AbortSignal,
  clock: Clock,
  afresh = false,
): Promise<Verdict> {
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  const stop = (): void => own.abort();
  signal.addEventListener('abort', stop, { once: true });
  const budgetMs = check.budgetMs ?? defaultBudgetMs;
  let cancel = (): void => {};
  const tools = session.tools(check.name, own.signal, afresh);
  try {
    const late = new Promise<Verdict>((resolve) => {
      cancel = clock.after(budgetMs, () =>
        resolve({ outcome: 'error', message: `the check did not end within ${budgetMs / 1000} s` }),
      );
      own.signal.addEventListener('abort', () => resolve({ outcome: 'error', message: abortText(signal) }), {
        once: true,
      });
    });
    const script = check.run(tools).catch((reason: unknown): Verdict => {
      if (reason instanceof Stop) return reason.verdict;
      const error = reason as Error;
      return {
        outcome: 'error',
        message: `internal error in the check: ${error?.message ?? String(reason)}`,
      };
    });
    return await Promise.race([script, late]);
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
    own.abort();
    await session.release(tools).catch(() => {});
  }
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

/** Whether what a check came to may still change: its premise may prove true, or it is made again by itself. */
export function isOpen(end: Ended): boolean {
  const { verdict } = end;
  return verdict.outcome === 'fail' || (verdict.outcome === 'untested' && verdict.blockedBy !== undefined);
}

/**
 * Puts failures down to the requirement that explains them, where that one fails by checks of its own. A driver with one fault is
 * blamed for one requirement.
 */
export function settleSuspects(plan: readonly PlannedCheck[], ended: Map<string, Ended>): void {
  const failing = new Set(
    plan
      .filter(({ check }) => isOwnFailure(check, ended.get(check.name)))
      .map(({ check }) => check.requirement),
  );
  for (const { check } of plan) {
    const end = ended.get(check.name);
    if (end?.verdict.outcome !== 'fail' || isOwnFailure(check, end)) continue;
    const { suspects = [], mismatches } = end.verdict.evidence;
    const blockedBy = suspects.find((suspect) => failing.has(suspect));
    if (blockedBy === undefined) continue;
    const reason = `blocked by ${blockedBy}: ${mismatches[0] ?? ''}`;
    ended.set(check.name, { ...end, verdict: { outcome: 'untested', reason, blockedBy } });
  }
}

/** Whether a check fails and nothing else but its own requirement is suspected. */
function isOwnFailure({ requirement }: PlannedCheck['check'], end: Ended | undefined): boolean {
  if (end?.verdict.outcome !== 'fail') return false;
  const { suspects = [] } = end.verdict.evidence;
  return suspects.length === 0 || suspects.includes(requirement);
}

/**
 * A check whose premise failed stays untested only while the requirement at fault shows the fault itself; where that one
 * passed, something was seen that no check explains, and the tool cannot tell.
 */
export function settleBlocked(plan: readonly PlannedCheck[], ended: Map<string, Ended>): void {
  for (const { check } of plan) {
    const end = ended.get(check.name);
    if (end?.verdict.outcome !== 'untested' || end.verdict.blockedBy === undefined) continue;
    const { blockedBy, reason } = end.verdict;
    const outcomes = plan
      .filter((planned) => planned.check.requirement === blockedBy)
      .map((planned) => ended.get(planned.check.name)?.verdict.outcome);
    if (outcomes.includes('pass') && !outcomes.includes('fail') && !outcomes.includes('error')) {
      ended.set(check.name, {
        verdict: {
          outcome: 'error',
          message: `${reason}, yet the checks of ${blockedBy} passed: the driver does not answer alike each time`,
        },
        durationMs: end.durationMs,
      });
    }
  }
}
