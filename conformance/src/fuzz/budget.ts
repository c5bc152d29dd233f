import type { Phase } from './fuzz-target.js';

/** How much a campaign may do; at least one is given. */
export interface BudgetOptions {
  /** Milliseconds from the first input, without the time that findings take. */
  readonly timeMs?: number;
  /** Inputs of all phases together, without those that findings take. */
  readonly runs?: number;
}

/** Shares of what is left of a budget, for the phases that have no end of their own. */
const weights: Readonly<Partial<Record<Phase, number>>> = { fuzz: 7, stateful: 2, concurrent: 1 };

/** Hands out a campaign's inputs. */
export interface Budget {
  /** Begins a phase; those that end by themselves may take all that is left, the others a share of it. */
  enter(phase: Phase, later: readonly Phase[]): void;
  /** Takes one input; false when the phase has had its share. */
  take(): boolean;
  /** Stops the clock while work is done that no phase pays for. */
  paused<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Begins a budget; time runs from now.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function createBudget({ timeMs, runs }: BudgetOptions, now: () => number): Budget {
  let started = now();
  let taken = 0;
  let mostTaken = 0;
  let mostMs = 0;
  return {
    enter(phase, later) {
      const own = weights[phase];
      const all = [phase, ...later].reduce((sum, one) => sum + (weights[one] ?? 0), 0);
      const share = own === undefined ? 1 : own / all;
      const elapsed = now() - started;
      mostTaken = runs === undefined ? Number.POSITIVE_INFINITY : taken + Math.ceil((runs - taken) * share);
      mostMs =
        timeMs === undefined ? Number.POSITIVE_INFINITY : elapsed + Math.max(0, timeMs - elapsed) * share;
    },
    take() {
      if (taken >= mostTaken || now() - started >= mostMs) return false;
      taken++;
      return true;
    },
    async paused(work) {
      const before = now();
      try {
        return await work();
      } finally {
        started += now() - before;
      }
    },
  };
}
