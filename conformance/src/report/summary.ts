import { isFlaky } from '../runner/attempts.js';
import { groupBy } from '../runner/group-by.js';
import type { RequirementOutcome } from '../runner/outcome.js';
import type { Report, ReportCheck, ReportRequirement } from './collect.js';
import { oneLine, visible } from './visible.js';

/** How a requirement is shown: its outcome, or `known` when all its failures were announced. */
export type Shown = RequirementOutcome | 'known';

/** All ways to show a requirement, in the order in which counts are told. */
export const shownOrder: readonly Shown[] = [
  'pass',
  'fail',
  'known',
  'warn',
  'error',
  'untested',
  'skipped',
  'not-applicable',
];

/** Words for counts: `3 passed`. */
export const shownWords: Readonly<Record<Shown, string>> = {
  pass: 'passed',
  fail: 'failed',
  known: 'known to fail',
  warn: 'warned',
  error: 'unclear',
  untested: 'untested',
  skipped: 'skipped',
  'not-applicable': 'n/a',
};

/** A requirement with its checks and how it is shown. */
export interface ShownRequirement {
  readonly requirement: ReportRequirement;
  readonly checks: readonly ReportCheck[];
  readonly shown: Shown;
}

const shownOf = new WeakMap<Report, readonly ShownRequirement[]>();

/** Requirements with their checks, in the order of the plan. */
export function shownRequirements(report: Report): readonly ShownRequirement[] {
  const known = shownOf.get(report) ?? showRequirements(report);
  shownOf.set(report, known);
  return known;
}

function showRequirements(report: Report): ShownRequirement[] {
  const checks = new Map(report.checks.map((check) => [check.name, check]));
  return report.requirements.map((requirement) => {
    const own = requirement.checks.flatMap(({ name }) => checks.get(name) ?? []);
    const failed = own.filter((check) => check.outcome === 'fail');
    const known = failed.length > 0 && failed.every((check) => check.known !== undefined);
    return { requirement, checks: own, shown: known ? 'known' : requirement.outcome };
  });
}

/** Requirements whose ids begin alike, and how many of them came to what. */
export interface Area {
  readonly name: string;
  readonly requirements: readonly ShownRequirement[];
  readonly counts: Readonly<Record<Shown, number>>;
  /** The worst of its outcomes, for the symbol of its line. */
  readonly worst: Shown;
}

const worstFirst: readonly Shown[] = [
  'fail',
  'error',
  'known',
  'warn',
  'untested',
  'skipped',
  'pass',
  'not-applicable',
];

/** The areas of a report (`ordering` of `ordering/same-order`), in the order of the plan. */
export function areas(report: Report): Area[] {
  const byName = new Map<string, ShownRequirement[]>();
  for (const shown of shownRequirements(report)) {
    const name = visible(shown.requirement.id.split('/')[0] ?? '');
    byName.set(name, [...(byName.get(name) ?? []), shown]);
  }
  return [...byName].map(([name, requirements]) => ({
    name,
    requirements,
    counts: countShown(requirements),
    worst: worstFirst.find((one) => requirements.some(({ shown }) => shown === one)) ?? 'untested',
  }));
}

/** How many requirements are shown as what. */
export function countShown(requirements: readonly ShownRequirement[]): Record<Shown, number> {
  const counts = Object.fromEntries(shownOrder.map((shown) => [shown, 0])) as Record<Shown, number>;
  for (const { shown } of requirements) counts[shown]++;
  return counts;
}

/** Counts in words, without zeros: `3 passed, 1 failed`. */
export function countWords(counts: Readonly<Record<Shown, number>>): string {
  return shownOrder
    .filter((shown) => counts[shown] > 0)
    .map((shown) => `${counts[shown]} ${shownWords[shown]}`)
    .join(', ');
}

/** Checks that share a reason for not having told anything. */
export interface Gap {
  /** What stands in the way: what the profile would have to say, or another reason. */
  readonly reason: string;
  readonly checks: readonly ReportCheck[];
  /** Ids of the requirements that they belong to. */
  readonly requirements: readonly string[];
}

/** Checks of one outcome, grouped by reason, in the order of the plan. */
export function gaps(report: Report, outcome: 'untested' | 'skipped' | 'not-applicable' | 'error'): Gap[] {
  const checks = report.checks.filter((check) => check.outcome === outcome);
  return [...groupBy(checks, gapReason)].map(([reason, checks]) => ({
    reason,
    checks,
    requirements: [...new Set(checks.map((check) => check.requirement))],
  }));
}

function gapReason({ message, blockedBy, member }: ReportCheck): string {
  if (blockedBy !== undefined) return `blocked by ${visible(blockedBy)}`;
  const reason = message === undefined ? 'no reason given' : visible(message);
  return member === undefined || reason.includes(member) ? reason : `${visible(member)}: ${reason}`;
}

/** Requirements without any check, as a gap; none when there is no such requirement. */
export function unchecked(report: Report): Gap[] {
  const requirements = report.requirements.filter(({ checks }) => checks.length === 0).map(({ id }) => id);
  return requirements.length === 0
    ? []
    : [{ reason: 'no check of ours decides it', checks: [], requirements }];
}

/** A few ids and how many more there are: `a, b, c and 4 more`. */
export function few(ids: readonly string[], most = 3): string {
  const shown = ids.slice(0, most).map(visible).join(', ');
  return ids.length > most ? `${shown} and ${ids.length - most} more` : shown;
}

/** A number with its noun: `1 check`, `2 checks`. */
export function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** Why the verdict is what it is, one phrase each; empty for a conformant run without anything to add. */
export function why(report: Report): string[] {
  const all = shownRequirements(report);
  const reasons: string[] = [];
  const failed = all.filter(({ shown, requirement }) => shown === 'fail' && requirement.level === 'MUST');
  if (failed.length > 0) reasons.push(`${few(failed.map((one) => one.requirement.id))} failed`);
  const flaky = failed.filter((one) => isFlakyRequirement(one));
  if (flaky.length > 0) reasons.push(`flaky: ${few(flaky.map((one) => one.requirement.id))}`);
  if (report.nothingApplies !== undefined) reasons.push(oneLine(report.nothingApplies));
  if (report.reason !== undefined && report.reason !== 'interrupted') reasons.push(visible(report.reason));
  const unclear = report.counts.checks.error;
  if (unclear > 0) reasons.push(`${plural(unclear, 'check')} could not tell`);
  if (report.verdict === 'partial') reasons.push(...partialReasons(all));
  if (report.interrupted) reasons.push('the run was interrupted');
  return [...new Set(reasons)];
}

/** Whether all that a requirement fails by comes and goes. */
function isFlakyRequirement({ checks }: ShownRequirement): boolean {
  return checks.every(
    (check) => check.outcome !== 'fail' || check.known !== undefined || isFlaky(check.attempts),
  );
}

function partialReasons(all: readonly ShownRequirement[]): string[] {
  const musts = all.filter(({ requirement }) => requirement.level === 'MUST');
  const reasons: string[] = [];
  const known = musts.filter(({ shown }) => shown === 'known').length;
  if (known > 0) reasons.push(`${plural(known, 'requirement')} known to fail`);
  for (const outcome of ['untested', 'skipped'] as const) {
    const open = musts.filter(({ checks }) => checks.some((check) => check.outcome === outcome));
    const checks = open.flatMap((one) => one.checks.filter((check) => check.outcome === outcome));
    if (checks.length > 0) {
      reasons.push(`${plural(checks.length, 'check')} of ${plural(open.length, 'MUST')} ${outcome}`);
    }
  }
  const unchecked = musts.filter(({ checks }) => checks.length === 0).length;
  if (unchecked > 0) reasons.push(`${plural(unchecked, 'MUST')} without a check`);
  return reasons;
}

/** The sentence that every report of the embedded reference driver carries. */
export const embeddedNotice =
  'this is the embedded reference driver, not yours: give --endpoint to test a driver';

/** `12.3 s`, or `450 ms` below a second. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** The verdict with its reasons: `partial: 12 checks of 4 MUSTs untested`. */
export function verdictLine(report: Report): string {
  return [report.verdict, why(report).join('; ')].filter((part) => part !== '').join(': ');
}

/** The profile that the verdict rests on, with its digest, or that there was none. */
export function profileText({ profile, profileDigest, driver }: Report): string {
  if (profile === undefined) return driver.embedded ? 'the profile of the reference driver' : 'no profile';
  return visible(profileDigest === undefined ? profile : `${profile} (${profileDigest})`);
}

/** What the run was asked to do otherwise, as options of the command line; empty for a plain run. */
export function optionWords({ selection }: Report): string[] {
  const { run, skip, safe, strict, repeat, shuffle } = selection;
  return [
    ...run.map((pattern) => `--run ${visible(pattern)}`),
    ...skip.map((pattern) => `--skip ${visible(pattern)}`),
    ...(safe ? ['--safe'] : []),
    ...(strict ? ['--strict'] : []),
    ...(repeat === undefined ? [] : [`--repeat ${repeat}`]),
    ...(shuffle === true ? ['--shuffle'] : []),
  ];
}

/** The tool and its version. */
export function toolText({ tool }: Report): string {
  return visible(`${tool.name} ${tool.version}`);
}

/** How the verdict was reached, beside driver and seed: `profile p.yaml (sha256:…), --safe, conformance 0.1.0`. */
export function basisLine(report: Report): string {
  const profile = report.profile === undefined ? profileText(report) : `profile ${profileText(report)}`;
  return [profile, ...optionWords(report), toolText(report)].join(', ');
}

/** The driver as named by itself, with what was tested of it and how. */
export function driverLine(report: Report): string {
  const { name, vendorVersion } = report.driver;
  const driver =
    report.stage === 'unknown'
      ? 'driver never reached'
      : visible(`${name} ${vendorVersion}`.trim()) || 'a driver without a name';
  const stage = report.stage === 'unknown' ? '' : `, ${report.stage}`;
  return `${driver}${stage} at ${visible(report.endpoint)}, ${report.contract.name} revision ${report.contract.revision}, client ${report.client}`;
}
