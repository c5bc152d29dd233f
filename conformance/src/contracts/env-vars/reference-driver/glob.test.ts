import { expect, it } from 'vitest';
import { matchesGlobList } from './glob.js';

it.each([
  ['app/db', 'app/db', true],
  ['app/*', 'app/db', true],
  ['app/*', 'app/db/x', false],
  ['app/**', 'app/db/x', true],
  ['app/**', 'app', false],
  ['app/**', 'application', false],
  ['*/db', 'app/db', true],
  ['**/db', 'a/b/db', true],
  ['a*c', 'abc', true],
  ['a*c', 'a/c', false],
  [' app/x , app/y ', 'app/y', true],
  ['', 'app', false],
  [' , ', '', false],
  ['a.c', 'abc', false],
  ['a?c', 'abc', false],
  ['[ab]', 'a', false],
  ['{a,b}', 'a', false],
  ['APP/*', 'app/x', false],
  ['app/*', 'app/x\ny', true],
  ['app', 'app\n', false],
  ['app/*', 'app/🔑', true],
])('list %j on %j is %s', (list, text, matches) => {
  expect(matchesGlobList(list, text)).toBe(matches);
});
