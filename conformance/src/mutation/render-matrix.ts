import { plural } from '../report/summary.js';
import type { CheckWorth } from './check-worth.js';
import { markdownCell } from './markdown-cell.js';
import { type Matrix, type MatrixRow, matrixProblems } from './matrix.js';

/** The matrix as JSON, for programs and for the drift check. */
export function matrixAsJson(matrix: Matrix): string {
  return `${JSON.stringify({ format: 'csi-env/kill-matrix', formatVersion: 1, ...matrix }, undefined, 2)}\n`;
}

/** The matrix for a terminal: what is wrong, then the sums. */
export function matrixAsText(matrix: Matrix): string {
  const problems = matrixProblems(matrix);
  const list = problems.map((problem) => `✗ ${problem}`).join('\n');
  return `${list === '' ? '' : `${list}\n\n`}${sums(matrix)}\n`;
}

function sums(matrix: Matrix): string {
  const { mutants, oddities, requirements, checks, clients } = matrix;
  const killed = mutants.filter(({ fate }) => fate === 'killed').length;
  const blaming = mutants.filter(({ blamed }) => blamed.length > 0).length;
  const proven = requirements.filter((one) => one.killed > 0).length;
  const excused = requirements.filter((one) => one.excuse !== undefined).length;
  return [
    `${killed} of ${plural(mutants.length, 'mutant')} killed, ${blaming} blamed for a MUST that they do not break`,
    `${oddities.filter(({ held }) => held.length === 0).length} of ${oddities.length} legal ${oddities.length === 1 ? 'oddity has' : 'oddities have'} nothing held against them`,
    `${proven} of ${requirements.length} requirements have a killed mutant, ${excused} say why they have none`,
    ...(checks === undefined
      ? []
      : [
          `${checks.essential.length} checks are essential, ${checks.redundant.length} redundant, ${checks.idle.length} kill no mutant; ${checks.enough} would do`,
        ]),
    ...(matrix.again.length === 0
      ? []
      : [`${matrix.again.length} tried once more by themselves: ${matrix.again.join(', ')}`]),
    `${clients.length === 1 ? 'client' : 'clients'} ${clients.join(', ')}${matrix.whole ? ', every check against every mutant' : ', a sample of other requirements beside the checks of those that a mutant breaks'}`,
  ].join('\n');
}

/** The matrix as a page of Markdown. */
export function matrixAsMarkdown(matrix: Matrix): string {
  const problems = matrixProblems(matrix);
  const { contract, requirements, mutants, checks } = matrix;
  return [
    `# Kill matrix of ${contract.name}, revision ${contract.revision}`,
    '',
    'Each mutant is the reference driver with one rule broken. A mutant is killed when the suite fails it through every',
    'requirement that it breaks; no other MUST may fail, except those that it lists as broken along with it.',
    '',
    ...sums(matrix)
      .split('\n')
      .map((line) => `- ${line}`),
    '',
    ...(problems.length === 0 ? [] : ['## Problems', '', ...problems.map((problem) => `- ${problem}`), '']),
    '## Requirements',
    '',
    '| requirement | level | mutants | killed | |',
    '|---|---|--:|--:|---|',
    ...requirements.map(
      ({ id, level, mutants: count, killed, excuse = '' }) =>
        `| ${id} | ${level} | ${count} | ${killed} | ${markdownCell(excuse)} |`,
    ),
    '',
    '## Mutants',
    '',
    '| mutant | what it does | fails | shown by |',
    '|---|---|---|--:|',
    ...mutants.map(
      (row) => `| ${row.id} | ${markdownCell(row.description)} | ${failures(row)} | ${killers(row)} |`,
    ),
    '',
    '## Legal oddities',
    '',
    'Drivers that keep every rule in a way that a suite may stumble over.',
    '',
    '| driver | what is odd | held against it |',
    '|---|---|---|',
    ...matrix.oddities.map(
      ({ id, description, held }) =>
        `| ${id} | ${markdownCell(description)} | ${markdownCell(held.join('; ')) || 'nothing'} |`,
    ),
    '',
    '## Requirements that fail along with others',
    '',
    '| mutant | also fails | because |',
    '|---|---|---|',
    ...mutants.flatMap(({ id, also }) =>
      also.map((one) => `| ${id} | ${one.id} | ${markdownCell(one.why)} |`),
    ),
    '',
    ...(checks === undefined ? [] : worth(checks)),
  ].join('\n');
}

function worth({ essential, redundant, idle, enough }: CheckWorth): readonly string[] {
  return [
    '## Checks',
    '',
    'Each check is taken out of the suite in turn. Without an essential one some mutant would survive. To take out a redundant or an',
    'idle one changes nothing: a redundant one kills only what others kill too, an idle one kills no mutant. They are there for drivers',
    `that nobody thought of. Of those that kill, ${enough} would be enough.`,
    '',
    ...names(
      'Essential',
      essential.map(({ check, mutants }) => `${check}: ${survivors(mutants)}`),
    ),
    ...names('Redundant', redundant),
    ...names('Idle', idle),
  ];
}

function survivors(mutants: readonly string[]): string {
  const more = mutants.length > 3 ? ` and ${mutants.length - 3} more` : '';
  return `${mutants.slice(0, 3).join(', ')}${more} would survive`;
}

function names(title: string, list: readonly string[]): string[] {
  return [
    `<details><summary>${title}: ${list.length}</summary>`,
    '',
    ...list.map((name) => `- ${name}`),
    '',
    '</details>',
    '',
  ];
}

function failures({ failed, fate }: MatrixRow): string {
  return fate === 'error' ? 'no verdict' : failed.map(({ id }) => id).join(', ') || 'nothing';
}

function killers({ breaks, failed }: MatrixRow): string {
  const count = failed.filter(({ id }) => breaks.includes(id)).flatMap(({ checks }) => checks).length;
  return `${count} check${count === 1 ? '' : 's'}`;
}
