import fc, { type Arbitrary } from 'fast-check';
import type { FuzzInput, Steer } from '../../../../fuzz/fuzz-target.js';
import { isApplicable } from './applicable.js';
import { brokenFamilies } from './families-broken.js';
import { failingFamilies } from './families-failing.js';
import { legalFamilies } from './families-served.js';
import { type Family, steered } from './family.js';
import { rawFamilies } from './family-raw.js';
import type { Material } from './material.js';

/** Every family of the phase `fuzz` that this profile and driver have inputs for. */
export function fuzzFamilies(material: Material): readonly Family[] {
  const families = [
    ...legalFamilies(material),
    ...failingFamilies(material),
    ...brokenFamilies(material),
    ...rawFamilies(material),
  ];
  return families.map((family) => ({
    ...family,
    reaches: family.reaches.filter((id) => isApplicable(material, id)),
  }));
}

/** What the phase `fuzz` draws from: the families in which something that the campaign is after can be reached. */
export function fuzzArbitrary(material: Material, steer: Steer): Arbitrary<FuzzInput> {
  return fc.oneof(
    ...steered(fuzzFamilies(material), steer).map(({ weight, arbitrary }) => ({ weight, arbitrary })),
  );
}
