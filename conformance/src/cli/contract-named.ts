import type { Contract } from '../contract.js';
import { envVarsAt, envVarsRevisions } from '../contracts/env-vars/at-revision.js';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';

const names = ['env-vars'] as const;

/**
 * The contract that `--contract name[@revision]` asks for; the newest revision of env-vars when nothing is said.
 *
 * @throws UsageError naming the known contracts or revisions
 */
export function contractNamed(text = 'env-vars', linkBase?: string): Contract {
  const [, name = text, revision] = /^([^@]*)@(.*)$/s.exec(text) ?? [];
  if (!names.some((known) => known === name)) {
    const guess = nearest(name, names);
    throw new UsageError(
      `unknown contract ${name}`,
      guess === undefined ? `contracts are ${names.join(', ')}` : `did you mean ${guess}?`,
    );
  }
  if (revision === undefined) return envVarsAt(undefined, linkBase);
  const found = envVarsRevisions.find((one) => String(one) === revision);
  if (found === undefined) {
    throw new UsageError(
      `contract ${name} has no revision ${revision === '' ? '""' : revision}`,
      `revisions are ${envVarsRevisions.map((one) => `${name}@${one}`).join(', ')}`,
    );
  }
  return envVarsAt(found, linkBase);
}
