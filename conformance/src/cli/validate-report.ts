import { contractEntries } from '../contracts/registry.js';
import type { Problem } from '../profile/schema-problems.js';
import { problemsBySchema } from '../profile/schemas.js';
import type { Report } from '../report/collect.js';
import { type Contradiction, contradictions } from '../report/contradictions.js';
import { digestProblem } from '../report/digest.js';
import { reportShapeProblem } from '../report/event-shape.js';
import { offCatalogue } from '../report/off-catalogue.js';
import { visible } from '../report/visible.js';
import { version } from '../version.js';

/** What a report is, in words, and what is wrong with it. */
export interface ReportValidation {
  readonly kind: string;
  readonly problems: readonly Problem[];
}

/**
 * Checks that a json report is what a run writes: by its schema, by the digest at its end, by what its checks come to, and by
 * the requirements and checks of the contract that it names.
 */
export function validateReport(data: object, text: string): ReportValidation {
  const digest = digestProblem(text);
  const changed: Problem[] = digest === undefined ? [] : [{ path: ['digest'], message: digest.why }];
  const bySchema = problemsBySchema('report', data);
  const shape = reportShapeProblem(data);
  if (shape !== undefined) {
    const own = bySchema.length > 0 ? bySchema : [{ path: [], message: shape }];
    return { kind: 'report', problems: [...changed, ...own] };
  }
  const { kind, problems } = heldToItself(data as Report, 'report');
  // The schema forbids much of the same, and says less of it.
  return { kind, problems: [...changed, ...(problems.length > 0 ? problems : bySchema)] };
}

/**
 * Checks a report by what its checks come to, and by the requirements and checks of the contract that it names.
 *
 * @param kind what it was read from, in words
 */
export function heldToItself(report: Report, kind: string): ReportValidation {
  const sameTool = report.tool.version === version;
  const others = `${kind}; its checks are those of version ${visible(report.tool.version)} and were not compared with this one's, ${version}`;
  return {
    kind: sameTool ? kind : others,
    problems: [...contradictions(report), ...compared(report, sameTool)].map((one) => ({
      ...one,
      message: visible(one.message),
    })),
  };
}

function compared(report: Report, sameTool: boolean): readonly Contradiction[] {
  const { name, revision } = report.contract;
  const entry = contractEntries.find((one) => one.name === name && one.revisions.includes(revision));
  return entry === undefined
    ? [{ path: ['contract'], message: `this tool knows no contract ${name} of revision ${revision}` }]
    : offCatalogue(report, entry.at(revision), sameTool);
}
