import { expect, it } from 'vitest';
import { normaliseKey } from './normalise-key.js';

it.each([
  ['app/db', 'app/db'],
  ['/app//db/', 'app/db'],
  ['app/./db', 'app/db'],
  ['app/../../db', 'db'],
  ['app%2Fdb', 'app/db'],
  ['%2e%2E/db', 'db'],
  ['app%252fdb', 'app%2fdb'],
  ['100%', '100%'],
  ['APP', 'APP'],
  ['...', '...'],
])('%j is plainly %j', (key, plain) => {
  expect(normaliseKey(key)).toBe(plain);
});
