import { describe, expect, it } from 'vitest';
import { createPieces } from './pieces.js';

const piece = (n: number): string => `p${String(n).padStart(7, '0')}`;
const numbers = Array.from({ length: 5000 }, (_, n) => n);

describe('the pieces of values', () => {
  it('are known, and no others', () => {
    const pieces = createPieces();
    for (const n of numbers) pieces.add(piece(n));
    expect(numbers.every((n) => pieces.has(piece(n)))).toBe(true);
    expect(numbers.some((n) => pieces.has(piece(n + 5000)))).toBe(false);
  });

  it('are all known where there are more than are kept, and hardly any other', () => {
    const pieces = createPieces(100);
    for (const n of numbers) pieces.add(piece(n));
    expect(pieces.size).toBe(100);
    expect(numbers.every((n) => pieces.has(piece(n)))).toBe(true);
    expect(numbers.filter((n) => pieces.has(piece(n + 5000))).length).toBeLessThan(5);
  });
});
