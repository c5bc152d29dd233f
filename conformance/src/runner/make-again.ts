import type { Check, Session, Verdict } from '../contract.js';
import type { Clock } from './clock.js';
import type { Ended } from './ended.js';
import { runCheck } from './run-check.js';
import { contradicts, isOpen } from './settle.js';

/** Longest time in which checks are made again by themselves; what has no turn by then stays as it was. */
const longestAgainMs = 60_000;
/** Checks that are made again because no answer came in time, of those that could tell nothing; where there are more, it is no passing weakness. */
const mostLate = { usual: 16, laboured: 200 } as const;

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
 * Makes checks once more in which no answer came in time, each by itself: that may have been the machine. What could tell nothing
 * has its turn, and where the driver is slow in all that it does, also what failed: among others it was asked for more than it
 * had time for. Elsewhere a failure stays one. What passes now says so; what such a driver does not answer twice is unclear.
 */
export async function* makeLateAgain(
  checks: readonly Check<unknown, unknown, unknown>[],
  session: Session<unknown, unknown>,
  signal: AbortSignal,
  ended: Map<string, Ended>,
  clock: Clock,
): AsyncGenerator<void> {
  const until = clock.now() + longestAgainMs;
  const lateWith = (outcome: string): readonly Check<unknown, unknown, unknown>[] =>
    checks.filter(
      ({ name }) => ended.get(name)?.late === true && ended.get(name)?.verdict.outcome === outcome,
    );
  const again = async function* (
    late: readonly Check<unknown, unknown, unknown>[],
    judge: (verdict: Verdict, lateAgain: boolean) => Verdict = (verdict) => verdict,
  ): AsyncGenerator<void> {
    for (const check of late) {
      if (signal.aborted || clock.now() > until) return;
      const made = await runCheck(check, session, signal, clock, true);
      if (signal.aborted) return;
      const before = ended.get(check.name) as Ended;
      const verdict = judge(made.verdict, made.late);
      const note = 'the first time a call got no answer in time';
      ended.set(check.name, {
        ...before,
        verdict: verdict.outcome === 'pass' ? { outcome: 'pass', note: verdict.note ?? note } : verdict,
      });
      yield;
    }
  };

  const failed = lateWith('fail');
  const suspicious = failed.length > 0 || lateWith('error').length > mostLate.usual;
  const laboured = suspicious && (await session.laboured?.()) === true;
  if (laboured) {
    const message =
      'twice a call got no answer in time, and the cheapest one takes so long that the machine may be to blame';
    yield* again(failed, (verdict, lateAgain) =>
      verdict.outcome === 'fail' && lateAgain ? { outcome: 'error', message } : verdict,
    );
  }

  const outcomesOf = (requirement: string): readonly (string | undefined)[] =>
    checks
      .filter((check) => check.requirement === requirement)
      .map(({ name }) => ended.get(name)?.verdict.outcome);
  const blocked = lateWith('untested').filter(({ name }) => {
    const verdict = ended.get(name)?.verdict;
    return (
      verdict?.outcome === 'untested' &&
      verdict.blockedBy !== undefined &&
      contradicts(outcomesOf(verdict.blockedBy))
    );
  });
  const unclear = [...lateWith('error'), ...blocked].filter((check) => !laboured || !failed.includes(check));
  if (unclear.length <= mostLate[laboured ? 'laboured' : 'usual']) yield* again(unclear);
}
