import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, isPlain, normaliseKey, permits } from './allowlist.js';

describe('the plain spelling of a key', () => {
  it.each([
    ['app/db', 'app/db'],
    ['/app/db/', 'app/db'],
    ['app//db', 'app/db'],
    ['app/./db', 'app/db'],
    ['app/x/../db', 'app/db'],
    ['../app/db', 'app/db'],
    ['app%2fdb', 'app/db'],
    ['app/%2E%2e/db', 'db'],
    ['app/%252e%252e/db', 'app/%2e%2e/db'],
    ['App/DB', 'App/DB'],
    ['app\\db', 'app\\db'],
    ['100%', '100%'],
    ['', ''],
  ])('of %j is %j', (key, plain) => {
    expect(normaliseKey(key)).toBe(plain);
    expect(isPlain(key)).toBe(key === plain);
  });

  it('is the one that plain keys have', () => {
    const letters = fc.constantFrom('a', '/', '.', '%', '2', 'e', 'F', '\\', ' ', 'é');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 9 }), (key) => {
        expect(isPlain(key)).toBe(normaliseKey(key) === key);
      }),
      { numRuns: 5000, seed: 1 },
    );
  });
});

describe('an allowlist', () => {
  it.each([
    ['app/**', 'app/db', true],
    ['app/**', 'app/db/password', true],
    ['app/**', 'app', false],
    ['app/**', 'application/db', false],
    ['shared/*', 'shared/token', true],
    ['shared/*', 'shared/a/b', false],
    ['*', 'token', true],
    ['*', 'a/b', false],
    ['**', 'a/b', true],
    ['a.b', 'axb', false],
    ['a?b', 'axb', false],
    ['[ab]', 'a', false],
    ['app', 'APP', false],
    [' app , shared/* ', 'app', true],
    [' app , shared/* ', 'shared/x', true],
    ['', 'app', false],
    [' , ', 'app', false],
    ['', '', false],
  ])('%j covers %j: %s', (list, text, covered) => {
    expect(covers(list, text)).toBe(covered);
  });

  it('permits no key that changes under normalisation', () => {
    expect(covers('app/**', 'app/../team-b/alpha')).toBe(true);
    expect(permits('app/**', 'app/../team-b/alpha')).toBe(false);
    expect(permits('app/**', 'app/db')).toBe(true);
  });
});
