import type { Contract } from '../contract.js';
import type { KnownFailure } from '../runner/known-failures.js';
import type { Selection } from '../runner/select.js';
import { type Choice, chooseDriver, refuseHookProblems } from './choose-driver.js';
import { contractNamed } from './contract-named.js';
import { contractWithCases } from './contract-with-cases.js';
import { readPatterns } from './read-patterns.js';
import type { RunFlags } from './run-flags.js';

/** Everything that the flags of `run` lead to, read and checked before anything is started. */
export interface RunInputs {
  readonly contract: Contract;
  readonly selection: Selection;
  readonly choice: Choice;
  readonly knownFailures: readonly KnownFailure[];
  readonly baseline: readonly string[];
  /** Arguments that reproduce the choice of driver and what else a check may depend on. */
  readonly reproduceArguments: readonly string[];
}

/** Reads what the flags name. Throws a UsageError for the first thing that is wrong. */
export async function readInputs(flags: RunFlags, env: NodeJS.ProcessEnv): Promise<RunInputs> {
  const contract = await contractWithCases(contractNamed(flags.contract, flags.linkBase), flags.cases);
  const selection = {
    run: readPatterns(flags.run ?? [], '--run'),
    skip: readPatterns(flags.skip ?? [], '--skip'),
  };
  const choice = await chooseDriver({ endpoint: flags.endpoint, profile: flags.profile, env });
  refuseHookProblems(choice, flags.safe);
  const { knownFailures, baseline } = flags;
  return {
    contract,
    selection,
    choice,
    knownFailures:
      knownFailures === undefined
        ? []
        : (await import('./read-known-failures.js')).readKnownFailures(knownFailures, contract),
    baseline:
      baseline === undefined ? [] : (await import('./read-baseline.js')).readBaseline(baseline, contract),
    reproduceArguments: [...choice.reproduce, ...reproduceFlags(flags)],
  };
}

function reproduceFlags(flags: RunFlags): readonly string[] {
  return [
    ...(flags.contract === undefined ? [] : ['--contract', flags.contract]),
    ...(flags.cases === undefined ? [] : ['--cases', flags.cases]),
    ...(flags.stage === 'auto' ? [] : ['--stage', flags.stage]),
    ...(flags.client === 'wire' ? [] : ['--client', flags.client]),
    ...(flags.timeout === 5000 ? [] : ['--timeout', `${flags.timeout}ms`]),
    ...(flags.startupTimeout === 10_000 ? [] : ['--startup-timeout', `${flags.startupTimeout}ms`]),
  ];
}
