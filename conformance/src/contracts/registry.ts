import type { Contract } from '../contract.js';
import { envVarsAt, envVarsRevisions } from './env-vars/at-revision.js';

/** A contract that `--contract` can name. */
export interface ContractEntry {
  /** Name in `--contract`; also the name of its folder. */
  readonly name: string;
  /** Numbers of its revisions, oldest first; the last one holds unless another is asked for. */
  readonly revisions: readonly [number, ...number[]];
  /**
   * The contract as one of its revisions has it.
   *
   * @param linkBase where requirements are explained, a prefix for ids; the contract has one of its own
   */
  at(revision: number, linkBase?: string): Contract;
}

/** Every contract; the first is the one that is tested by unless another is named. To add one, add its entry here. */
export const contractEntries: readonly [ContractEntry, ...ContractEntry[]] = [
  { name: 'env-vars', revisions: envVarsRevisions, at: envVarsAt },
];
