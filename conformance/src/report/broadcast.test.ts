import { describe, expect, it } from 'vitest';
import { broadcast } from './broadcast.js';

async function* numbers(n: number, failure?: Error) {
  for (let i = 1; i <= n; i++) yield i;
  if (failure !== undefined) throw failure;
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe('broadcast', () => {
  it('gives everything to every reader, however fast they read', async () => {
    const [a, b, c] = broadcast(numbers(3), 3) as [
      AsyncIterableIterator<number>,
      AsyncIterableIterator<number>,
      AsyncIterableIterator<number>,
    ];
    expect(await all(a)).toEqual([1, 2, 3]);
    expect(await Promise.all([all(b), all(c)])).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('goes on for others when a reader stops', async () => {
    const [a, b] = broadcast(numbers(3), 2) as [AsyncIterableIterator<number>, AsyncGenerator<number>];
    for await (const _ of a) break;
    expect(await all(b)).toEqual([1, 2, 3]);
  });

  it('ends every reader with the error of the source, also one that comes late', async () => {
    const [a, b] = broadcast(numbers(2, new Error('broken')), 2) as [
      AsyncIterableIterator<number>,
      AsyncIterableIterator<number>,
    ];
    await expect(all(a)).rejects.toThrow('broken');
    await expect(all(b)).rejects.toThrow('broken');
  });
});
