import type { Contract } from '../contract.js';
import { type ContractEntry, contractEntries } from '../contracts/registry.js';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';

/**
 * The contract that `--contract name[@revision]` asks for; the newest revision of the first contract when nothing is said.
 *
 * @param entries the contracts that there are
 * @throws UsageError naming the known contracts or revisions
 */
export function contractNamed(
  text?: string,
  linkBase?: string,
  entries: readonly [ContractEntry, ...ContractEntry[]] = contractEntries,
): Contract {
  const [, name = text ?? entries[0].name, revision] = /^([^@]*)@(.*)$/s.exec(text ?? '') ?? [];
  const entry = entries.find((one) => one.name === name);
  if (entry === undefined) {
    const names = entries.map((one) => one.name);
    const guess = nearest(name, names);
    throw new UsageError(
      `unknown contract ${name}`,
      guess === undefined ? `contracts are ${names.join(', ')}` : `did you mean ${guess}?`,
    );
  }
  if (revision === undefined) return entry.at(newestOf(entry), linkBase);
  const found = entry.revisions.find((one) => String(one) === revision);
  if (found === undefined) {
    throw new UsageError(
      `contract ${name} has no revision ${revision === '' ? '""' : revision}`,
      `revisions are ${entry.revisions.map((one) => `${name}@${one}`).join(', ')}`,
    );
  }
  return entry.at(found, linkBase);
}

/** Newest revision of a contract. */
export function newestOf({ revisions }: ContractEntry): number {
  return revisions.at(-1) ?? revisions[0];
}
