import type { Check, Session, Verdict } from '../contract.js';
import type { Clock } from './clock.js';
import type { Ended } from './ended.js';
import { runCheck } from './run-check.js';
import { contradicts, isOpen } from './settle.js';

/** Longest time in which checks are made again by themselves; what has no turn by then stays as it was. */
const longestAgainMs = 60_000;
/** Checks that are made again because no answer came in time; where there are more, it is no passing weakness. */
const mostLate = 16;

/** Tells a driver that mixes calls from one that breaks many rules: what it breaks in mixing alone passes by itself. */
export async function* makeAgainByItself(
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
    const { verdict } = await runCheck(check, session, signal, clock);
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

/**
 * Makes checks once more that could tell nothing because no answer came in time, each by itself: that may have been the machine.
 * What fails stays a failure. What passes now says so.
 */
export async function* makeLateAgain(
  checks: readonly Check<unknown, unknown, unknown>[],
  session: Session<unknown, unknown>,
  signal: AbortSignal,
  ended: Map<string, Ended>,
  clock: Clock,
): AsyncGenerator<void> {
  const outcomesOf = (requirement: string): readonly (string | undefined)[] =>
    checks
      .filter((check) => check.requirement === requirement)
      .map(({ name }) => ended.get(name)?.verdict.outcome);
  const late = checks.filter(({ name }) => {
    const end = ended.get(name);
    if (end?.late !== true) return false;
    const { verdict } = end;
    if (verdict.outcome !== 'untested' || verdict.blockedBy === undefined) return verdict.outcome === 'error';
    return contradicts(outcomesOf(verdict.blockedBy));
  });
  if (late.length > mostLate) return;
  const until = clock.now() + longestAgainMs;
  for (const check of late) {
    if (signal.aborted || clock.now() > until) return;
    const { verdict } = await runCheck(check, session, signal, clock, true);
    if (signal.aborted) return;
    const before = ended.get(check.name) as Ended;
    const note = 'the first time a call got no answer in time';
    ended.set(check.name, {
      ...before,
      verdict: verdict.outcome === 'pass' ? { outcome: 'pass', note: verdict.note ?? note } : verdict,
    });
    yield;
  }
}
