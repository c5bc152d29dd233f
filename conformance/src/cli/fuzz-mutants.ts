import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Contract, Stage } from '../contract.js';
import { exitCode } from '../errors.js';
import {
  type FuzzRow,
  type FuzzTable,
  fuzzProblems,
  fuzzRow,
  fuzzTableAsJson,
  fuzzTableAsMarkdown,
  fuzzTableAsText,
} from '../mutation/fuzz-table.js';
import type { FuzzTrial, FuzzTrialResult } from '../mutation/fuzz-trial.js';
import type { DriverCard, MutantCard, MutationSet, OddityCard } from '../mutation/trial.js';
import { makeTrials } from './make-trials.js';
import type { MutantsFlags } from './mutants-flags.js';
import { writeNewFile } from './write-new-file.js';

/** The seed of every campaign: a table has to come out the same each time. */
const seed = 1;

type Driver = Parameters<typeof fuzzRow>[1];

/** Fuzzes the reference driver, the oddities and the mutants, tells after how many inputs each is found, and returns the exit code. */
export async function fuzzMutants(
  contract: Contract,
  set: MutationSet,
  cards: { readonly cards: readonly MutantCard[]; readonly oddities: readonly OddityCard[] },
  flags: MutantsFlags & { readonly fuzz: number },
): Promise<number> {
  const plan = planOf(cards, flags);
  const spent = new Set(
    [...cards.cards, ...cards.oddities].filter((one) => one.ownProcess).map(({ id }) => id),
  );
  const answers = await makeTrials<FuzzTrial, FuzzTrialResult>(
    plan.map(([one]) => one),
    {
      worker: set.worker,
      jobs: flags.jobs ?? availableParallelism(),
      spends: ({ mutant }) => mutant !== undefined && spent.has(mutant),
    },
  );
  if (answers === undefined) return exitCode.interrupted;
  const rows = plan.map(
    ([one, driver]): FuzzRow =>
      fuzzRow(contract, driver, one, answers.get(one) ?? { problem: 'it was not tried' }),
  );
  const { name, revision } = contract;
  return told({ contract: { name, revision }, seed, runs: flags.fuzz, rows }, flags);
}

/** The reference driver at each stage that is needed, then the oddities, then the mutants, with each client. */
function planOf(
  { cards, oddities }: { readonly cards: readonly MutantCard[]; readonly oddities: readonly OddityCard[] },
  { client: clients, stage: stages, fuzz, deadline }: MutantsFlags & { readonly fuzz: number },
): readonly (readonly [FuzzTrial, Driver])[] {
  const stagesOf = ({ stage }: DriverCard): readonly Stage[] => (stage === undefined ? stages : [stage]);
  const needed = [...new Set([...cards, ...oddities].flatMap(stagesOf))].sort();
  const trialsOf = (driver: Driver, at: readonly Stage[]): readonly (readonly [FuzzTrial, Driver])[] =>
    clients.flatMap((client) =>
      at.map(
        (stage) =>
          [
            {
              ...(driver.kind === 'reference' ? {} : { mutant: driver.card.id }),
              stage,
              client,
              fuzzRuns: fuzz,
              breaks: driver.kind === 'mutant' ? driver.card.breaks : [],
              seed,
              deadlineMs: deadline,
            },
            driver,
          ] as const,
      ),
    );
  return [
    ...trialsOf({ kind: 'reference' }, needed),
    ...oddities.flatMap((card) => trialsOf({ kind: 'oddity', card }, stagesOf(card))),
    ...cards.flatMap((card) => trialsOf({ kind: 'mutant', card }, stagesOf(card))),
  ];
}

function told(table: FuzzTable, flags: MutantsFlags): number {
  const render = { text: fuzzTableAsText, json: fuzzTableAsJson, markdown: fuzzTableAsMarkdown }[
    flags.reporter
  ];
  process.stdout.write(render(table));
  if (flags.output !== undefined) {
    writeNewFile(join(flags.output, 'fuzz-table.json'), fuzzTableAsJson(table), true);
    writeNewFile(join(flags.output, 'fuzz-table.md'), fuzzTableAsMarkdown(table), true);
  }
  return fuzzProblems(table).length === 0 ? exitCode.ok : exitCode.nonconformant;
}
