import { join } from 'node:path';
import picomatch from 'picomatch';
import type { Contract, Stage } from '../contract.js';
import { exitCode, UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import {
  type Matrix,
  type MatrixOddity,
  type MatrixReference,
  makeMatrix,
  matrixDrift,
  matrixProblems,
  referenceName,
  type TriedMutant,
  unsettled,
} from '../mutation/matrix.js';
import { matrixAsJson, matrixAsMarkdown, matrixAsText } from '../mutation/render-matrix.js';
import { checksFor, ofEach } from '../mutation/sample.js';
import type {
  DriverCard,
  MutantCard,
  MutationSet,
  OddityCard,
  Trial,
  TrialAnswer,
  TrialResult,
} from '../mutation/trial.js';
import { nearest } from '../nearest.js';
import { readText } from '../profile/read-text.js';
import { contractNamed } from './contract-named.js';
import { makeFolder } from './make-folder.js';
import { makeTrials } from './make-trials.js';
import type { MutantsFlags } from './mutants-flags.js';
import { writeNewFile } from './write-new-file.js';

/** Tries the mutants that the flags choose, tells the matrix, and returns the exit code. */
export async function tryMutants(flags: MutantsFlags): Promise<number> {
  const contract = contractNamed();
  const set = await contract.mutation?.();
  if (set === undefined) throw new UsageError(`contract ${contract.name} has no mutants`);
  const matching = chosen(set, flags.run);
  const { oddities } = matching;
  const cards = flags.each === undefined ? matching.cards : ofEach(matching.cards, flags.each);
  if (flags.fuzz !== undefined) {
    if (flags.check !== undefined) throw new UsageError('--fuzz and --check exclude each other');
    if (flags.output !== undefined) makeFolder(flags.output);
    const { fuzzMutants } = await import('./fuzz-mutants.js');
    return fuzzMutants(contract, set, { cards, oddities }, { ...flags, fuzz: flags.fuzz });
  }
  const before = flags.check === undefined ? undefined : readMatrix(flags.check);
  if (flags.output !== undefined) makeFolder(flags.output);

  const plan = planTrials(contract, set, cards, oddities, flags);
  const spent = new Set([...cards, ...oddities].filter((one) => one.ownProcess).map(({ id }) => id));
  const make = (
    trials: readonly Trial[],
    jobs: number | undefined,
  ): Promise<ReadonlyMap<Trial, TrialAnswer> | undefined> =>
    makeTrials<Trial, TrialResult>(trials, {
      worker: set.worker,
      jobs,
      spends: ({ mutant }) => mutant !== undefined && spent.has(mutant),
    });
  const trials = plan.map(({ trial }) => trial);
  const answers = await make(trials, flags.jobs);
  if (answers === undefined) return exitCode.interrupted;
  const matrix = matrixOf(contract, set, plan, answers, [], flags);
  // Trials share the machine: what one of them came to among others may be the machine's doing.
  const again = flags.jobs === 1 ? [] : unsettled(matrix);
  if (again.length === 0) return report(matrix, before, flags);
  // With every check: a sample may leave out the one that tells what is at fault.
  const repeated = new Map(
    trials
      .filter((trial) => again.includes(trial.mutant ?? referenceName(trial)))
      .map((trial): [Trial, Trial] => [{ ...trial, run: [] }, trial]),
  );
  const anew = await make([...repeated.keys()], 1);
  if (anew === undefined) return exitCode.interrupted;
  const all = new Map(answers);
  for (const [trial, answer] of anew) all.set(repeated.get(trial) ?? trial, answer);
  return report(matrixOf(contract, set, plan, all, again, flags), before, flags);
}

/** Mutants and oddities whose id, or whose requirement's, matches the glob. */
function chosen(
  { mutants, oddities }: MutationSet,
  pattern: string | undefined,
): { readonly cards: readonly MutantCard[]; readonly oddities: readonly OddityCard[] } {
  if (pattern === undefined) return { cards: mutants, oddities };
  const matches = picomatch(pattern, { dot: true });
  const taken = (name: string): boolean =>
    matches(name) || name === pattern || name.startsWith(`${pattern}/`);
  const cards = mutants.filter(({ id, breaks }) => taken(id) || breaks.some(taken));
  const odd = oddities.filter(({ id }) => taken(id));
  if (cards.length + odd.length > 0) return { cards, oddities: odd };
  const guess = nearest(
    pattern,
    [...mutants, ...oddities].map(({ id }) => id),
  );
  throw new UsageError(
    `--run ${pattern} matches no mutant`,
    guess === undefined ? `mutants are named like ${mutants[0]?.id}` : `did you mean ${guess}?`,
  );
}

interface Planned {
  readonly trial: Trial;
  readonly card?: MutantCard;
  readonly oddity?: OddityCard;
}

/**
 * The reference driver at each stage that is needed, then each mutant. Where only some mutants are tried, the reference driver meets
 * the checks that they do.
 */
function planTrials(
  contract: Contract,
  set: MutationSet,
  cards: readonly MutantCard[],
  oddities: readonly OddityCard[],
  flags: MutantsFlags,
): readonly Planned[] {
  const { client: clients, stage: stages, deadline: deadlineMs, whole, shuffle } = flags;
  const common = { deadlineMs, ...(shuffle === undefined ? {} : { shuffle }) };
  const stagesOf = ({ stage }: DriverCard): readonly Stage[] => (stage === undefined ? stages : [stage]);
  const needed = [...new Set([...cards, ...oddities].flatMap(stagesOf))].sort();
  const trialsOf = (one: DriverCard, run: readonly string[]): readonly Trial[] =>
    clients.flatMap((client) =>
      stagesOf(one).map((stage) => ({ client, stage, mutant: one.id, run: whole ? [] : run, ...common })),
    );
  const tried = [
    ...oddities.flatMap((oddity) =>
      trialsOf(oddity, checksFor(contract, set, { id: oddity.id, breaks: oddity.near, also: [] })).map(
        (trial) => ({
          oddity,
          trial,
        }),
      ),
    ),
    ...cards.flatMap((card) =>
      trialsOf(card, checksFor(contract, set, card)).map((trial) => ({ card, trial })),
    ),
  ];
  const made = [...new Set(tried.flatMap(({ trial }) => trial.run))];
  const run = whole || flags.run === undefined ? [] : made;
  const reference = clients.flatMap((client) =>
    needed.map((stage) => ({ trial: { client, stage, run, ...common } })),
  );
  return [...reference, ...tried];
}

function matrixOf(
  contract: Contract,
  set: MutationSet,
  plan: readonly Planned[],
  answers: ReadonlyMap<Trial, TrialAnswer>,
  again: readonly string[],
  { client: clients, whole }: MutantsFlags,
): Matrix {
  const lost: TrialAnswer = { problem: 'it was not tried' };
  const answerOf = (trial: Trial): TrialAnswer => answers.get(trial) ?? lost;
  const tried = plan.flatMap(({ card, trial }): TriedMutant[] =>
    card === undefined ? [] : [{ card, client: trial.client, stage: trial.stage, answer: answerOf(trial) }],
  );
  const reference = plan
    .filter(({ card, oddity }) => card === undefined && oddity === undefined)
    .map(({ trial }) => judgeReference(trial, answerOf(trial)));
  const oddities = plan.flatMap(({ oddity, trial }): MatrixOddity[] => {
    if (oddity === undefined) return [];
    const { id, description } = oddity;
    const { client, stage } = trial;
    return [{ id, description, client, stage, held: heldAgainst(answerOf(trial)) }];
  });
  return makeMatrix(contract, set, tried, { clients, whole, reference, oddities, again });
}

/** What fails or is in error; a SHOULD that fails and what could not be tested are no accusation. */
function heldAgainst(answer: TrialAnswer): readonly string[] {
  if ('problem' in answer) return [answer.problem];
  const { failed, errors, exitCode: code, verdict } = answer.result;
  const musts = failed.filter(({ level }) => level === 'MUST');
  const held = [
    ...musts.map(({ id, checks }) => `${id} fails (${checks[0]})`),
    ...errors.map(({ check, message }) => `${check}: ${message}`),
  ].slice(0, 5);
  return held.length > 0 || code === exitCode.ok ? held : [`the run is ${verdict}`];
}

function judgeReference({ client, stage, run }: Trial, answer: TrialAnswer): MatrixReference {
  if ('problem' in answer) return { client, stage, passed: false, problem: answer.problem };
  const { verdict, failed, errors } = answer.result;
  const wrong = [
    ...failed.map(({ id, checks }) => `${id} fails (${checks.join(', ')})`),
    ...errors.map(({ check, message }) => `${check}: ${message}`),
  ];
  const good = run.length === 0 ? ['conformant'] : ['conformant', 'partial'];
  if (wrong.length === 0 && !good.includes(verdict)) wrong.push(`it is ${verdict}`);
  return wrong.length === 0
    ? { client, stage, passed: true }
    : { client, stage, passed: false, problem: wrong.slice(0, 5).join('; ') };
}

function report(matrix: Matrix, before: Pick<Matrix, 'mutants'> | undefined, flags: MutantsFlags): number {
  const render = { text: matrixAsText, json: matrixAsJson, markdown: matrixAsMarkdown }[flags.reporter];
  process.stdout.write(render(matrix));
  if (flags.output !== undefined) {
    writeNewFile(join(flags.output, 'matrix.json'), matrixAsJson(matrix), true);
    writeNewFile(join(flags.output, 'matrix.md'), matrixAsMarkdown(matrix), true);
  }
  const drift = before === undefined ? [] : matrixDrift(before, matrix);
  for (const line of drift) process.stderr.write(`differs from ${flags.check}: ${line}\n`);
  const lost = matrix.mutants.some(({ fate }) => fate === 'error');
  if (matrixProblems(matrix).length === 0 && drift.length === 0) return exitCode.ok;
  return lost ? exitCode.error : exitCode.nonconformant;
}

function readMatrix(path: string): Pick<Matrix, 'mutants'> {
  const text = readText(path, 'matrix');
  try {
    const matrix = JSON.parse(text) as { format?: unknown; mutants?: Matrix['mutants'] };
    if (matrix.format === 'csi-env/kill-matrix' && Array.isArray(matrix.mutants)) {
      return { mutants: matrix.mutants };
    }
  } catch {
    // What is no JSON is no matrix either.
  }
  throw new UsageError(`${path} is no kill matrix`, `${invocation} mutants --output FOLDER writes one`);
}
