import { describe, expect, it } from 'vitest';
import { isSameOutput } from './same-output.js';

describe('what a document shows and what a command prints', () => {
  it.each([
    ['in time, seed and calls', 'ok, 12 calls in 1.0 s · seed 5', 'ok, 9\n calls in 861 ms · seed 77\n'],
    ['where something is left out', 'a\n…\nd', 'a\nb\nc\nd\n'],
    ['where the end is left out', 'a\n…', 'a\nb\n'],
    ['where the beginning is left out', '…\nb', 'a\nb\n'],
    [
      'in what depends on the speed of the machine',
      '○ performance  4 passed\nend',
      '✓ performance  5 passed\nend',
    ],
  ])('may differ %s', (_, shown, actual) => {
    expect(isSameOutput(shown, actual)).toBe(true);
  });

  it.each([
    ['in an outcome', '✓ ordering  5 passed', '✗ ordering  4 passed, 1 failed'],
    ['at the end', 'a', 'a\nb'],
    ['at the beginning', 'b', 'a\nb'],
    ['after what is left out', 'a\n…\ne', 'a\nb\nc\n'],
    ['in the order', 'a\n…\nb\n…\nc', 'a\nc\nb\n'],
  ])('may not differ %s', (_, shown, actual) => {
    expect(isSameOutput(shown, actual)).toBe(false);
  });
});
