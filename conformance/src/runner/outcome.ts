import type { Level } from '../contract.js';
import { exitCode } from '../errors.js';

/** What a check can come to. */
export const checkOutcomes = ['pass', 'fail', 'error', 'untested', 'not-applicable', 'skipped'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

/** What a requirement can come to. */
export const requirementOutcomes = [
  'pass',
  'fail',
  'warn',
  'error',
  'untested',
  'skipped',
  'not-applicable',
] as const;
export type RequirementOutcome = (typeof requirementOutcomes)[number];

/** What a run can come to. */
export const runVerdicts = ['conformant', 'partial', 'nonconformant', 'error'] as const;
export type RunVerdict = (typeof runVerdicts)[number];

/** A check's outcome with whether its failure was announced by `--known-failures` or a baseline. */
export interface JudgedCheck {
  readonly outcome: CheckOutcome;
  readonly known?: boolean | undefined;
}

/** A requirement's outcome from its checks' (design: outcomes). A requirement without checks is untested. */
export function requirementOutcome(level: Level, checks: readonly JudgedCheck[]): RequirementOutcome {
  const has = (outcome: CheckOutcome): boolean => checks.some((check) => check.outcome === outcome);
  if (has('fail')) return level === 'MUST' ? 'fail' : 'warn';
  if (has('error')) return 'error';
  if (has('pass')) return 'pass';
  if (has('untested') || checks.length === 0) return 'untested';
  if (has('skipped')) return 'skipped';
  return 'not-applicable';
}

/** A requirement with its checks, as the verdict sees it. */
export interface JudgedRequirement {
  readonly level: Level;
  readonly outcome: RequirementOutcome;
  readonly checks: readonly JudgedCheck[];
}

/** The verdict of a run (design: outcomes). Failures that were announced count as not passed, never as passed. */
export function runVerdict(requirements: readonly JudgedRequirement[]): RunVerdict {
  const musts = requirements.filter((requirement) => requirement.level === 'MUST');
  const unannounced = (r: JudgedRequirement): boolean =>
    r.outcome === 'fail' && r.checks.some((check) => check.outcome === 'fail' && check.known !== true);
  if (musts.some(unannounced)) return 'nonconformant';
  if (requirements.some((r) => r.checks.some((check) => check.outcome === 'error'))) return 'error';
  const gap = (r: JudgedRequirement): boolean =>
    r.outcome === 'fail' ||
    r.outcome === 'untested' ||
    r.checks.some((check) => check.outcome === 'untested' || check.outcome === 'skipped');
  return musts.some(gap) ? 'partial' : 'conformant';
}

/** Exit code of a finished run. */
export function exitCodeOf(verdict: RunVerdict, strict: boolean): number {
  switch (verdict) {
    case 'conformant':
      return exitCode.ok;
    case 'partial':
      return strict ? exitCode.nonconformant : exitCode.ok;
    case 'nonconformant':
      return exitCode.nonconformant;
    case 'error':
      return exitCode.error;
  }
}

/** How many of a list came to what. */
export function countOutcomes<T extends string>(
  outcomes: readonly T[],
  list: readonly { readonly outcome: T }[],
): Record<T, number> {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<T, number>;
  for (const { outcome } of list) counts[outcome]++;
  return counts;
}
