import { describe, expect, it } from 'vitest';
import type { Mutant } from '../../src/contracts/env-vars/mutants/mutant.js';
import { oddities } from '../../src/contracts/env-vars/mutants/oddities.js';
import type { Profile } from '../../src/profile/profile.js';
import { type Outcome, runReference } from '../harness.js';

/** A cache that is soon over, so that no outage has to wait for it. */
const cache = { ttlMs: 150, maxEntries: 10_000 };
const shortCache = (profile: Profile): Profile => ({
  ...profile,
  documents: { ...profile.documents, cacheTtlMs: cache.ttlMs },
});

/** Does something with each of a list, a few at once. */
async function each<T>(list: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all([next(), next(), next()]);
}

/** What a mutant came to, as far as the areas under test can say. */
export interface Blame {
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

/** Compares what failed with what a mutant breaks. */
export function blameOf(mutant: Mutant, { failedMusts, failedShoulds }: Outcome): Blame {
  const failed = [...failedMusts, ...failedShoulds];
  const may = [...mutant.breaks, ...(mutant.also ?? []).map(({ id }) => id)];
  return {
    missed: mutant.breaks.filter((id) => !failed.includes(id)),
    wrong: failed.filter((id) => !may.includes(id)),
  };
}

/** Runs the checks of these areas against the reference driver at both stages, on both stacks and through all clients. */
export function itPasses(only: readonly string[]): void {
  describe('the reference driver', () => {
    const ways = [
      { stage: 'alpha', server: 'grpc-js', client: 'wire' },
      { stage: 'beta', server: 'grpc-js', client: 'wire' },
      { stage: 'beta', server: 'connect', client: 'grpc-js' },
      { stage: 'alpha', server: 'connect', client: 'connect' },
    ] as const;
    it.each(ways)(
      'passes at $stage on $server through $client',
      async ({ stage, server, client }) => {
        const { checks } = await runReference({ stage, server }, { only, client });
        const bad = checks.filter(({ outcome }) => !['pass', 'not-applicable', 'skipped'].includes(outcome));
        expect(bad.map(({ name, outcome, message }) => `${outcome} ${name}: ${message}`)).toEqual([]);
        expect(checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(10);
      },
      120_000,
    );

    it('never fails in an odd way that is legal', async () => {
      const bad: string[] = [];
      await each(oddities, async (oddity) => {
        const { checks } = await runReference({ mutant: oddity, cache }, { only, change: shortCache });
        bad.push(
          ...checks
            .filter(({ outcome }) => outcome === 'fail')
            .map(({ name, message }) => `${oddity.id}: ${name}: ${message}`),
        );
      });
      expect(bad).toEqual([]);
    }, 600_000);
  });
}

/** Runs the checks of these areas against the mutants of one of them. */
export function itKills(
  only: readonly string[],
  mutants: readonly Mutant[],
  except: Readonly<Record<string, string>> = {},
): void {
  describe('mutants', () => {
    it('are blamed for what they break and for no other MUST', async () => {
      const bad: string[] = [];
      const list = mutants.filter(({ id }) => except[id] === undefined);
      await each(list, async (mutant) => {
        const { server, stage } = mutant;
        const outcome = await runReference(
          {
            mutant,
            cache,
            ...(server === undefined ? {} : { server }),
            ...(stage === undefined ? {} : { stage }),
          },
          { only, change: shortCache },
        );
        const { missed, wrong } = blameOf(mutant, outcome);
        if (missed.length > 0) bad.push(`${mutant.id}: not found through ${missed.join(', ')}`);
        if (wrong.length > 0) bad.push(`${mutant.id}: wrongly blamed for ${wrong.join(', ')}`);
      });
      expect(bad).toEqual([]);
    }, 900_000);
  });
}
