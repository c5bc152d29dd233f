import { describe, expect, it } from 'vitest';
import { createPieces } from './pieces.js';

const piece = (n: number): string => `p${String(n).padStart(7, '0')}`;
const numbers = Array.from({ length: 5000 }, (_, n) => n);

describe('the pieces of values', () => {
  it('are known, and no others', () => {
    const pieces = createPieces();
    for (const n of numbers) pieces.addAll(Buffer.from(piece(n)));
    expect(numbers.every((n) => pieces.has(piece(n)))).toBe(true);
    expect(numbers.some((n) => pieces.has(piece(n + 5000)))).toBe(false);
  });

  it('are all known where there are more than are kept, and hardly any other', () => {
    const pieces = createPieces(100);
    for (const n of numbers) pieces.addAll(Buffer.from(piece(n)));
    expect(pieces.size).toBe(100);
    expect(numbers.every((n) => pieces.has(piece(n)))).toBe(true);
    expect(numbers.filter((n) => pieces.has(piece(n + 5000))).length).toBeLessThan(5);
  });

  it('of a long text are all known', () => {
    const text = numbers.map(piece).join('');
    const pieces = createPieces(100);
    pieces.addAll(Buffer.from(text));
    const unknown = [...text.slice(7)].findIndex((_, at) => !pieces.has(text.slice(at, at + 8)));
    expect(unknown).toBe(-1);
  });

  it('of zero bytes and of the highest are pieces like others', () => {
    const pieces = createPieces();
    expect(pieces.has('\0'.repeat(8))).toBe(false);
    pieces.addAll(Buffer.from(`${'\0'.repeat(8)}${'\xff'.repeat(8)}`, 'latin1'));
    expect(pieces.size).toBe(9);
    for (let at = 0; at <= 8; at++)
      expect(pieces.has('\0'.repeat(8 - at) + '\xff'.repeat(at)), `${at}`).toBe(true);
    expect(pieces.has(`${'\xff'.repeat(7)}\0`)).toBe(false);
  });

  it('of which one in so many was added are known', () => {
    const pieces = createPieces();
    const text = numbers.map(piece).join('');
    pieces.addAll(Buffer.from(text), 16);
    expect(pieces.size).toBe(2500);
    const known = [...text.slice(7)].flatMap((_, at) => (pieces.has(text.slice(at, at + 8)) ? [at] : []));
    expect(known).toEqual(Array.from({ length: 2500 }, (_, n) => 16 * n));
  });
});
