import { createHash } from 'node:crypto';
import type { RequirementData } from './requirement.js';
import { wordsAt } from './revision.js';

/** What `requirements.lock.json` remembers, so that no id vanishes and no meaning changes in silence. */
export interface Lock {
  /** Newest revision of the contract when the lock was written. */
  readonly revision: number;
  readonly requirements: Readonly<Record<string, LockedRequirement>>;
}

/** One requirement in the lock. */
export interface LockedRequirement {
  /** Digest of level, stage, party and text, by the revision from which they count. */
  readonly words: Readonly<Record<string, string>>;
  /** Last revision that has the requirement; absent while it holds. */
  readonly until?: number;
}

/** Digest of what a requirement means: level, stage, party and text. */
export function meaning({ level, stage, party, text }: RequirementData): string {
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([level, stage, party, text]))
    .digest('hex')}`;
}

/** The lock entry of a requirement as it stands. */
export function lockRequirement(requirement: RequirementData): LockedRequirement {
  const revisions = [requirement.since, ...Object.keys(requirement.revisions ?? {}).map(Number)].sort(
    (a, b) => a - b,
  );
  return {
    words: Object.fromEntries(
      revisions.map((revision) => [revision, meaning(wordsAt(requirement, revision))]),
    ),
    ...(requirement.until === undefined ? {} : { until: requirement.until }),
  };
}

/** What the catalogue takes back of what was locked; nothing if the list is empty. */
export function brokenPromises(lock: Lock, requirements: readonly RequirementData[]): readonly string[] {
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]));
  return [
    ...Object.entries(lock.requirements).flatMap(([id, locked]) => {
      const requirement = byId.get(id);
      if (requirement === undefined) return [`requirement ${id} vanished: give it an until`];
      const now = lockRequirement(requirement);
      const problems = Object.entries(locked.words)
        .filter(([revision, digest]) => now.words[revision] !== digest)
        .map(
          ([revision]) =>
            `requirement ${id} no longer says what it said in revision ${revision}: put the change under revisions of a new one`,
        );
      if (now.until !== locked.until && (now.until ?? lock.revision) < lock.revision) {
        problems.push(
          `requirement ${id} left revision ${lock.revision} after its release: end it with until ${lock.revision}`,
        );
      }
      if (locked.until !== undefined && now.until !== locked.until) {
        problems.push(
          `requirement ${id} ended with revision ${locked.until} and came back: give it a new id`,
        );
      }
      for (const revision of Object.keys(now.words)) {
        if (!(revision in locked.words) && Number(revision) <= lock.revision) {
          problems.push(
            `requirement ${id} changes in revision ${revision}, which is released: use a new revision`,
          );
        }
      }
      return problems;
    }),
    ...requirements
      .filter(
        ({ id, level, since }) => !(id in lock.requirements) && level === 'MUST' && since <= lock.revision,
      )
      .map(
        ({ id, since }) =>
          `requirement ${id} is a new MUST in revision ${since}, which is released: use a new revision`,
      ),
  ];
}

/** The lock with everything that is new added; nothing that is in it changes. */
export function extendLock(
  lock: Lock | undefined,
  revision: number,
  requirements: readonly RequirementData[],
): Lock {
  const entries = new Map(Object.entries(lock?.requirements ?? {}));
  for (const requirement of requirements) {
    const locked = entries.get(requirement.id);
    const now = lockRequirement(requirement);
    const until = locked?.until ?? now.until;
    const words = { ...now.words, ...locked?.words };
    entries.set(requirement.id, until === undefined ? { words } : { words, until });
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return { revision: Math.max(lock?.revision ?? 0, revision), requirements: Object.fromEntries(sorted) };
}
