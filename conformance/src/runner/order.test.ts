import { describe, expect, it } from 'vitest';
import { orderChecks } from './order.js';

const checks = [
  { name: 'a' },
  { name: 'late', alone: 2 },
  { name: 'b' },
  { name: 'judge', final: true },
  { name: 'early', alone: 1 },
  { name: 'c' },
  { name: 'early too', alone: 1 },
  { name: 'judge last', final: true, alone: 1 },
  { name: 'judge too', final: true },
  { name: 'd' },
];
const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);
const inOrder = (seed?: number) => {
  const { together, alone, final } = orderChecks(checks, seed);
  return { together: names(together), alone: names(alone), final: names(final) };
};
const seeds = Array.from({ length: 50 }, (_, seed) => seed);

describe('the order of checks', () => {
  it('is that of the plan: beside each other, then alone by number, then those that judge', () => {
    expect(inOrder()).toEqual({
      together: ['a', 'b', 'c', 'd'],
      alone: ['early', 'early too', 'late'],
      final: ['judge', 'judge too', 'judge last'],
    });
  });

  it('with a seed is another one, the same each time', () => {
    expect(inOrder(7)).toEqual(inOrder(7));
    const orders = new Set(seeds.map((seed) => inOrder(seed).together.join()));
    expect(orders.size).toBeGreaterThan(10);
  });

  it('with any seed has each check once, alone ones by number and judging ones last', () => {
    for (const seed of seeds) {
      const { together, alone, final } = inOrder(seed);
      expect(together.toSorted()).toEqual(['a', 'b', 'c', 'd']);
      expect(alone.at(-1)).toBe('late');
      expect(alone.toSorted()).toEqual(['early', 'early too', 'late']);
      expect(final.toSorted()).toEqual(['judge', 'judge last', 'judge too']);
      expect(final.at(-1)).toBe('judge last');
    }
  });

  it('leaves the list alone', () => {
    const before = names(checks);
    inOrder(3);
    expect(names(checks)).toEqual(before);
  });
});
