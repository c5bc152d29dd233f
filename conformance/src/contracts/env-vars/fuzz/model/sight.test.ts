import { describe, expect, it } from 'vitest';
import type { FuzzInput, Observation } from '../../../../fuzz/fuzz-target.js';
import type { Profile } from '../../../../profile/profile.js';
import type { Hooks } from '../../reference-driver/hooks.js';
import { podContext, type Query } from '../../request.js';
import type { Step } from '../inputs/input.js';
import { withFuzzSession } from '../testing/fuzz-driver.js';
import { unshownBy, valueCauses } from './sight.js';

/** Exchanges the values of the last two of three results or more. */
const exchanging: Partial<Hooks> = {
  results: (results) => {
    const [a, b] = results.slice(-2);
    if (results.length > 2 && a !== undefined && b !== undefined) [a.value, b.value] = [b.value, a.value];
    return results;
  },
};

const exchanged = { requirement: 'ordering/duplicate-names', cause: valueCauses.exchanged };
const exact = { requirement: 'values/exact', cause: valueCauses.exact };
const permuted = { requirement: 'ordering/permutation', cause: valueCauses.permuted };

const without = (profile: Profile, names: readonly string[]): Profile => ({
  ...profile,
  keys: { ...profile.keys, available: profile.keys.available.filter(({ key }) => !names.includes(key)) },
});
const withoutValues = (profile: Profile): Profile => ({
  ...profile,
  keys: {
    ...profile.keys,
    available: profile.keys.available.map(({ value: _, ...key }) => key),
  },
});

/** Plays a batch of three queries, or a permutation of it, with a profile that is not the one that it was made with. */
async function playWith(
  hooks: Partial<Hooks>,
  change: (profile: Profile, asked: readonly string[]) => Profile,
  names: readonly string[],
  permute = false,
): Promise<Observation> {
  let asked: readonly Query[] = [];
  let asker: Profile['pod'];
  const keep = (own: Profile): Profile => {
    const keys = own.keys.available.filter(
      ({ volatile, parameters, value = '' }) =>
        !volatile && Object.keys(parameters).length === 0 && value.length >= 8 && value.length < 1000,
    );
    asked = [0, 0, 1].map((at, i) => ({ name: names[i] ?? '', key: keys[at]?.key ?? '' }));
    asker = own.pod;
    return change(
      own,
      asked.map(({ key }) => key),
    );
  };
  return withFuzzSession({ driver: { hooks }, change: keep }, async (session, { providerClass }) => {
    if (providerClass === undefined || asker === undefined)
      throw new Error('the profile has no pod or class');
    const request = {
      className: providerClass.name,
      classParameters: providerClass.parameters,
      queries: asked,
      podContext: podContext(asker),
    };
    const steps: readonly Step[] = [
      { do: 'call', request },
      { do: 'permute', of: 0, picks: [2] },
    ];
    const input: FuzzInput = permute
      ? { phase: 'stateful', kind: 'sequence', title: 'a permutation', steps }
      : { phase: 'fuzz', kind: 'call', title: 'a batch', request };
    return session.play(input, { fresh: true, signal: new AbortController().signal });
  });
}

const shared = ['SAME', 'SAME', 'SAME'];
const own = (profile: Profile): Profile => profile;
const another = (profile: Profile): Profile => ({
  ...profile,
  pod: { ...(profile.pod as NonNullable<Profile['pod']>), podName: 'another' },
  pods: [],
});

describe('an exchange of values', () => {
  it('shows with the profile that tells them, and with one that lists the keys alone', async () => {
    for (const change of [own, withoutValues]) {
      const { breaches } = await playWith(exchanging, change, shared);
      expect(breaches).toContainEqual(expect.objectContaining(exchanged));
      const fixed = await playWith({}, change, shared);
      expect(fixed.breaches).toEqual([]);
      expect(fixed.reached).toEqual(expect.arrayContaining(['ordering/duplicate-names', 'values/exact']));
      expect(fixed.unshown).not.toContainEqual(exchanged);
      expect(fixed.unshown).not.toContainEqual(exact);
    }
  });

  it('does not show with a profile that lacks a key or has another pod, and that is told', async () => {
    for (const change of [without, (profile: Profile) => another(profile)]) {
      const { breaches, unshown } = await playWith(exchanging, change, shared);
      expect(breaches).toEqual([]);
      expect(unshown).toEqual(expect.arrayContaining([exchanged, exact]));
    }
    const { breaches, unshown } = await playWith(exchanging, without, ['A', 'B', 'C'], true);
    expect(breaches).toEqual([]);
    expect(unshown).toContainEqual(permuted);
  });

  it('does not show where all values are equal, and the order does not where all names are', async () => {
    expect(unshownBy(new Set())).toEqual([exchanged]);
    const { reached } = await playWith({}, own, shared);
    expect(reached).not.toContain('ordering/same-order');
    expect((await playWith({}, own, ['A', 'A', 'B'])).reached).toContain('ordering/same-order');
  });
});
