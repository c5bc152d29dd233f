import type { RequirementData } from './requirement.js';

/** Something that counts from one revision of a contract on, and perhaps only up to another. */
export interface Revised {
  /** First revision in which it counts; 1 unless said. */
  readonly since?: number | undefined;
  /** Last revision in which it counts; the newest unless said. */
  readonly until?: number | undefined;
}

/** Tells whether a requirement, case or check counts in a revision of its contract. */
export function countsAt(item: Revised, revision: number): boolean {
  return (item.since ?? 1) <= revision && revision <= (item.until ?? Number.POSITIVE_INFINITY);
}

/** The requirements of one revision, with the words that they had then. */
export function requirementsAt(
  requirements: readonly RequirementData[],
  revision: number,
): readonly RequirementData[] {
  return requirements
    .filter((requirement) => countsAt(requirement, revision))
    .map((r) => wordsAt(r, revision));
}

/** A requirement as a revision has it: its first words, and every change up to that revision in order. */
export function wordsAt(requirement: RequirementData, revision: number): RequirementData {
  const { revisions, ...first } = requirement;
  if (revisions === undefined) return requirement;
  const changes = Object.keys(revisions)
    .map(Number)
    .filter((changed) => changed <= revision)
    .sort((a, b) => a - b)
    .map((changed) => revisions[changed] ?? {});
  return Object.assign({}, first, ...changes) as RequirementData;
}
