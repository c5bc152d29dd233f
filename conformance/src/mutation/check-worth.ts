import type { Contract } from '../contract.js';
import type { FailedRequirement } from './trial.js';

/** What each check is worth, by what happens when it is taken out of the suite by itself. */
export interface CheckWorth {
  /** Without it some mutant would survive. */
  readonly essential: readonly EssentialCheck[];
  /** To take it out changes nothing: others kill all that it kills. */
  readonly redundant: readonly string[];
  /** To take it out changes nothing: it kills no mutant. */
  readonly idle: readonly string[];
  /** So many checks would do to kill every mutant that is killed; redundant ones may stand in for each other. */
  readonly enough: number;
}

/** A check without which mutants survive. */
export interface EssentialCheck {
  readonly check: string;
  /** The mutants that would survive without it. */
  readonly mutants: readonly string[];
}

/** A mutant with what failed for it. */
interface Killed {
  readonly id: string;
  readonly breaks: readonly string[];
  readonly failed: readonly FailedRequirement[];
}

/**
 * Takes each check out in turn and counts the mutants that survive. No run is needed for it: a mutant survives without a check
 * where that one alone failed for a requirement that the mutant breaks.
 */
export function worthOf({ checks }: Pick<Contract, 'checks'>, mutants: readonly Killed[]): CheckWorth {
  const kills = new Set<string>();
  const alone = new Map<string, Set<string>>();
  // What a mutant breaks is shown by any one check of the requirement.
  const shown: (readonly string[])[] = [];
  for (const { id: mutant, breaks, failed } of mutants) {
    for (const { id, checks: killers } of failed) {
      if (!breaks.includes(id)) continue;
      shown.push(killers);
      for (const check of killers) kills.add(check);
      const [only] = killers;
      if (only === undefined || killers.length > 1) continue;
      alone.set(only, (alone.get(only) ?? new Set()).add(mutant));
    }
  }
  const names = checks.map(({ name }) => name);
  return {
    essential: names.flatMap((check) => {
      const survivors = alone.get(check);
      return survivors === undefined ? [] : [{ check, mutants: [...survivors] }];
    }),
    redundant: names.filter((name) => kills.has(name) && !alone.has(name)),
    idle: names.filter((name) => !kills.has(name)),
    enough: coverSize(shown),
  };
}

/** Size of a set of checks that has one of each list: always the check that is in most of the lists left. */
function coverSize(lists: readonly (readonly string[])[]): number {
  let left = lists.filter((list) => list.length > 0);
  let size = 0;
  while (left.length > 0) {
    const counts = new Map<string, number>();
    for (const list of left) for (const check of list) counts.set(check, (counts.get(check) ?? 0) + 1);
    const [best] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    left = left.filter((list) => !list.includes(best));
    size += 1;
  }
  return size;
}
