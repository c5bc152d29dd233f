import type { Contract, Level, Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import { groupBy } from '../runner/group-by.js';
import { type CheckWorth, worthOf } from './check-worth.js';
import type { FailedRequirement, MutantCard, MutationSet, TrialAnswer } from './trial.js';

/** What came of one mutant: killed through every requirement that it breaks, or what is wrong. */
export type Fate = 'killed' | 'survived' | 'error';

/** One mutant of the matrix. */
export interface MatrixRow {
  readonly id: string;
  readonly description: string;
  readonly breaks: readonly string[];
  readonly also: readonly { readonly id: string; readonly why: string }[];
  readonly client: ClientKind;
  readonly stage: Stage;
  readonly fate: Fate;
  /** Why there is no verdict. */
  readonly problem?: string;
  /** Requirements that failed, with the checks that showed it. */
  readonly failed: readonly FailedRequirement[];
  /** MUSTs that failed though the mutant neither breaks nor implies them. */
  readonly blamed: readonly string[];
  /** Checks that could not tell. */
  readonly errors: readonly { readonly check: string; readonly message: string }[];
  /** What came of it with the other clients and at the other stages that were asked for. */
  readonly elsewhere: readonly MatrixElsewhere[];
}

/** What came of a mutant with another client or at another stage. */
export interface MatrixElsewhere {
  readonly client: ClientKind;
  readonly stage: Stage;
  readonly fate: Fate;
  readonly problem?: string;
  /** Requirements that it breaks and that failed. */
  readonly through: readonly string[];
  readonly blamed: readonly string[];
}

/** One requirement of the matrix. */
export interface MatrixRequirement {
  readonly id: string;
  readonly level: Level;
  /** Mutants that break it. */
  readonly mutants: number;
  /** Those that were killed through it. */
  readonly killed: number;
  /** Why no mutant breaks it. */
  readonly excuse?: string;
}

/** The reference driver without a mutant, with one client at one stage. */
export interface MatrixReference {
  readonly client: ClientKind;
  readonly stage: Stage;
  readonly passed: boolean;
  readonly problem?: string;
}

/** A driver that is odd and legal, and what was held against it. */
export interface MatrixOddity {
  readonly id: string;
  readonly description: string;
  readonly client: ClientKind;
  readonly stage: Stage;
  /** MUSTs that failed, and checks that could not tell. */
  readonly held: readonly string[];
}

/** Mutants by requirements: which were killed, through what. */
export interface Matrix {
  readonly contract: { readonly name: string; readonly revision: number };
  readonly clients: readonly ClientKind[];
  /** Whether every check ran against every mutant. */
  readonly whole: boolean;
  readonly reference: readonly MatrixReference[];
  readonly mutants: readonly MatrixRow[];
  readonly oddities: readonly MatrixOddity[];
  readonly requirements: readonly MatrixRequirement[];
  /** Mutants, oddities and trials of the reference driver that were tried once more by themselves, as the first was not right. */
  readonly again: readonly string[];
  /** Absent unless all mutants were tried. */
  readonly checks?: CheckWorth;
}

/** A mutant with the client and the stage that it was tried with and what came of it. */
export interface TriedMutant {
  readonly card: MutantCard;
  readonly client: ClientKind;
  readonly stage: Stage;
  readonly answer: TrialAnswer;
}

/** Makes the matrix. Requirements without a tried mutant are listed only where all mutants were tried. */
export function makeMatrix(
  contract: Contract,
  set: MutationSet,
  tried: readonly TriedMutant[],
  facts: Pick<Matrix, 'clients' | 'whole' | 'reference' | 'oddities' | 'again'>,
): Matrix {
  const mutants = [...groupBy(tried, ({ card }) => card.id).values()].map((all) => rowOf(all));
  return matrixOfRows(contract, set, mutants, facts);
}

/** Makes a matrix of rows, be they of one run or of several. */
export function matrixOfRows(
  contract: Contract,
  set: MutationSet,
  mutants: readonly MatrixRow[],
  facts: Pick<Matrix, 'clients' | 'whole' | 'reference' | 'oddities' | 'again'>,
): Matrix {
  const complete = set.mutants.every(({ id }) => mutants.some((row) => row.id === id));
  const excuses = new Map(set.excused.map(({ id, why }) => [id, why]));
  const requirements = contract.requirements
    .filter(({ party }) => party === 'driver')
    .map(({ id, level }): MatrixRequirement => {
      const own = mutants.filter(({ breaks }) => breaks.includes(id));
      const killed = own.filter(({ failed }) => failed.some((one) => one.id === id));
      const excuse = excuses.get(id);
      return {
        id,
        level,
        mutants: own.length,
        killed: killed.length,
        ...(excuse === undefined ? {} : { excuse }),
      };
    })
    .filter(({ mutants: count }) => count > 0 || complete);
  return {
    contract: { name: contract.name, revision: contract.revision },
    ...facts,
    mutants,
    requirements,
    ...(complete ? { checks: worthOf(contract, mutants) } : {}),
  };
}

/** A mutant's row: what came of it first, and beside it what came of it elsewhere. */
function rowOf([first, ...others]: readonly TriedMutant[]): MatrixRow {
  const elsewhere = others.map((one): MatrixElsewhere => {
    const { client, stage, breaks, fate, problem, failed, blamed } = outcomeOf(one);
    const through = throughOf({ breaks, failed });
    return { client, stage, fate, ...(problem === undefined ? {} : { problem }), through, blamed };
  });
  return { ...outcomeOf(first as TriedMutant), elsewhere };
}

function outcomeOf({ card, client, stage, answer }: TriedMutant): Omit<MatrixRow, 'elsewhere'> {
  const { id, description, breaks, also } = card;
  const row = { id, description, breaks, also, client, stage };
  if ('problem' in answer) {
    return { ...row, fate: 'error', problem: answer.problem, failed: [], blamed: [], errors: [] };
  }
  const { failed, errors } = answer.result;
  const fair = new Set([...breaks, ...also.map((one) => one.id)]);
  return {
    ...row,
    fate: throughOf({ breaks, failed }).length === breaks.length ? 'killed' : 'survived',
    failed,
    blamed: failed.filter((one) => one.level === 'MUST' && !fair.has(one.id)).map((one) => one.id),
    errors,
  };
}

/** The requirements that a mutant breaks and that failed. */
function throughOf({ breaks, failed }: Pick<MatrixRow, 'breaks' | 'failed'>): readonly string[] {
  return breaks.filter((broken) => failed.some((one) => one.id === broken));
}

/** What is wrong with a matrix, a sentence each; empty where the suite proved itself. */
export function matrixProblems(matrix: Matrix): readonly string[] {
  return [
    ...matrix.reference
      .filter(({ passed }) => !passed)
      .map(
        ({ client, stage, problem }) =>
          `the reference driver does not pass with client ${client} at stage ${stage}: ${problem ?? ''}`,
      ),
    ...matrix.oddities
      .filter(({ held }) => held.length > 0)
      .map(
        ({ id, client, stage, held }) =>
          `${id} is legal, and is blamed with client ${client} at stage ${stage}: ${held.join('; ')}`,
      ),
    ...matrix.mutants.flatMap((row) => differences(row)),
    ...matrix.mutants.flatMap((row) => {
      const { id, fate, problem, blamed } = row;
      return [
        ...(fate === 'error' ? [`${id} got no verdict: ${problem ?? ''}`] : []),
        ...survivals(row),
        ...(blamed.length > 0 ? [`${id} is blamed for ${blamed.join(', ')}, which it does not break`] : []),
      ];
    }),
    ...matrix.requirements
      .filter(({ killed, excuse }) => killed === 0 && excuse === undefined)
      .map(({ id }) => `no mutant of ${id} is killed`),
  ];
}

/** What lets a mutant pass that is not killed, and what of it is open: a check that could not tell lets nothing pass. */
function survivals({ id, fate, breaks, failed, errors }: MatrixRow): readonly string[] {
  if (fate !== 'survived') return [];
  const unseen = breaks.filter((broken) => !failed.some((one) => one.id === broken));
  const errorOf = (broken: string) => errors.find(({ check }) => check.startsWith(`${broken}/`));
  const passed = unseen.filter((broken) => errorOf(broken) === undefined);
  return [
    ...(passed.length > 0 ? [`${id} survives: ${passed.join(', ')} passes`] : []),
    ...unseen.flatMap((broken) => {
      const error = errorOf(broken);
      if (error === undefined) return [];
      return [
        `the trial of ${id} was not finished: ${broken} has no verdict (${error.check}: ${error.message})`,
      ];
    }),
  ];
}

/** What the reference driver is called beside its mutants. */
export function referenceName({ client, stage }: Pick<MatrixReference, 'client' | 'stage'>): string {
  return `the reference driver (${client}, ${stage})`;
}

/** Names of mutants, oddities and trials of the reference driver of which something is not as it should be. */
export function unsettled({
  reference,
  mutants,
  oddities,
}: Pick<Matrix, 'reference' | 'mutants' | 'oddities'>): readonly string[] {
  const settled = ({ fate, blamed }: Pick<MatrixRow, 'fate' | 'blamed'>): boolean =>
    fate === 'killed' && blamed.length === 0;
  return [
    ...reference.filter(({ passed }) => !passed).map(referenceName),
    ...mutants.filter((row) => ![row, ...row.elsewhere].every(settled)).map(({ id }) => id),
    ...oddities.filter(({ held }) => held.length > 0).map(({ id }) => id),
  ];
}

/** How the verdict on a mutant differs with another client or at another stage, a sentence each. */
function differences(row: MatrixRow): readonly string[] {
  const { id, client, stage, fate, blamed } = row;
  const say = (what: { fate: Fate; through: readonly string[]; blamed: readonly string[] }): string =>
    [
      what.fate,
      ...(what.through.length > 0 ? [`through ${what.through.join(' and ')}`] : []),
      ...(what.blamed.length > 0 ? [`blamed for ${what.blamed.join(' and ')}`] : []),
    ].join(', ');
  const here = say({ fate, through: throughOf(row), blamed });
  return row.elsewhere
    .filter((other) => say(other) !== here)
    .map(
      (other) =>
        `${id} with client ${other.client} at stage ${other.stage} is ${say(other)}${other.problem === undefined ? '' : ` (${other.problem})`}; with client ${client} at stage ${stage} it is ${here}`,
    );
}

/** The part of a matrix that must not change unnoticed: which mutant fails which of the requirements that it breaks. */
export function settledPart(matrix: Pick<Matrix, 'mutants'>): ReadonlyMap<string, readonly string[]> {
  return new Map(matrix.mutants.map((row) => [row.id, throughOf(row)]));
}

/** How a matrix differs from an earlier one, a sentence each. */
export function matrixDrift(
  before: Pick<Matrix, 'mutants'>,
  now: Pick<Matrix, 'mutants'>,
): readonly string[] {
  const was = settledPart(before);
  const is = settledPart(now);
  return [
    ...[...was.keys()].filter((id) => !is.has(id)).map((id) => `${id} was tried then, and not now`),
    ...[...is].flatMap(([id, killed]) => {
      const then = was.get(id);
      if (then === undefined) return [`${id} is new`];
      const same = then.length === killed.length && then.every((one) => killed.includes(one));
      return same
        ? []
        : [`${id} failed ${then.join(', ') || 'nothing'} then, and ${killed.join(', ') || 'nothing'} now`];
    }),
  ];
}
