import type { Contract, Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import type { FuzzTrialResult } from './fuzz-trial.js';
import type { Answered } from './run-trials.js';
import type { MutantCard, OddityCard } from './trial.js';

/** What the fuzzer alone said of one driver. */
export interface FuzzRow {
  /** Name of the mutant or oddity; `reference` for the reference driver. */
  readonly id: string;
  readonly kind: 'reference' | 'oddity' | 'mutant';
  readonly client: ClientKind;
  readonly stage: Stage;
  readonly description: string;
  readonly found?: FuzzTrialResult['found'];
  /** MUSTs that it was blamed for and does not break. */
  readonly blamed: readonly string[];
  readonly flaky: readonly string[];
  readonly inputs: number;
  /** Why nothing can be said of it. */
  readonly problem?: string;
}

/** After how many inputs the fuzzer alone finds each mutant. */
export interface FuzzTable {
  readonly contract: { readonly name: string; readonly revision: number };
  readonly seed: number;
  /** Most inputs of each campaign. */
  readonly runs: number;
  readonly rows: readonly FuzzRow[];
}

/** Makes the row of a driver. What a mutant may fail along with others, and a SHOULD, is no blame. */
export function fuzzRow(
  { requirements }: Pick<Contract, 'requirements'>,
  driver:
    | { readonly kind: 'mutant'; readonly card: MutantCard }
    | { readonly kind: 'oddity'; readonly card: OddityCard }
    | { readonly kind: 'reference' },
  { client, stage }: Pick<FuzzRow, 'client' | 'stage'>,
  answer: Answered<FuzzTrialResult>,
): FuzzRow {
  const names =
    driver.kind === 'reference'
      ? { id: 'reference', description: 'the reference driver, which breaks nothing' }
      : { id: driver.card.id, description: driver.card.description };
  const base = { ...names, kind: driver.kind, client, stage };
  if ('problem' in answer) return { ...base, blamed: [], flaky: [], inputs: 0, problem: answer.problem };
  const { found, others, flaky, inputs, reason } = answer.result;
  const allowed =
    driver.kind === 'mutant' ? [...driver.card.breaks, ...driver.card.also.map(({ id }) => id)] : [];
  const musts = new Set(requirements.filter(({ level }) => level === 'MUST').map(({ id }) => id));
  return {
    ...base,
    ...(found === undefined ? {} : { found }),
    blamed: others.filter((id) => musts.has(id) && !allowed.includes(id)),
    flaky: flaky.filter((id) => !allowed.includes(id)),
    inputs,
    ...(reason === undefined || found !== undefined ? {} : { problem: reason }),
  };
}

/** What is wrong with the model by a table: something held against a driver that keeps the rule. */
export function fuzzProblems({ rows }: Pick<FuzzTable, 'rows'>): readonly string[] {
  return rows.flatMap(({ id, client, stage, blamed, kind, problem }) => [
    ...blamed.map(
      (requirement) => `${id} (${client}, ${stage}) is blamed for ${requirement}, which it does not break`,
    ),
    ...(kind !== 'mutant' && problem !== undefined ? [`${id} (${client}, ${stage}): ${problem}`] : []),
  ]);
}

/** The table as JSON, for programs and for the drift check. */
export function fuzzTableAsJson(table: FuzzTable): string {
  return `${JSON.stringify({ format: 'csi-env/fuzz-table', formatVersion: 1, ...table }, undefined, 2)}\n`;
}

/** The table for a terminal: what is wrong, then the sums. */
export function fuzzTableAsText(table: FuzzTable): string {
  const list = fuzzProblems(table).map((problem) => `✗ ${problem}\n`);
  return `${list.join('')}${list.length === 0 ? '' : '\n'}${sums(table).join('\n')}\n`;
}

function sums({ rows, runs, seed }: FuzzTable): string[] {
  const mutants = rows.filter(({ kind }) => kind === 'mutant');
  const found = mutants
    .flatMap((row) => (row.found === undefined ? [] : [row.found.inputs]))
    .sort((a, b) => a - b);
  const others = rows.filter(({ kind }) => kind !== 'mutant');
  const clean = others.filter(({ blamed, problem }) => blamed.length === 0 && problem === undefined).length;
  return [
    `the fuzzer alone finds ${found.length} of ${mutants.length} mutants within ${runs} inputs`,
    ...(found.length === 0
      ? []
      : [`half of those within ${found[Math.floor((found.length - 1) / 2)]} inputs`]),
    `${clean} of ${others.length} drivers that keep the rules have nothing held against them`,
    `seed ${seed}, client ${[...new Set(rows.map(({ client }) => client))].join(', ')}`,
  ];
}

/** The table as a page of Markdown. */
export function fuzzTableAsMarkdown(table: FuzzTable): string {
  const problems = fuzzProblems(table);
  return [
    `# What the fuzzer finds by itself in ${table.contract.name}, revision ${table.contract.revision}`,
    '',
    'Each mutant is the reference driver with one rule broken. It counts as found when a campaign without any hint has a confirmed',
    'finding of a requirement that the mutant breaks; the number is that of the inputs played until then.',
    'Mutants that it does not find are found by the checks, as the kill matrix shows.',
    '',
    ...sums(table).map((line) => `- ${line}`),
    '',
    ...(problems.length === 0 ? [] : ['## Problems', '', ...problems.map((problem) => `- ${problem}`), '']),
    '| driver | client | stage | found after | through | phase |',
    '|---|---|---|--:|---|---|',
    ...table.rows.map(rowText),
    '',
  ].join('\n');
}

function rowText({ id, kind, client, stage, found, inputs, problem }: FuzzRow): string {
  const cells =
    found !== undefined
      ? [String(found.inputs), found.requirement, found.phase]
      : [kind === 'mutant' ? `not within ${inputs}` : `nothing within ${inputs}`, problem ?? '', ''];
  return `| ${[id, client, stage, ...cells].map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
