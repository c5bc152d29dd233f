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
    if (contradicts(outcomes)) {
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

/** Whether the checks of a requirement that is said to be at fault say otherwise. */
export function contradicts(outcomes: readonly (string | undefined)[]): boolean {
  return outcomes.includes('pass') && !outcomes.includes('fail') && !outcomes.includes('error');
}
