import { describe, expect, it } from 'vitest';
import { createPieces } from './pieces.js';

const piece = (n: number): string => `p${String(n).padStart(5, '0')}`;
const numbers = Array.from({ length: 5000 }, (_, n) => n);

describe('the pieces of values', () => {
  it('are known, and no others', () => {
    const pieces = createPieces();
    for (const n of numbers) pieces.addAll(Buffer.from(piece(n)));
    expect(numbers.every((n) => pieces.has(piece(n), 0))).toBe(true);
    expect(numbers.some((n) => pieces.has(piece(n + 5000), 0))).toBe(false);
  });

  it('are all known where there are more than are kept, and hardly any other', () => {
    const pieces = createPieces(100);
    for (const n of numbers) pieces.addAll(Buffer.from(piece(n)));
    expect(pieces.size).toBe(100);
    expect(numbers.every((n) => pieces.has(piece(n), 0))).toBe(true);
    expect(numbers.filter((n) => pieces.has(piece(n + 5000), 0)).length).toBeLessThan(5);
  });

  it('are full once there are so many different ones', () => {
    const pieces = createPieces(100, 3000);
    for (let round = 0; round < 3; round++)
      for (const n of numbers.slice(0, 2990)) pieces.addAll(Buffer.from(piece(n)));
    expect(pieces.full).toBe(false);
    for (const n of numbers) pieces.addAll(Buffer.from(piece(n)));
    expect(pieces.full).toBe(true);
  });

  it('of a long text are all known', () => {
    const text = numbers.map(piece).join('');
    const pieces = createPieces(100);
    pieces.addAll(Buffer.from(text));
    const unknown = [...text.slice(5)].findIndex((_, at) => !pieces.has(text, at));
    expect(unknown).toBe(-1);
  });

  it('of zero bytes and of the highest are pieces like others', () => {
    const pieces = createPieces();
    expect(pieces.has('\0'.repeat(6), 0)).toBe(false);
    pieces.addAll(Buffer.from(`${'\0'.repeat(6)}${'\xff'.repeat(6)}`, 'latin1'));
    expect(pieces.size).toBe(7);
    for (let at = 0; at <= 6; at++)
      expect(pieces.has('\0'.repeat(6 - at) + '\xff'.repeat(at), 0), `${at}`).toBe(true);
    expect(pieces.has(`${'\xff'.repeat(5)}\0`, 0)).toBe(false);
  });

  it('of stretches of a text are known, and those between are not', () => {
    const pieces = createPieces();
    const text = numbers.map(piece).join('');
    pieces.addAll(Buffer.from(text), { step: 16, stretch: 8 });
    const known = [...text.slice(5)].flatMap((_, at) => (pieces.has(text, at) ? [at] : []));
    expect(known).toEqual(Array.from({ length: 5625 }, (_, n) => 16 * Math.floor(n / 3) + (n % 3)));
  });
});
