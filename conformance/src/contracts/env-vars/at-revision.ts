import { requirementsAt } from '@csi-env/spec-tests';
import type { Contract, Requirement } from '../../contract.js';
import { contract as data, decisions, requirements } from '../../gen/requirements.js';
import type { Profile } from '../../profile/profile.js';
import { defaultLinkBase, envVarsContract } from './contract.js';
import type { Facts } from './facts.js';
import type { Tools } from './tools.js';

/** Numbers of the contract's revisions, oldest first. */
export const envVarsRevisions = data.revisions.map(({ revision }) => revision) as unknown as readonly [
  number,
  ...number[],
];

/** Revision that holds unless another is asked for. */
export const newestRevision: number = data.revision;

/**
 * The contract env-vars as one of its revisions has it.
 *
 * @param revision one of {@link envVarsRevisions}
 * @param linkBase where requirements are explained, a prefix for ids
 */
export function envVarsAt(
  revision: number = newestRevision,
  linkBase: string = defaultLinkBase,
): Contract<Profile, Facts, Tools> {
  const list = requirementsAt(requirements, revision).map(
    ({
      id,
      level,
      stage,
      party,
      title,
      text,
      rationale,
      source,
      decisions: numbers = [],
      cause,
      fix,
      untestable,
    }): Requirement => ({
      id,
      level,
      stage,
      party,
      title,
      text,
      rationale,
      source: source.join(', '),
      decisions: decisions.filter(({ n }) => numbers.includes(n)),
      cause,
      fix,
      untestable,
    }),
  );
  return envVarsContract(revision, list, linkBase);
}
