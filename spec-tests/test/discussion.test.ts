import { describe, expect, it } from 'vitest';
import { specification } from './read.js';

const { decisions, discussion } = specification as typeof specification & {
  readonly decisions: readonly { readonly n: number }[];
  readonly discussion: {
    readonly decisions: readonly { readonly n: number }[];
    readonly open: readonly { readonly id: string; readonly decisions: readonly number[] }[];
  };
};
const numbers = decisions.map(({ n }) => n);

describe('the discussion', () => {
  it('has one entry for each decision, in their order', () => {
    expect(discussion.decisions.map(({ n }) => n)).toEqual(numbers);
  });

  it('names each open question once', () => {
    const ids = discussion.open.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('names decisions that there are', () => {
    const named = discussion.open.flatMap((question) => question.decisions);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((n) => !numbers.includes(n))).toEqual([]);
  });
});
