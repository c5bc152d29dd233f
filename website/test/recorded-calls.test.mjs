import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSpecification } from '../../spec-tests/scripts/read-specification.js';
import { loadToolkit } from '../scripts/data/bundle.mjs';
import { expectedStatus, recordedFile } from '../scripts/record-calls.mjs';

const recorded = JSON.parse(readFileSync(recordedFile, 'utf8'));

it('data/recorded-calls.json tells of every check that is code; npm run record makes it', async () => {
  const { checks } = await loadToolkit();
  const cases = new Set(readSpecification('env-vars').cases.map(({ id }) => id));
  const code = checks.flatMap(({ name }) => (cases.has(name) ? [] : [name]));
  expect(Object.keys(recorded).sort()).toEqual(code.sort());
});

it('most of them show a call and its answer', () => {
  const calls = Object.values(recorded).filter((call) => call !== null);
  expect(calls.length).toBeGreaterThan(900);
  for (const { calls: count, request, answer } of calls) {
    expect(count).toBeGreaterThan(0);
    expect(request).toBeTypeOf('object');
    expect(answer).toMatch(/^([A-Z_]+|OK with \d+ results?(, \d+ of them with an error)?|no answer)$/);
  }
});

it('the call that is shown got what its check expects', async () => {
  const { checks } = await loadToolkit();
  const told = checks.flatMap(({ name, expects }) => {
    const isExpected = expectedStatus(expects);
    const answer = recorded[name]?.answer.replace(/^OK with .*/, 'OK');
    return isExpected === undefined || answer === undefined ? [] : [[name, answer, isExpected(answer)]];
  });
  expect(told.length).toBeGreaterThan(700);
  expect(told.filter(([, , isExpected]) => !isExpected)).toEqual([]);
});

it.each([
  ['INVALID_ARGUMENT, as without the flag', ['INVALID_ARGUMENT'], ['OK']],
  ['RESOURCE_EXHAUSTED, OUT_OF_RANGE or INVALID_ARGUMENT, and a legal call', ['OUT_OF_RANGE'], ['OK']],
  ['OK: one failing key is nothing to the others', ['OK'], ['UNAVAILABLE']],
  ['a status other than OK, and not NOT_FOUND', ['INTERNAL'], ['OK']],
  ['any status but UNIMPLEMENTED', ['OK'], ['UNIMPLEMENTED']],
])('%s asks for a status', (expects, fine, wrong) => {
  const isExpected = expectedStatus(expects);
  expect([...fine, ...wrong].filter(isExpected)).toEqual(fine);
});

it.each(['no value with U+0000', 'ENV_VAR_INJECTION is listed', 'a refusal'])(
  '%s asks for none',
  (expects) => {
    expect(expectedStatus(expects)?.('OK')).not.toBe(true);
  },
);
