import { describe, expect, it } from 'vitest';
import type { FuzzInput, FuzzSession } from '../../../../fuzz/fuzz-target.js';
import type { HookName, Profile } from '../../../../profile/profile.js';
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
