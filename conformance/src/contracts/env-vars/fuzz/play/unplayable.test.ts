import { describe, expect, it, vi } from 'vitest';
import type { FuzzInput, FuzzSession } from '../../../../fuzz/fuzz-target.js';
import { type Hook, type HookName, hookNames, type Profile } from '../../../../profile/profile.js';
import { podContext, queriesFor } from '../../request.js';
import type { Step } from '../inputs/input.js';
import { withFuzzSession } from '../testing/fuzz-driver.js';

const { signal } = new AbortController();

function legalRequest({ keys, pod, providerClass }: Profile) {
  if (pod === undefined || providerClass === undefined) throw new Error('the profile has no pod or class');
  return {
    className: providerClass.name,
    classParameters: providerClass.parameters,
    queries: queriesFor(keys.available.slice(0, 1)),
    podContext: podContext(pod),
  };
}

function sequence(steps: readonly Step[]): FuzzInput {
  return { phase: 'stateful', kind: 'sequence', title: 'steps', steps };
}

const play = (session: FuzzSession, input: FuzzInput) => session.play(input, { fresh: true, signal });

describe('a sequence', () => {
  it.each<[Step['do'], HookName]>([
    ['rotate', 'rotate'],
    ['restart', 'restart'],
    ['down', 'backendDown'],
    ['down', 'backendUp'],
    ['up', 'backendUp'],
    ['log', 'backendLog'],
  ])('with the step %s is not played without the hook %s', async (what, missing) => {
    await withFuzzSession(
      { change: (own) => ({ ...own, hooks: { ...own.hooks, [missing]: undefined } }) },
      async (session, profile) => {
        const steps = [{ do: 'call', request: legalRequest(profile) }, { do: what }, { do: 'repeat', of: 0 }];
        expect(await play(session, sequence(steps as Step[]))).toMatchObject({
          calls: 0,
          reached: [],
          inconclusive: `the profile does not say hooks.${missing}`,
          unplayed: true,
        });
      },
    );
  });
});

describe('--safe', () => {
  it('plays no malformed traffic, no hook and no more calls at once than the driver takes', async () => {
    const hook = vi.fn<Hook>(async () => ({ ok: true, output: '' }));
    const hooks = Object.fromEntries(hookNames.map((name) => [name, hook]));
    await withFuzzSession({ safe: true, change: (own) => ({ ...own, hooks }) }, async (session, profile) => {
      const request = legalRequest(profile);
      const call: Step = { do: 'call', request };
      const unsafe: readonly FuzzInput[] = [
        { phase: 'fuzz', kind: 'raw', title: 'bytes', meaning: 'unclear', message: 'AAAA' },
        ...(['rotate', 'restart', 'down', 'up', 'log'] as const).map((what) =>
          sequence([call, { do: what }]),
        ),
        sequence([call, { do: 'burst', request, times: 1000 }]),
      ];
      for (const input of unsafe)
        expect(await play(session, input), JSON.stringify(input)).toMatchObject({
          calls: 0,
          inconclusive: 'left out by --safe',
          unplayed: true,
        });
      expect(hook).not.toHaveBeenCalled();
      const burst = sequence([call, { do: 'burst', request, times: 2 }]);
      expect(await play(session, burst)).toMatchObject({ calls: 3, breaches: [] });
    });
  });
});
