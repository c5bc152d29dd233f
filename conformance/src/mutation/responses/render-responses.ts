import { groupBy } from '../../runner/group-by.js';
import { markdownCell } from '../markdown-cell.js';
import { familyOf } from './moves.js';
import {
  type ResponseFate,
  type ResponseReport,
  type ResponseRow,
  responseProblems,
} from './response-report.js';

/** The report as JSON, for programs and for the drift check. */
export function responsesAsJson(report: ResponseReport): string {
  return `${JSON.stringify({ format: 'csi-env/response-changes', formatVersion: 1, ...report }, undefined, 2)}\n`;
}

/** The report for a terminal: what is wrong, then the sums. */
export function responsesAsText(report: ResponseReport): string {
  const list = responseProblems(report).map((problem) => `✗ ${problem}`);
  return [...list, ...(list.length === 0 ? [] : ['']), ...sums(report), ''].join('\n');
}

const count = (rows: readonly ResponseRow[], fate: ResponseFate): number =>
  rows.filter((row) => row.fate === fate).length;

function sums({ rows, client }: ResponseReport): readonly string[] {
  const effective = rows.length - count(rows, 'equivalent') - count(rows, 'error');
  const noticed = count(rows, 'noticed');
  const share = effective === 0 ? 0 : (100 * noticed) / effective;
  return [
    `${noticed} of ${effective} changes of answers noticed (${share.toFixed(1)} %), ${count(rows, 'permitted')} permitted by the contract, ${count(rows, 'survived')} survive`,
    `${count(rows, 'warned')} only warned of, ${count(rows, 'unclear')} with neither a failing MUST nor a good end`,
    `${count(rows, 'equivalent')} more changed no answer, ${count(rows, 'error')} got no verdict`,
    `client ${client}`,
  ];
}

/** What the page counts of each kind of change, column by column. */
const columns = ['noticed', 'warned', 'permitted', 'survived', 'unclear', 'equivalent'] as const;

/** The report as a page of Markdown. */
export function responsesAsMarkdown(report: ResponseReport): string {
  const { contract, rows } = report;
  const problems = responseProblems(report);
  const of = (fate: ResponseFate): readonly ResponseRow[] => rows.filter((row) => row.fate === fate);
  const families = groupBy(rows, ({ id }) => familyOf(id.split('/')[1] ?? ''));
  const blamed = groupBy(
    of('noticed').flatMap(({ id, failed }) => failed.map((one) => ({ id, requirement: one.id }))),
    ({ requirement }) => requirement,
  );
  return [
    `# Changed answers of ${contract.name}, revision ${contract.revision}`,
    '',
    'Each row is the reference driver whose answers are changed on their way to the client: a seed chooses what is changed, how and',
    'when. Nobody chose them by what the suite looks for, so their share says how much it notices of what nobody thought of.',
    '',
    ...sums(report).map((line) => `- ${line}`),
    '',
    ...(problems.length === 0 ? [] : ['## Problems', '', ...problems.map((problem) => `- ${problem}`), '']),
    '## Kinds',
    '',
    '| kind | noticed | only warned of | permitted | survive | unclear | changed nothing |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...[...families]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([family, list]) => `| ${[family, ...columns.map((fate) => count(list, fate))].join(' | ')} |`),
    '',
    '## Permitted by the contract',
    '',
    '| change | what it does | why the contract permits it |',
    '|---|---|---|',
    ...of('permitted').map(
      ({ id, description, why = '' }) => `| ${id} | ${markdownCell(description)} | ${markdownCell(why)} |`,
    ),
    '',
    '## Noticed',
    '',
    ...throughTable(of('noticed')),
    '',
    '## Only warned of',
    '',
    'No MUST fails, so that the driver still conforms.',
    '',
    ...throughTable(of('warned')),
    '',
    '## Requirements that noticed',
    '',
    '| requirement | changes |',
    '|---|--:|',
    ...[...blamed]
      .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
      .map(([requirement, list]) => `| ${requirement} | ${list.length} |`),
    '',
    '## Changed nothing',
    '',
    'The suite gave no occasion for them, or they change what is not there.',
    '',
    ...of('equivalent').map(({ id }) => `- ${id}`),
    '',
  ].join('\n');
}

/** Most requirements that a row names. */
const most = 4;

function throughTable(rows: readonly ResponseRow[]): readonly string[] {
  return [
    '| change | what it does | through |',
    '|---|---|---|',
    ...rows.map((row) => `| ${row.id} | ${markdownCell(row.description)} | ${through(row)} |`),
  ];
}

function through({ failed }: ResponseRow): string {
  const names = failed.slice(0, most).map(({ id }) => id);
  const more = failed.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
