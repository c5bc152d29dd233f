import { groupBy } from '../runner/group-by.js';
import {
  checkOutcomes,
  countOutcomes,
  exitCodeOf,
  requirementOutcome,
  requirementOutcomes,
  runVerdict,
} from '../runner/outcome.js';
import { inShort, type Report, type ReportCheck } from './collect.js';

/** Something in a report that no run comes to. */
export interface Contradiction {
  /** Where it is: members and positions. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Where a report contradicts itself: what its checks come to, by what a run judges with, is not what it says. */
export function contradictions(report: Report): readonly Contradiction[] {
  const found: Contradiction[] = [...repetitions(report)];
  const checksOf = groupBy(report.checks, ({ requirement }) => requirement);
  const judged = report.requirements.map((requirement, i) => {
    const { id, level } = requirement;
    const own = checksOf.get(id) ?? [];
    const checks = own.map(({ outcome, known }) => ({ outcome, known: known !== undefined }));
    const outcome = requirementOutcome(level, checks);
    if (!sameChecks(requirement.checks, own))
      found.push({
        path: ['requirements', i, 'checks'],
        message: `requirement ${id} lists its checks otherwise than checks does`,
      });
    else if (outcome !== requirement.outcome)
      found.push({
        path: ['requirements', i, 'outcome'],
        message: `requirement ${id} is said to be ${requirement.outcome}, and its checks come to ${outcome}`,
      });
    return { level, checks, outcome };
  });
  const counts = {
    requirements: countOutcomes(requirementOutcomes, judged),
    checks: countOutcomes(checkOutcomes, report.checks),
  };
  for (const what of ['requirements', 'checks'] as const)
    for (const [outcome, number] of Object.entries(counts[what])) {
      const said = (report.counts[what] as Readonly<Record<string, number>>)[outcome];
      if (said !== number)
        found.push({
          path: ['counts', what, outcome],
          message: `counts.${what}.${outcome} is ${said}, and the report has ${number}`,
        });
    }
  return [...found, ...wrongVerdict(report, runVerdict(judged))];
}

function* repetitions({ requirements, checks }: Report): Generator<Contradiction> {
  const ids = new Set<string>();
  for (const [i, { id }] of requirements.entries()) {
    if (ids.has(id)) yield { path: ['requirements', i], message: `requirement ${id} is there twice` };
    ids.add(id);
  }
  const names = new Set<string>();
  for (const [i, { name, requirement }] of checks.entries()) {
    if (names.has(name)) yield { path: ['checks', i], message: `check ${name} is there twice` };
    if (!ids.has(requirement))
      yield {
        path: ['checks', i],
        message: `check ${name} is of ${requirement}, which is not among the requirements`,
      };
    names.add(name);
  }
}

function sameChecks(told: Report['requirements'][number]['checks'], checks: readonly ReportCheck[]): boolean {
  const text = (list: typeof told): string =>
    JSON.stringify(
      list.map(({ name, requirement, outcome, durationMs, message }) => [
        name,
        requirement,
        outcome,
        durationMs,
        message,
      ]),
    );
  return text(told) === text(checks.map(inShort));
}

function* wrongVerdict(report: Report, verdict: Report['verdict']): Generator<Contradiction> {
  const { interrupted, reason, exitCode, selection } = report;
  const decided = report.checks.some(({ outcome }) => outcome === 'pass' || outcome === 'fail');
  // A run can fail as a whole, and says why; but a broken MUST stays broken.
  const failed = report.verdict === 'error' && reason !== undefined && verdict !== 'nonconformant';
  if (report.verdict !== verdict && !failed)
    yield {
      path: ['verdict'],
      message: `the verdict is said to be ${report.verdict}, and the requirements come to ${verdict}`,
    };
  else if (!decided && report.verdict !== 'error')
    yield {
      path: ['verdict'],
      message: `the verdict is said to be ${verdict}, and no check decided anything`,
    };
  const code = exitCodeOf(report.verdict, selection.strict);
  if (report.verdict !== 'error' && !interrupted && exitCode !== code)
    yield {
      path: ['exitCode'],
      message: `exitCode is ${exitCode}, and a run that is ${report.verdict} ends with ${code}`,
    };
}
