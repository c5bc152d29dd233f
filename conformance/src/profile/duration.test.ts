import { expect, it } from 'vitest';
import { parseDuration } from './duration.js';

it.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['2m', 120_000],
  ['0s', 0],
])('reads %s as %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(['', '5', 's', '1h', '1.5s', '-1s', ' 1s', '99999999999999999999m'])('refuses %j', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
