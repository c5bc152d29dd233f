import type { CaseData, PremiseData } from './case.js';
import type { ContractData, DecisionData, RequirementData } from './requirement.js';
import { requirementWords, wordProblems } from './requirement-words.js';
import { wordsAt } from './revision.js';

/** The data of one contract, read and resolved. */
export interface Catalogue {
  readonly contract: ContractData;
  readonly decisions: readonly DecisionData[];
  readonly requirements: readonly RequirementData[];
  readonly premises: Readonly<Record<string, PremiseData>>;
  readonly cases: readonly CaseData[];
}

/** A check as far as the specification has to know it. */
export interface CheckReference {
  readonly name: string;
  readonly requirement: string;
  readonly since?: number | undefined;
}

const path = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)+$/;

/** Everything that is wrong with a catalogue by itself, in sentences; nothing if the list is empty. */
export function catalogueProblems(catalogue: Catalogue): readonly string[] {
  return [
    ...revisionProblems(catalogue),
    ...requirementProblems(catalogue),
    ...premiseProblems(catalogue),
    ...caseProblems(catalogue),
  ];
}

/**
 * What a contract's checks leave open: checks of unknown requirements, names that repeat or do not begin with their requirement,
 * requirements that nothing decides, and requirements that are called untestable although something does.
 */
export function coverageProblems(
  requirements: readonly RequirementData[],
  cases: readonly Pick<CaseData, 'id' | 'requirement'>[],
  checks: readonly CheckReference[],
): readonly string[] {
  const ids = new Set(requirements.map((requirement) => requirement.id));
  const deciding = [...cases.map(({ id, requirement }) => ({ name: id, requirement })), ...checks];
  const decided = new Set(deciding.map((entry) => entry.requirement));
  return [
    ...checks
      .filter((check) => !ids.has(check.requirement))
      .map((c) => `check ${c.name} is of no requirement: ${c.requirement}`),
    ...checks
      .filter((check) => check.name !== check.requirement && !check.name.startsWith(`${check.requirement}/`))
      .map((check) => `check ${check.name} does not begin with its requirement ${check.requirement}`),
    ...repeated(checks.map((check) => check.name)).map((name) => `check ${name} is there twice`),
    ...requirements
      .filter((requirement) => requirement.untestable === undefined && !decided.has(requirement.id))
      .map((requirement) => `requirement ${requirement.id} has no case and no check, and does not say why`),
    ...requirements
      .filter((requirement) => requirement.untestable !== undefined && decided.has(requirement.id))
      .map((requirement) => `requirement ${requirement.id} is called untestable and has a case or check`),
  ];
}

function revisionProblems({ contract, requirements, cases }: Catalogue): string[] {
  const known = contract.revisions.map((entry) => entry.revision);
  const problems = known
    .filter((revision, index) => revision !== index + 1)
    .map((revision) => `revision ${revision} is out of order`);
  if (known.at(-1) !== contract.revision)
    problems.push(`revision ${contract.revision} is not the newest that is listed`);
  for (const item of [...requirements, ...cases]) {
    const revisions = 'revisions' in item ? Object.keys(item.revisions ?? {}).map(Number) : [];
    for (const revision of [item.since, item.until ?? item.since, ...revisions]) {
      if (!known.includes(revision))
        problems.push(`${item.id} names revision ${revision}, which the contract does not have`);
    }
    for (const revision of revisions) {
      if (revision <= item.since)
        problems.push(`${item.id} changes in revision ${revision}, before it is there`);
    }
    if (item.until !== undefined && item.until < item.since)
      problems.push(`${item.id} ends before it begins`);
  }
  return problems;
}

function requirementProblems({ requirements, decisions }: Catalogue): string[] {
  const numbers = decisions.map((decision) => decision.n);
  return [
    ...repeated(requirements.map((requirement) => requirement.id)).map(
      (id) => `requirement ${id} is there twice`,
    ),
    ...repeated(numbers).map((n) => `decision ${n} is there twice`),
    ...decisions.filter((d, index) => d.n !== index + 1).map((d) => `decision ${d.n} is out of order`),
    ...requirements.filter(({ id }) => !path.test(id)).map(({ id }) => `requirement ${id} is no path`),
    ...requirements.flatMap((requirement) =>
      [requirement.since, ...Object.keys(requirement.revisions ?? {}).map(Number)]
        .map((revision) => wordsAt(requirement, revision))
        .flatMap((words) => [
          ...wordProblems(words.level, words.text).map((problem) => `requirement ${words.id}: ${problem}`),
          ...[words.title, words.rationale, words.cause, words.fix, words.untestable ?? '']
            .flatMap(requirementWords)
            .map(({ word }) => `requirement ${words.id}: ${word} stands outside the text`),
          ...(words.decisions ?? [])
            .filter((n) => !numbers.includes(n))
            .map((n) => `requirement ${words.id} cites decision ${n}, which does not exist`),
        ]),
    ),
  ];
}

function premiseProblems({ premises, requirements, cases }: Catalogue): string[] {
  const ids = new Set(requirements.map((requirement) => requirement.id));
  const used = new Set(
    cases.flatMap((entry) => [...entry.premises, ...(entry.afterwards ? [entry.afterwards] : [])]),
  );
  return Object.entries(premises).flatMap(([name, premise]) => [
    ...(premise.blockedBy === undefined || ids.has(premise.blockedBy)
      ? []
      : [`premise ${name} blames ${premise.blockedBy}, which is no requirement`]),
    ...(used.has(name) ? [] : [`premise ${name} is used by no case`]),
  ]);
}

function caseProblems({ cases, premises, requirements }: Catalogue): string[] {
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]));
  return [
    ...repeated(cases.map((entry) => entry.id)).map((id) => `case ${id} is there twice`),
    ...cases.flatMap((entry) => {
      const problems: string[] = [];
      const requirement = byId.get(entry.requirement);
      if (!path.test(entry.id)) problems.push(`case ${entry.id} is no path`);
      if (requirement === undefined)
        problems.push(`case ${entry.id} is of no requirement: ${entry.requirement}`);
      if (!entry.id.startsWith(`${entry.requirement}/`)) {
        problems.push(`case ${entry.id} does not begin with its requirement ${entry.requirement}`);
      }
      if (requirement !== undefined && entry.since < requirement.since) {
        problems.push(`case ${entry.id} is older than its requirement`);
      }
      if (requirement?.stage === 'beta' && entry.stage !== 'beta') {
        problems.push(`case ${entry.id} judges an alpha driver by a beta requirement`);
      }
      const told = [
        entry.expect.ok?.same,
        ...(entry.expect.ok?.results ?? []).map((result) => result.like?.premise),
      ];
      for (const name of [...entry.premises, ...told, entry.afterwards]) {
        if (name !== undefined && !Object.hasOwn(premises, name))
          problems.push(`case ${entry.id} stands on no premise: ${name}`);
      }
      for (const name of told) {
        if (name !== undefined && !entry.premises.includes(name)) {
          problems.push(`case ${entry.id} compares with premise ${name} without asking it`);
        }
      }
      return problems;
    }),
  ];
}

function repeated<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}
