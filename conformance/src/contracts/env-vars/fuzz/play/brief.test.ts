import { expect, it } from 'vitest';
import { brief } from './brief.js';

it('tells long texts apart without keeping them', () => {
  const long = 'a'.repeat(1_000_000);
  expect(brief('short')).toBe('short');
  expect(brief('')).toBe('');
  expect(brief(long)).toBe(brief(`${long}`));
  expect(brief(long)).not.toBe(brief(`b${long.slice(1)}`));
  expect(brief(long).length).toBeLessThan(100);
});
