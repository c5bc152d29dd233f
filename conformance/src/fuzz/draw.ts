import { hash } from 'node:crypto';
import { type Arbitrary, Random, type Value } from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { FuzzInput, Phase } from './fuzz-target.js';

/**
 * Draws one input: a function of seed, phase and index alone, so that neither answers nor timing nor what was drawn before
 * have a part in it. The value can be shrunk by the arbitrary that it came from.
 */
export function drawAt(
  arbitrary: Arbitrary<FuzzInput>,
  seed: number,
  phase: Phase,
  index: number,
): Value<FuzzInput> {
  const digest = hash('sha256', `${seed}/${phase}/${index}`, 'buffer');
  const random = new Random(xoroshiro128plus(digest.readInt32BE(0)));
  // As fast-check itself does: towards small and extreme values at first, less and less so with every power of ten.
  return arbitrary.generate(random, 1 + String(index + 1).length);
}

/** The input as a file holds it; what is confirmed has to be what is saved. */
export function plain(input: FuzzInput): FuzzInput {
  return JSON.parse(JSON.stringify(input)) as FuzzInput;
}
