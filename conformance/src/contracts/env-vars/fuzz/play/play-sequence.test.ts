import { describe, expect, it } from 'vitest';
import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import { podContext, queriesFor } from '../../request.js';
import type { Step } from '../inputs/input.js';
import { withFuzzSession } from '../testing/fuzz-driver.js';

describe('a sequence', () => {
  it.each(['repeat', 'permute'] as const)(
    'holds nothing against a %s that finds the cache empty in an outage',
    async (kind) => {
      const cache = { ttlMs: 600_000, maxEntries: 100 };
      await withFuzzSession({ driver: { cache } }, async (session, { keys, pod, providerClass }) => {
        if (pod === undefined || providerClass === undefined)
          throw new Error('the profile has no pod or class');
        const request = {
          className: providerClass.name,
          classParameters: providerClass.parameters,
          queries: queriesFor(keys.available.filter(({ volatile }) => volatile !== true).slice(0, 2)),
          podContext: podContext(pod),
        };
        const later: Step =
          kind === 'repeat' ? { do: 'repeat', of: 9 } : { do: 'permute', of: 9, picks: [1] };
        const steps: Step[] = [
          { do: 'call', request },
          { do: 'down' },
          // Served from the cache, which the restart empties.
          { do: 'repeat', of: 0 },
          { do: 'restart' },
          later,
        ];
        const input: FuzzInput = { phase: 'stateful', kind: 'sequence', title: 'an outage', steps };
        const { signal } = new AbortController();
        const { breaches, inconclusive, calls } = await session.play(input, { fresh: false, signal });
        expect(inconclusive).toBeUndefined();
        expect(breaches).toEqual([]);
        expect(calls).toBeGreaterThan(3);
      });
    },
    60_000,
  );

  it('that asks for the class of another profile reaches nothing', async () => {
    await withFuzzSession({}, async (session, { keys, pod }) => {
      if (pod === undefined) throw new Error('the profile has no pod');
      const queries = queriesFor(keys.available.slice(0, 1));
      const request = { className: 'another', classParameters: {}, queries, podContext: podContext(pod) };
      const steps: Step[] = [
        { do: 'call', request },
        { do: 'repeat', of: 0 },
      ];
      const input: FuzzInput = { phase: 'stateful', kind: 'sequence', title: 'another class', steps };
      const { signal } = new AbortController();
      expect((await session.play(input, { fresh: true, signal })).reached).toEqual([]);
    });
  });
});
