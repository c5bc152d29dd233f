import { describe, expect, it } from 'vitest';
import type { Tools } from '../tools.js';
import { affordable } from './once.js';

/** Tools of a driver whose plain call takes so long. */
function toolsAt(durationMs: number): Tools {
  const base = Promise.resolve({ ok: true, answer: { durationMs } });
  return { shared: { memo: new Map([['base/1', base]]) } } as unknown as Tools;
}

describe('what a driver of this speed can be asked', () => {
  const list = Array.from({ length: 9 }, (_, index) => index);

  it('is everything for a quick driver, and evenly spread for a slow one', async () => {
    expect(await affordable(toolsAt(1), list)).toEqual(list);
    expect(await affordable(toolsAt(400), list)).toEqual([0, 2, 4, 6, 8]);
  });

  it('is never less than asked for, and the first of the list where that is one', async () => {
    expect(await affordable(toolsAt(5000), list)).toHaveLength(4);
    expect(await affordable(toolsAt(5000), list, 1)).toEqual([0]);
    expect(await affordable(toolsAt(5000), [7], 1)).toEqual([7]);
  });
});
