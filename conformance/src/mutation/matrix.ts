import type { Contract, Level, Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import type { FailedRequirement, MutantCard, MutationSet, TrialAnswer } from './trial.js';

/** What came of one mutant: killed through every requirement that it breaks, or what is wrong. */
export type Fate = 'killed' | 'survived' | 'error';

/** One mutant of the matrix. */
export interface MatrixRow {
  readonly id: string;
  readonly description: string;
  readonly breaks: readonly string[];
  readonly also: readonly { readonly id: string; readonly why: string }[];
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

/** What each check is worth, by what happens without it. */
export interface CheckWorth {
  /** Without it some mutant would survive. */
  readonly essential: readonly string[];
  /** Others kill all that it kills. */
  readonly redundant: readonly string[];
  /** Kills no mutant. */
  readonly idle: readonly string[];
}

/** The reference driver without a mutant, at one stage. */
export interface MatrixReference {
  readonly stage: Stage;
  readonly passed: boolean;
  readonly problem?: string;
}

/** A driver that is odd and legal, and what was held against it. */
export interface MatrixOddity {
  readonly id: string;
  readonly description: string;
  readonly stage: Stage;
  /** MUSTs that failed, and checks that could not tell. */
  readonly held: readonly string[];
}

/** Mutants by requirements: which were killed, through what. */
export interface Matrix {
  readonly contract: { readonly name: string; readonly revision: number };
  readonly client: ClientKind;
  /** Whether every check ran against every mutant. */
  readonly whole: boolean;
  readonly reference: readonly MatrixReference[];
  readonly mutants: readonly MatrixRow[];
  readonly oddities: readonly MatrixOddity[];
  readonly requirements: readonly MatrixRequirement[];
  readonly checks: CheckWorth;
}

/** A mutant with the stage that it was tried at and what came of it. */
export interface TriedMutant {
  readonly card: MutantCard;
  readonly stage: Stage;
  readonly answer: TrialAnswer;
}

/** Makes the matrix. Requirements without a tried mutant are listed only where all mutants were tried. */
export function makeMatrix(
  contract: Contract,
  set: MutationSet,
  tried: readonly TriedMutant[],
  facts: Pick<Matrix, 'client' | 'whole' | 'reference' | 'oddities'>,
): Matrix {
  const mutants = tried.map((one) => rowOf(one));
  const complete = set.mutants.every(({ id }) => tried.some(({ card }) => card.id === id));
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
    checks: worthOf(contract, mutants),
  };
}

function rowOf({ card, stage, answer }: TriedMutant): MatrixRow {
  const { id, description, breaks, also } = card;
  const row = { id, description, breaks, also, stage };
  if ('problem' in answer) {
    return {
      ...row,
      fate: 'error',
      problem: answer.problem,
      failed: [],
      blamed: [],
      errors: [],
    };
  }
  const { failed, errors } = answer.result;
  const fair = new Set([...breaks, ...also.map((one) => one.id)]);
  return {
    ...row,
    fate: breaks.every((broken) => failed.some((one) => one.id === broken)) ? 'killed' : 'survived',
    failed,
    blamed: failed.filter((one) => one.level === 'MUST' && !fair.has(one.id)).map((one) => one.id),
    errors,
  };
}

/** A check is essential where it alone shows that a mutant breaks a requirement. */
function worthOf(contract: Contract, mutants: readonly MatrixRow[]): CheckWorth {
  const kills = new Set<string>();
  const alone = new Set<string>();
  for (const { breaks, failed } of mutants) {
    for (const { id, checks } of failed) {
      if (!breaks.includes(id)) continue;
      for (const check of checks) kills.add(check);
      if (checks.length === 1) alone.add(checks[0] as string);
    }
  }
  const names = contract.checks.map(({ name }) => name);
  return {
    essential: names.filter((name) => alone.has(name)),
    redundant: names.filter((name) => kills.has(name) && !alone.has(name)),
    idle: names.filter((name) => !kills.has(name)),
  };
}

/** What is wrong with a matrix, a sentence each; empty where the suite proved itself. */
export function matrixProblems(matrix: Matrix): readonly string[] {
  return [
    ...matrix.reference
      .filter(({ passed }) => !passed)
      .map(({ stage, problem }) => `the reference driver does not pass at stage ${stage}: ${problem ?? ''}`),
    ...matrix.oddities
      .filter(({ held }) => held.length > 0)
      .map(({ id, held }) => `${id} is legal, and is blamed: ${held.join('; ')}`),
    ...matrix.mutants.flatMap(({ id, fate, problem, breaks, failed, blamed }) => [
      ...(fate === 'error' ? [`${id} got no verdict: ${problem ?? ''}`] : []),
      ...(fate === 'survived'
        ? [
            `${id} survives: ${breaks.filter((broken) => !failed.some((one) => one.id === broken)).join(', ')} passes`,
          ]
        : []),
      ...(blamed.length > 0 ? [`${id} is blamed for ${blamed.join(', ')}, which it does not break`] : []),
    ]),
    ...matrix.requirements
      .filter(({ killed, excuse }) => killed === 0 && excuse === undefined)
      .map(({ id }) => `no mutant of ${id} is killed`),
  ];
}

/** The part of a matrix that must not change unnoticed: which mutant fails which of the requirements that it breaks. */
export function settledPart(matrix: Pick<Matrix, 'mutants'>): ReadonlyMap<string, readonly string[]> {
  return new Map(
    matrix.mutants.map(({ id, breaks, failed }) => [
      id,
      breaks.filter((broken) => failed.some((one) => one.id === broken)),
    ]),
  );
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
