import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSpecification } from '../../spec-tests/scripts/read-specification.js';
import { loadToolkit } from '../scripts/data/bundle.mjs';
import { recordedFile } from '../scripts/record-calls.mjs';

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
