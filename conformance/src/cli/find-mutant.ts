import type { Mutant } from '../contracts/env-vars/mutants/mutant.js';
import { oddities } from '../contracts/env-vars/mutants/oddities.js';
import { mutants } from '../contracts/env-vars/mutants/registry.js';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';

/**
 * The mutant of an id, or the legal oddity, which breaks nothing. Throws a UsageError with the nearest one, or with those of the
 * requirement that was named.
 */
export function findMutant(id: string): Mutant {
  const all = [...mutants, ...oddities.map((oddity) => ({ ...oddity, breaks: [] }))];
  const found = all.find((mutant) => mutant.id === id);
  if (found !== undefined) return found;
  const ids = all.map((mutant) => mutant.id);
  const below = ids.filter((one) => one.startsWith(`${id}/`));
  if (below.length > 0) throw new UsageError(`${id} has several mutants`, `give one of ${below.join(', ')}`);
  const guess = nearest(id, ids);
  throw new UsageError(
    `unknown mutant ${id}`,
    guess === undefined ? `mutants are named like ${ids[0]}` : `did you mean ${guess}?`,
  );
}
