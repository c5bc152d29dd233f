// Usage: node scripts/fuzz-mutants.js [--update [--runs NUMBER] [--jobs NUMBER]]
//
// Checks that the table in conformance/fuzz-table, which says after how many inputs the fuzzer alone finds each mutant, has a row for
// each mutant and oddity that there is, and for no other. How many inputs it took is for people: that changes with every change of the
// model. `--update` makes the table anew, at most 3,000 inputs for each driver unless told, which takes an hour and more.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { envVarsAt } from '../conformance/dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'conformance/fuzz-table');
const table = join(folder, 'fuzz-table.json');
const again = 'node scripts/fuzz-mutants.js --update';

const { values } = parseArgs({
  options: {
    update: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3000' },
    jobs: { type: 'string' },
  },
});

/** What is wrong with the names of the table; nothing when it is up to date. */
async function drift() {
  if (!existsSync(table)) return [`there is no ${table}`];
  const { rows } = JSON.parse(readFileSync(table, 'utf8'));
  const told = new Set(rows.filter(({ kind }) => kind !== 'reference').map(({ id }) => id));
  const { mutants, oddities } = await envVarsAt().mutation();
  const there = new Set([...mutants, ...oddities].map(({ id }) => id));
  return [
    ...[...there].filter((id) => !told.has(id)).map((id) => `${id} is not in the table`),
    ...[...told].filter((id) => !there.has(id)).map((id) => `${id} is in the table, and no mutant`),
  ];
}

if (values.update) {
  const words = ['mutants', '--fuzz', values.runs, '--deadline', '10m', '--output', folder];
  const jobs = values.jobs === undefined ? [] : ['--jobs', values.jobs];
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'conformance/bin/conformance.js'), ...words, ...jobs],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} else {
  const problems = await drift();
  for (const problem of problems) console.log(`✗ ${problem}; run ${again}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
