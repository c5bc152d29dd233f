import type { Observation } from './fuzz-target.js';

/** How many inputs reached something. */
export interface Reached {
  readonly id: string;
  readonly inputs: number;
}

/** Counts what the inputs of a campaign reached, so that "nothing found" has a measured meaning. */
export interface Coverage {
  count(observation: Observation): void;
  requirements(): readonly Reached[];
  boundaries(): readonly Reached[];
}

/**
 * Begins to count.
 *
 * @param reachable everything that could be reached; what never was is told with 0
 */
export function createCoverage(reachable: {
  readonly requirements: readonly string[];
  readonly boundaries: readonly string[];
}): Coverage {
  const requirements = new Map(reachable.requirements.map((id) => [id, 0]));
  const boundaries = new Map(reachable.boundaries.map((id) => [id, 0]));
  return {
    count(observation) {
      for (const id of new Set(observation.reached)) requirements.set(id, (requirements.get(id) ?? 0) + 1);
      for (const id of new Set(observation.boundaries)) boundaries.set(id, (boundaries.get(id) ?? 0) + 1);
    },
    requirements: () => listed(requirements),
    boundaries: () => listed(boundaries),
  };
}

function listed(counts: ReadonlyMap<string, number>): readonly Reached[] {
  return [...counts].map(([id, inputs]) => ({ id, inputs }));
}
