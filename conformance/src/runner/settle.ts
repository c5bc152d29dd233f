import type { Ended } from './ended.js';
import type { PlannedCheck } from './plan.js';

/** Whether what a check came to may still change: its premise may prove true, or it is made again. */
export function isOpen(end: Ended): boolean {
  const { verdict, late } = end;
  if (verdict.outcome === 'error') return late === true;
  return verdict.outcome === 'fail' || (verdict.outcome === 'untested' && verdict.blockedBy !== undefined);
}

/**
 * Puts failures down to the requirement that explains them, where that one fails by checks of its own. A driver with one fault is
 * blamed for one requirement.
 */
export function settleSuspects(plan: readonly PlannedCheck[], ended: Map<string, Ended>): void {
  const failures = plan.flatMap(({ check }) => {
    const end = ended.get(check.name);
    return end?.verdict.outcome === 'fail' ? [{ check, end, evidence: end.verdict.evidence }] : [];
  });
  const failed = new Set(failures.map(({ check }) => check.requirement));
  /** Whether nothing else but the check's own requirement is suspected, or nothing that fails anywhere. */
  const isOwn = ({
    check: { requirement },
    evidence: { suspects = [] },
  }: (typeof failures)[number]): boolean =>
    suspects.includes(requirement) || !suspects.some((suspect) => failed.has(suspect));
  const failing = new Set(failures.filter(isOwn).map(({ check }) => check.requirement));
  for (const failure of failures) {
    if (isOwn(failure)) continue;
    const { check, end, evidence } = failure;
    const blockedBy = evidence.suspects?.find((suspect) => failing.has(suspect));
    if (blockedBy === undefined) continue;
    const reason = `blocked by ${blockedBy}: ${evidence.mismatches[0] ?? ''}`;
    ended.set(check.name, { ...end, verdict: { outcome: 'untested', reason, blockedBy } });
  }
}

/**
 * A check whose premise failed stays untested only while the requirement at fault shows the fault itself; where that one
 * passed, something was seen that no check explains, and where it was left out, nobody says so: the tool cannot tell.
 */
export function settleBlocked(plan: readonly PlannedCheck[], ended: Map<string, Ended>): void {
  for (const { check } of plan) {
    const end = ended.get(check.name);
    if (end?.verdict.outcome !== 'untested' || end.verdict.blockedBy === undefined) continue;
    const { blockedBy, reason } = end.verdict;
    const why = unexplained(
      blockedBy,
      plan.filter((planned) => planned.check.requirement === blockedBy),
      ended,
    );
    if (why === undefined) continue;
    ended.set(check.name, {
      verdict: { outcome: 'error', message: `${reason}${why}` },
      durationMs: end.durationMs,
    });
  }
}

/** Why a requirement does not explain what it is said to be at fault for; undefined where it may. */
function unexplained(
  id: string,
  checks: readonly PlannedCheck[],
  ended: ReadonlyMap<string, Ended>,
): string | undefined {
  const [first] = checks;
  if (first?.decision.kind === 'skipped' && checks.every(({ decision }) => decision.kind === 'skipped'))
    return `; the checks of ${id} are ${first.decision.reason}`;
  return contradicts(checks.map(({ check }) => ended.get(check.name)?.verdict.outcome))
    ? `, yet the checks of ${id} passed: the driver does not answer alike each time`
    : undefined;
}

/** Whether the checks of a requirement that is said to be at fault say otherwise. */
export function contradicts(outcomes: readonly (string | undefined)[]): boolean {
  return outcomes.includes('pass') && !outcomes.includes('fail') && !outcomes.includes('error');
}
