import { setMaxListeners } from 'node:events';
import { type Check, type Session, Stop, type Verdict } from '../contract.js';
import { exitText } from '../driver/exit-text.js';
import { abortText, type Ended } from './ended.js';
import type { PlannedCheck } from './plan.js';
import { type RunOptions, type RunTarget, runDefaults } from './run-options.js';

const defaultBudgetMs = 60_000;
/** Longest time in which checks are made again by themselves; what has no turn by then stays as it was. */
const longestAgainMs = 60_000;

/** Runs what the plan says should run; yields whenever a check ended. */
export async function* execute(
  plan: readonly PlannedCheck[],
  session: Session<unknown, unknown>,
  target: RunTarget,
  options: RunOptions,
  signal: AbortSignal,
  ended: Map<string, Ended>,
): AsyncGenerator<void> {
  const toRun = plan.filter((planned) => planned.decision.kind === 'run').map((planned) => planned.check);
  const total = toRun.length;
  let death: { check: string; text: string } | undefined;
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
    const started = performance.now();
    const end = (verdict: Verdict): void =>
      record(check, { verdict, durationMs: performance.now() - started });
    if (signal.aborted) return end({ outcome: 'error', message: abortText(signal) });
    if (death !== undefined && check.final !== true) {
      return end({ outcome: 'error', message: `the driver was gone: it died during ${death.check}` });
    }
    let verdict: Verdict = { outcome: 'pass' };
    for (let round = 0; round < options.repeat && verdict.outcome === 'pass'; round++) {
      verdict = await runOne(check, session, signal);
    }
    if (signal.aborted && verdict.outcome !== 'pass' && verdict.outcome !== 'fail') {
      return end({ outcome: 'error', message: abortText(signal) });
    }
    if (death !== undefined && check.final !== true) {
      if (verdict.outcome === 'pass') return end(verdict);
      return end({ outcome: 'error', message: `the driver was gone: it died during ${death.check}` });
    }
    const exit = target.spawned?.exited();
    const suspicious =
      exit !== undefined ||
      verdict.outcome === 'fail' ||
      verdict.outcome === 'error' ||
      (verdict.outcome === 'untested' && verdict.blockedBy !== undefined);
    if (
      check.final !== true &&
      !signal.aborted &&
      suspicious &&
      (exit !== undefined || !(await session.alive()))
    ) {
      if (death === undefined) {
        const how =
          exit === undefined ? 'it no longer accepts connections' : `it ended with ${exitText(exit)}`;
        death = { check: check.name, text: how };
        const before = verdict.outcome === 'fail' ? verdict.evidence.mismatches : [];
        return end({
          outcome: 'fail',
          evidence: {
            ...(verdict.outcome === 'fail' ? verdict.evidence : {}),
            mismatches: [`the driver died during this check: ${how}`, ...before],
            cause:
              'the driver crashed, or stopped listening, while it handled this stimulus or one that ran at the same time',
          },
        });
      }
      return end({ outcome: 'error', message: `the driver was gone: it died during ${death.check}` });
    }
    end(verdict);
  };

  const together = toRun.filter((check) => check.alone === undefined && check.final !== true);
  const alone = toRun
    .filter((check) => check.alone !== undefined && check.final !== true)
    .sort((a, b) => (a.alone ?? 0) - (b.alone ?? 0));
  const final = toRun.filter((check) => check.final === true);

  // A slow driver is waited for by as many checks as it takes calls; whoever says a number means it.
  const jobs = options.jobs === runDefaults.jobs && session.slow ? session.jobs : options.jobs;
  yield* pool(together, jobs, one);
  for (const check of alone) {
    await one(check);
    yield;
  }
  if (death === undefined && !signal.aborted)
    yield* makeAgainByItself([...together, ...alone], session, signal, ended);
  for (const check of final) {
    await one(check);
    yield;
  }
}

/** Tells a driver that mixes calls from one that breaks many rules: what it breaks in mixing alone passes by itself. */
async function* makeAgainByItself(
  checks: readonly Check<unknown, unknown, unknown>[],
  session: Session<unknown, unknown>,
  signal: AbortSignal,
  ended: Map<string, Ended>,
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
  const until = performance.now() + longestAgainMs;
  for (const check of checks) {
    const before = ended.get(check.name);
    if (before === undefined || isolation.requirements.includes(check.requirement)) continue;
    if (before.verdict.outcome !== 'error' && !isOpen(before)) continue;
    if (signal.aborted || performance.now() > until) return;
    const verdict = await runOne(check, session, signal);
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
): Promise<Verdict> {
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  const stop = (): void => own.abort();
  signal.addEventListener('abort', stop, { once: true });
  const budgetMs = check.budgetMs ?? defaultBudgetMs;
  let timer: NodeJS.Timeout | undefined;
  const tools = session.tools(check.name, own.signal);
  try {
    const late = new Promise<Verdict>((resolve) => {
      timer = setTimeout(
        () => resolve({ outcome: 'error', message: `the check did not end within ${budgetMs / 1000} s` }),
        budgetMs,
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
    clearTimeout(timer);
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
