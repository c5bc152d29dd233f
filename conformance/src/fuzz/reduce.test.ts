import { describe, expect, it } from 'vitest';
import type { FuzzInput, Reduction } from './fuzz-target.js';
import { reduce } from './reduce.js';

interface Sized extends FuzzInput {
  readonly n: number;
  readonly list: readonly number[];
}

const sized = (n: number, list: readonly number[]): Sized => ({ phase: 'boundary', title: 'sized', n, list });
const lowered: Reduction = function* (input) {
  const { n, list } = input as Sized;
  if (n > 0) yield* [sized(Math.floor(n / 2), list), sized(n - 1, list)];
};
const emptied: Reduction = function* (input) {
  const { n, list } = input as Sized;
  for (const at of list.keys()) yield sized(n, list.toSpliced(at, 1));
};
const limits = { plays: 400, over: () => false };

describe('reduce', () => {
  it('finds the least that fails by every reduction, and begins again where one lets another one go on', async () => {
    // Less of one thing is enough once there is less of the other.
    const fails = async (input: FuzzInput): Promise<boolean> => {
      const { n, list } = input as Sized;
      return n >= 5 && (list.includes(3) || n < 10);
    };
    const found = await reduce(sized(80, [1, 2, 3]), [emptied, lowered], fails, limits);
    expect(found.input).toEqual(sized(5, []));
    expect(await reduce(sized(80, [1, 2, 3]), [emptied, lowered], fails, limits)).toEqual(found);
  });

  it('keeps what no smaller one fails for, and all where there is no reduction', async () => {
    const input = sized(1, [1]);
    expect(await reduce(input, [lowered], async () => false, limits)).toEqual({ input, plays: 2 });
    expect(await reduce(input, [], async () => true, limits)).toEqual({ input, plays: 0 });
  });

  it('plays no more than it may, and none once the search is over', async () => {
    const slowly: Reduction = function* (input) {
      const { n, list } = input as Sized;
      yield sized(n - 1, list);
    };
    const found = await reduce(sized(1000, []), [slowly], async () => true, { ...limits, plays: 7 });
    expect(found).toEqual({ input: sized(993, []), plays: 7 });
    const over = await reduce(sized(9, []), [slowly], async () => true, { ...limits, over: () => true });
    expect(over).toEqual({ input: sized(9, []), plays: 0 });
  });
});
