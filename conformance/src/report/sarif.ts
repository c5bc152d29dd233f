import type { RunEvent } from '../runner/events.js';
import { collect, type Report, type ReportCheck } from './collect.js';
import { cardLines, failureCard, plainCard } from './failure-card.js';
import type { Reporter } from './reporter.js';
import { gaps, type ShownRequirement, shownRequirements, unchecked, verdictLine } from './summary.js';
import { oneLine, visible, visibleJson } from './visible.js';

/**
 * SARIF 2.1.0: a rule for each requirement, a result for each failing check.
 *
 * The driver has no source file here, so a result lies in the profile, when there is one, and at the endpoint as a logical
 * location. What the tool could not tell is a notification of the invocation, which is unsuccessful then.
 */
export const sarif: Reporter = {
  name: 'sarif',
  mediaType: 'application/sarif+json',
  defaultFile: 'report.sarif',
  async *render(events: AsyncIterable<RunEvent>) {
    yield `${visibleJson(sarifLog(await collect(events)), 2)}\n`;
  },
};

function sarifLog(report: Report): object {
  const all = shownRequirements(report);
  const results = all.flatMap((one, ruleIndex) =>
    one.checks
      .filter(({ outcome }) => outcome === 'fail')
      .map((check) => result(report, one, check, ruleIndex)),
  );
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules: all.map((one) => rule(report, one)),
          },
        },
        automationDetails: { id: `${report.contract.name}/r${report.contract.revision}/` },
        invocations: [invocation(report)],
        columnKind: 'utf16CodeUnits',
        properties: {
          verdict: report.verdict,
          driver: report.driver,
          stage: report.stage,
          seed: report.seed,
          client: report.client,
          contract: report.contract,
          profile: report.profile ?? null,
          profileDigest: report.profileDigest ?? null,
          selection: report.selection,
          notTested: [...gaps(report, 'untested'), ...unchecked(report)].map(({ reason, requirements }) => ({
            reason,
            requirements,
          })),
        },
        results,
      },
    ],
  };
}

function rule(report: Report, { requirement }: ShownRequirement): object {
  const text = oneLine(requirement.text);
  const level = requirement.level === 'MUST' ? 'error' : 'warning';
  const address = `${report.links}${requirement.id}`;
  return {
    id: requirement.id,
    shortDescription: { text: text === '' ? requirement.id : text },
    ...(isWeb(address) && { helpUri: address }),
    defaultConfiguration: { level },
    properties: {
      level: requirement.level,
      stage: requirement.stage,
      tags: ['conformance', requirement.stage],
    },
  };
}

function result(report: Report, one: ShownRequirement, check: ReportCheck, ruleIndex: number): object {
  const card = failureCard(one, check);
  const happened = card.sections.find(({ title }) => title === 'happened')?.lines ?? [];
  return {
    ruleId: one.requirement.id,
    ruleIndex,
    level: one.requirement.level === 'MUST' ? 'error' : 'warning',
    kind: 'fail',
    message: {
      text: [`${card.check}: ${happened.join('; ')}`, '', ...cardLines(card, plainCard)].join('\n'),
    },
    locations: [location(report)],
    partialFingerprints: { 'checkName/v1': check.name },
    ...(check.known !== undefined && { suppressions: [suppression(check.known)] }),
    properties: {
      check: check.name,
      durationMs: check.durationMs,
      ...(check.attempts !== undefined && { attempts: check.attempts }),
    },
  };
}

function suppression(known: NonNullable<ReportCheck['known']>): object {
  const until = known.until === undefined ? '' : ` (until ${visible(known.until)})`;
  return { kind: 'external', status: 'accepted', justification: `${visible(known.reason)}${until}` };
}

function location({ profile, endpoint, driver }: Report): object {
  const name = visible(driver.name === '' ? endpoint : driver.name);
  return {
    ...(profile !== undefined && {
      physicalLocation: { artifactLocation: { uri: pathUri(profile) }, region: { startLine: 1 } },
    }),
    logicalLocations: [{ name, fullyQualifiedName: visible(endpoint), kind: 'resource' }],
  };
}

/** A path as a relative reference, or as a file URI when it is absolute. */
function pathUri(path: string): string {
  const parts = path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .split('/');
  const encoded = parts.map((part) => encodeURIComponent(visible(part))).join('/');
  if (/^[A-Za-z]%3A\//.test(encoded)) return `file:///${encoded.replace('%3A', ':')}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}

function invocation(report: Report): object {
  const unclear = report.checks.filter(({ outcome }) => outcome === 'error');
  const notifications = [
    ...unclear.map((check) => ({
      level: 'error',
      message: { text: `${visible(check.name)}: ${visible(check.message ?? 'the tool could not tell')}` },
      associatedRule: { id: check.requirement },
    })),
    ...(report.reason === undefined ? [] : [{ level: 'error', message: { text: visible(report.reason) } }]),
  ];
  return {
    executionSuccessful: report.verdict !== 'error' && !report.interrupted,
    exitCode: report.exitCode,
    exitCodeDescription: verdictLine(report),
    startTimeUtc: report.startedAt,
    toolExecutionNotifications: notifications,
  };
}

function isWeb(address: string): boolean {
  return /^https?:\/\/\S+$/.test(address) && URL.canParse(address);
}
