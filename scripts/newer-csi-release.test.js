import { expect, test } from 'vitest';
import { newestAfter } from './newer-csi-release.js';

test('the newest release after a known one is compared by its numbers', () => {
  expect(newestAfter('v1.9.0', ['v1.5.0', 'v1.10.0', 'v1.9.0', 'v1.12.0', 'v1.2.0'])).toBe('v1.12.0');
});

test('no release is newer than the newest, and a candidate is no release', () => {
  expect(newestAfter('v1.12.0', ['v1.10.0', 'v1.12.0', 'v1.13.0-rc1'])).toBe(undefined);
  expect(newestAfter('v1.12.0', [])).toBe(undefined);
});
