import { describe, expect, it } from 'vitest';
// @ts-expect-error: a script without declarations
import { mergePatch as ofScripts } from '../scripts/read-specification.js';
import { mergePatch } from '../src/merge-patch.js';

describe.each([
  ['the library', mergePatch],
  ['the scripts', ofScripts as typeof mergePatch],
])('a merge patch by %s', (_, patch) => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a request
    [{ a: '${class.parameters}' }, { a: { b: 'c' } }, { a: { b: 'c' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{}, { a: { b: { c: null } } }, { a: { b: {} } }],
  ])('makes of %j with %j: %j', (target, change, expected) => {
    expect(patch(target, change)).toEqual(expected);
  });
});
