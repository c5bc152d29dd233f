import fc, { type Arbitrary } from 'fast-check';
import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import { everyOk } from './family.js';
import type { Move, RaceInput } from './input.js';
import type { Material } from './material.js';
import { smallRequest } from './stateful.js';

/** What races can reach beside what their calls show. */
export const concurrentReaches: readonly string[] = [
  ...everyOk,
  'values/exact',
  'concurrency/isolation',
  'concurrency/in-flight',
  'idempotency/concurrent',
  'idempotency/after-cancel',
];

/**
 * Races: a few calls, and the order in which they are started, cancelled and awaited. Never more are open than the driver takes,
 * which the player sees to.
 */
export function concurrentArbitrary(material: Material): Arbitrary<FuzzInput> {
  const { inFlight } = material.facts.limits;
  const calls = fc.array(smallRequest(material), { minLength: 2, maxLength: 6, size: 'max' });
  const which = fc.nat(5);
  const move: Arbitrary<readonly Move[]> = fc.oneof(
    { weight: 8, arbitrary: which.map((call): readonly Move[] => [{ move: 'start', call }]) },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 1, max: 6 }).map((times): readonly Move[] => [{ move: 'turn', times }]),
    },
    { weight: 2, arbitrary: which.map((call): readonly Move[] => [{ move: 'await', call }]) },
    { weight: 1, arbitrary: which.map((call): readonly Move[] => [{ move: 'cancel', call }]) },
    // As many as the driver takes, at once.
    {
      weight: 1,
      arbitrary: which.map((from): readonly Move[] =>
        Array.from({ length: Math.min(inFlight, 100) }, (_, index) => ({
          move: 'start',
          call: from + index,
        })),
      ),
    },
  );
  return fc
    .tuple(calls, fc.array(move, { minLength: 2, maxLength: 24, size: 'max' }))
    .map(([list, moves]): RaceInput => {
      const flat = moves
        .flat()
        .map((one): Move => ('call' in one ? { ...one, call: one.call % list.length } : one));
      return {
        phase: 'concurrent',
        kind: 'race',
        title: `${list.length} calls in ${flat.length} moves`,
        calls: list,
        moves: flat,
      };
    });
}
