import type { Check } from '../contract.js';
import { seededRandom } from '../seeded-random.js';
import { shuffled } from '../shuffled.js';

/** Checks in the order in which they are made. */
export interface Order<C> {
  /** Made beside each other. */
  readonly together: readonly C[];
  /** Made one after the other once those are done: lower numbers first. */
  readonly alone: readonly C[];
  /** Made at the very end, since they judge what the others saw. */
  readonly final: readonly C[];
}

/**
 * Puts checks into the order in which they are made: that of the plan, or with a seed one that the seed decides. A check that
 * runs alone keeps its number, a final one its place behind all others, where those without a number come first.
 */
export function orderChecks<C extends Pick<Check<unknown, unknown, unknown>, 'alone' | 'final'>>(
  checks: readonly C[],
  seed?: number,
): Order<C> {
  const all = seed === undefined ? checks : shuffled(checks, seededRandom(seed));
  return {
    together: all.filter((check) => check.alone === undefined && check.final !== true),
    alone: all
      .filter((check) => check.alone !== undefined && check.final !== true)
      .sort((a, b) => (a.alone ?? 0) - (b.alone ?? 0)),
    final: all.filter((check) => check.final === true).sort((a, b) => (a.alone ?? 0) - (b.alone ?? 0)),
  };
}
