import { create } from 'xmlbuilder2';
import { attemptsText } from '../runner/attempts.js';
import type { RunEvent } from '../runner/events.js';
import { collect, type Report, type ReportCheck } from './collect.js';
import { cardLines, failureCard, plainCard } from './failure-card.js';
import type { Reporter } from './reporter.js';
import {
  type Area,
  areas,
  driverLine,
  embeddedNotice,
  optionWords,
  profileText,
  type ShownRequirement,
  toolText,
  unchecked,
  verdictLine,
} from './summary.js';
import { visible } from './visible.js';

type Element = ReturnType<ReturnType<typeof create>['ele']>;

/** One test case: a check, or the run itself where no check explains its exit code. */
interface Case {
  readonly name: string;
  readonly classname: string;
  readonly ms: number;
  /** Absent for what passed. */
  readonly problem?: {
    readonly kind: 'failure' | 'error' | 'skipped';
    readonly type: string;
    readonly message: string;
  };
  /** Text of the failure or error; of anything else it is the output. */
  readonly detail?: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * JUnit XML as Jenkins reads it (junit-10.xsd of its xUnit plugin), a suite for each area and a test case for each check.
 *
 * A failure is a MUST that the driver breaks. A SHOULD that it breaks, a failure that was announced, and what was not tested
 * are skipped with a message that says so, because CI systems know no warning and would fail the build. A run that ends with
 * another exit code than its checks explain has a suite `run` with an error, so that it never looks green.
 */
export const junit: Reporter = {
  name: 'junit',
  mediaType: 'application/xml',
  defaultFile: 'junit.xml',
  async *render(events: AsyncIterable<RunEvent>) {
    const report = await collect(events);
    const suites = areas(report).map((area) => areaSuite(area));
    yield `${document(report, [...suites, ...runSuite(report, suites)])}\n`;
  },
};

function areaSuite(area: Area): Suite {
  return {
    name: area.name,
    cases: area.requirements.flatMap((one) => one.checks.map((check) => checkCase(one, check))),
  };
}

function checkCase(one: ShownRequirement, check: ReportCheck): Case {
  const problem = problemOf(one, check);
  const failed = check.outcome === 'fail';
  return {
    name: visible(check.name),
    classname: visible(one.requirement.id),
    ms: check.durationMs,
    ...(problem !== undefined && { problem }),
    ...(failed && { detail: cardText(one, check) }),
  };
}

function cardText(one: ShownRequirement, check: ReportCheck): string {
  const card = failureCard(one, check);
  return [`${card.id} ${card.level}: ${card.text}`, '', ...cardLines(card, plainCard)].join('\n');
}

function problemOf({ requirement }: ShownRequirement, check: ReportCheck): Case['problem'] {
  const rate = check.attempts === undefined ? '' : ` (${attemptsText(check.attempts)})`;
  const message = `${visible(check.message ?? '')}${rate}`;
  const blocker = check.blockedBy === undefined ? '' : ` (blocked by ${visible(check.blockedBy)})`;
  const skipped = (type: string, text: string) => ({ kind: 'skipped', type, message: text }) as const;
  if (check.known !== undefined) {
    const until = check.known.until === undefined ? '' : ` (until ${visible(check.known.until)})`;
    return skipped('known', `known failure: ${visible(check.known.reason)}${until}`);
  }
  switch (check.outcome) {
    case 'pass':
      return undefined;
    case 'fail':
      return requirement.level === 'MUST'
        ? { kind: 'failure', type: 'MUST', message }
        : skipped('warning', `warning, ${requirement.level} not met: ${message}`);
    case 'error':
      return { kind: 'error', type: 'error', message };
    case 'untested':
      return skipped('untested', `untested: ${message}${blocker}`);
    case 'skipped':
      return skipped('skipped', `skipped: ${message}`);
    case 'not-applicable':
      return skipped('not-applicable', `not applicable: ${message}`);
  }
}

/** A suite for a run that must not look green although no check of it is red. */
function runSuite(report: Report, suites: readonly Suite[]): Suite[] {
  const red = suites.some(({ cases }) =>
    cases.some(({ problem }) => problem !== undefined && problem.kind !== 'skipped'),
  );
  if (report.exitCode === 0 || red) return [];
  const kind = report.verdict === 'error' ? 'error' : 'failure';
  const message = `exit ${report.exitCode}: ${verdictLine(report)}`;
  const problem = { kind, type: report.verdict, message } as const;
  return [
    {
      name: 'run',
      cases: [{ name: 'run', classname: 'run', ms: report.durationMs, problem, detail: message }],
    },
  ];
}

function document(report: Report, suites: readonly Suite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  const xml = create({ version: '1.0', encoding: 'UTF-8' });
  const root = xml.ele('testsuites', {
    name: `${report.contract.name} conformance`,
    time: seconds(report.durationMs),
    tests: String(all.length),
    failures: countKind(all, 'failure'),
    errors: countKind(all, 'error'),
  });
  for (const suite of suites) {
    const element = root.ele('testsuite', {
      name: suite.name,
      tests: String(suite.cases.length),
      failures: countKind(suite.cases, 'failure'),
      errors: countKind(suite.cases, 'error'),
      skipped: countKind(suite.cases, 'skipped'),
      time: seconds(suite.cases.reduce((sum, { ms }) => sum + ms, 0)),
      timestamp: report.startedAt.replace(/(\.\d+)?Z$/, ''),
    });
    addProperties(element, report);
    for (const one of suite.cases) addCase(element, one);
  }
  return xml.end({ prettyPrint: true });
}

function addProperties(suite: Element, report: Report): void {
  const properties: Record<string, string> = {
    verdict: verdictLine(report),
    exitCode: String(report.exitCode),
    driver: driverLine(report),
    contract: `${report.contract.name} revision ${report.contract.revision}`,
    stage: report.stage,
    client: report.client,
    seed: String(report.seed),
    profile: profileText(report),
    options: optionWords(report).join(' '),
    tool: toolText(report),
    startedAt: report.startedAt,
    ...Object.fromEntries(
      unchecked(report).map(({ reason, requirements }) => [reason, requirements.join(' ')]),
    ),
    ...(report.driver.embedded && { notice: embeddedNotice }),
  };
  const element = suite.ele('properties');
  for (const [name, value] of Object.entries(properties)) element.ele('property', { name, value });
}

function addCase(suite: Element, { name, classname, ms, problem, detail }: Case): void {
  const element = suite.ele('testcase', { name, classname, time: seconds(ms) });
  if (problem === undefined) return;
  const child = element.ele(problem.kind, { type: problem.type, message: problem.message });
  if (detail === undefined) return;
  if (problem.kind === 'skipped') element.ele('system-out').txt(detail);
  else child.txt(detail);
}

function countKind(cases: readonly Case[], kind: 'failure' | 'error' | 'skipped'): string {
  return String(cases.filter(({ problem }) => problem?.kind === kind).length);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
