import picomatch from 'picomatch';
import type { Contract } from '../contract.js';
import { groupBy } from '../runner/group-by.js';
import type { MutantCard, MutationSet } from './trial.js';

/** Of so many requirements that a mutant does not touch one is tried, by one check. */
const oneOf = 3;

/**
 * Names of the checks that a mutant is tried with: all of the requirements that it breaks, and one of every third other
 * requirement, to see it blamed. Each mutant gets others, so that together they are all made. Those of requirements that may
 * fail along with it are left out: what they come to decides nothing.
 */
export function checksFor(
  { checks }: Pick<Contract, 'checks'>,
  { costly }: Pick<MutationSet, 'costly'>,
  { id, breaks, also }: Pick<MutantCard, 'id' | 'breaks' | 'also'>,
): readonly string[] {
  const own = new Set(breaks);
  const implied = new Set(also.map((one) => one.id));
  const isCostly = picomatch([...costly]);
  return [...groupBy(checks, ({ requirement }) => requirement)].flatMap(([requirement, all]) => {
    if (own.has(requirement)) return all.map(({ name }) => name);
    if (implied.has(requirement) || hash(`${id} ${requirement}`) % oneOf !== 0) return [];
    return all
      .map(({ name }) => name)
      .filter((name) => !isCostly(name))
      .map((name) => ({ name, rank: hash(`${id} ${name}`) }))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, 1)
      .map(({ name }) => name);
  });
}

/** At most so many mutants of each requirement, evenly spread over those that it has. */
export function ofEach(cards: readonly MutantCard[], most: number): readonly MutantCard[] {
  return [...groupBy(cards, ({ breaks }) => breaks[0] ?? '').values()].flatMap((all) => {
    if (all.length <= most) return all;
    return Array.from({ length: most }, (_, index) => {
      const at = most === 1 ? 0 : Math.round((index * (all.length - 1)) / (most - 1));
      return all[at] as MutantCard;
    });
  });
}

/** A number that is the same for the same text everywhere (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
