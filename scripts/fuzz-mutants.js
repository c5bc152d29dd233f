// Usage: node scripts/fuzz-mutants.js [--update [--run GLOB] [--runs NUMBER] [--deadline TIME] [--jobs NUMBER]]
//
// Checks that the table in conformance/fuzz-table, which says after how many inputs the fuzzer alone finds each mutant, has a row for
// each mutant and oddity that there is, and for no other. How many inputs it took is for people: that changes with every change of the
// model. `--update` makes the table anew, at most 1,000 inputs and a minute for each driver unless told, which takes most of an hour;
// with --run only the rows of those mutants, so that it can be made piece by piece.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { envVarsAt } from '../conformance/dist/index.js';
import { loadSource } from './load-source.js';
import { mergeFuzzTable } from './merge-fuzz-table.js';
import { readOptions } from './take-option.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'conformance/fuzz-table');
const table = join(folder, 'fuzz-table.json');
const again = 'node scripts/fuzz-mutants.js --update';

const { values } = readOptions({
  options: {
    update: { type: 'boolean', default: false },
    run: { type: 'string' },
    runs: { type: 'string', default: '1000' },
    deadline: { type: 'string', default: '1m' },
    jobs: { type: 'string' },
  },
});

/** What is wrong with the names of the table; nothing when it is up to date. */
async function drift() {
  if (!existsSync(table)) return [`there is no ${table}`];
  const { rows } = read(table);
  const told = new Set(rows.filter(({ kind }) => kind !== 'reference').map(({ id }) => id));
  const { mutants, oddities } = await envVarsAt().mutation();
  const there = new Set([...mutants, ...oddities].map(({ id }) => id));
  return [
    ...[...there].filter((id) => !told.has(id)).map((id) => `${id} is not in the table`),
    ...[...told].filter((id) => !there.has(id)).map((id) => `${id} is in the table, and no mutant`),
  ];
}

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Fuzzes what is asked for, and writes the table to a folder. */
function fuzz(output) {
  const words = ['mutants', '--fuzz', values.runs, '--deadline', values.deadline, '--output', output];
  const more = ['run', 'jobs'].flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}`, values[name]],
  );
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'conformance/bin/conformance.js'), ...words, ...more],
    { stdio: 'inherit' },
  );
  return status ?? 1;
}

/** Puts the rows that are asked for into the table. */
async function update() {
  const output = mkdtempSync(join(tmpdir(), 'csi-env-fuzz-table-'));
  try {
    const status = fuzz(output);
    const made = join(output, 'fuzz-table.json');
    if (!existsSync(made)) return status;
    const set = await envVarsAt().mutation();
    const merged = mergeFuzzTable(set, existsSync(table) ? read(table) : undefined, read(made));
    const { fuzzTableAsJson, fuzzTableAsMarkdown } = await loadSource(
      'conformance/src/mutation/fuzz-table.ts',
    );
    mkdirSync(folder, { recursive: true });
    writeFileSync(table, fuzzTableAsJson(merged));
    writeFileSync(join(folder, 'fuzz-table.md'), fuzzTableAsMarkdown(merged));
    return status;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

if (values.run !== undefined && !values.update) {
  console.error('--run chooses the rows that --update makes anew: give both, or none');
  process.exit(2);
}
if (values.run !== undefined && existsSync(table) && String(read(table).runs) !== values.runs) {
  console.error(
    `the table is of ${read(table).runs} inputs: name as many with --runs, or make all of it anew`,
  );
  process.exit(2);
}
if (values.update) process.exitCode = await (values.run === undefined ? fuzz(folder) : update());
else {
  const problems = await drift();
  for (const problem of problems) console.log(`✗ ${problem}; run ${again}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
