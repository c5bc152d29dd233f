import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { execute } from './run-step.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const asNode = (...words) => execute([process.execPath, ...words], 60_000, { show: () => {}, cwd: folder });

/** Scripts that a person calls with options. */
const scripts = [
  ...['check-mutants.js', 'check-slowed.js', 'false-alarms.js', 'fuzz-drivers.js', 'fuzz-mutants.js'],
  ...['fuzz-reference.js', 'mutate-responses.js', 'nightly-main.js'],
];

it.each(scripts)('%s says in a line or two what it does not know, and exits 2', async (script) => {
  expect(readdirSync(folder)).toContain(script);
  const { code, output } = await asNode(script, '--no-such-flag');
  expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining('--no-such-flag') });
  expect(output.trim().split('\n').length).toBeLessThanOrEqual(2);
});

it('fuzz-mutants.js says what it cannot do with its words, whole', async () => {
  const word = await asNode('fuzz-mutants.js', 'results/x.json');
  expect(word).toMatchObject({ code: 2, output: expect.stringContaining("'results/x.json'") });
  const rows = await asNode('fuzz-mutants.js', '--run', 'ordering/**');
  expect(rows).toMatchObject({ code: 2, output: expect.stringMatching(/^--run chooses .*\n$/) });
});

it('check-mutants.js says that it knows no such mutant, whether it checks or updates', async () => {
  for (const more of [[], ['--update']]) {
    const { code, output } = await asNode('check-mutants.js', '--run', 'no/such', ...more);
    expect(code).toBe(2);
    expect(output).toMatch(/^conformance: --run no\/such matches no mutant\n.*\n$/);
  }
});
