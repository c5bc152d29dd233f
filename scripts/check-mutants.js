// Usage: node scripts/check-mutants.js [--each NUMBER]
//
// Tries the mutants and the legal oddities of the reference driver (`conformance mutants`, whose options it takes), all of them
// unless told fewer. Each counts as one test.
//
// `node scripts/check-mutants.js --update` makes every check against every mutant, which takes 40 minutes, and writes the
// matrix in conformance/kill-matrix anew.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { envVarsAt } from '../conformance/dist/index.js';
import { committed, exitWith, mutants } from './run-mutants.js';

const isKilled = ({ fate, blamed }) => fate === 'killed' && blamed.length === 0;
const isGood = (row) =>
  row.held === undefined ? [row, ...row.elsewhere].every(isKilled) : row.held.length === 0;

/** How the committed matrix differs from the mutants that there are. Which checks killed one is for people. */
async function drift() {
  const {
    mutants: rows,
    oddities: odd,
    whole,
  } = JSON.parse(readFileSync(join(committed, 'matrix.json'), 'utf8'));
  const { mutants: broken, oddities } = await envVarsAt().mutation();
  const told = new Map([...rows, ...odd].map((row) => [row.id, row]));
  const there = new Set([...broken, ...oddities].map(({ id }) => id));
  const lines = [
    ...(whole ? [] : ['was made of samples']),
    ...[...there].filter((id) => !told.has(id)).map((id) => `has no row for ${id}`),
    ...[...told.keys()].filter((id) => !there.has(id)).map((id) => `has a row for ${id}, which is no mutant`),
    ...[...told.values()].filter((row) => !isGood(row)).map(({ id }) => `has something against ${id}`),
    ...broken.flatMap(({ id, breaks }) => {
      const then = told.get(id)?.breaks;
      const same = then === undefined || [...then].sort().join() === [...breaks].sort().join();
      return same ? [] : [`says that ${id} breaks ${then.join(' and ')}`];
    }),
  ];
  return lines.map((line) => `conformance/kill-matrix ${line}: run node scripts/check-mutants.js --update`);
}

async function check(words, folder) {
  const read = () => JSON.parse(readFileSync(join(folder, 'matrix.json'), 'utf8'));
  await mutants([...words, '--output', folder]);
  const { mutants: rows, oddities, requirements, reference } = read();
  const all = [...rows, ...oddities];
  const bad = all.filter((row) => !isGood(row)).map(({ id }) => id);
  const open = requirements.filter(({ mutants: count, excuse }) => count === 0 && excuse === undefined);
  const lost = reference.filter(({ passed }) => !passed);
  const wrong = [
    ...(await drift()),
    ...bad,
    ...open.map(({ id }) => `${id} has no mutant`),
    ...lost.map(
      ({ client, stage, problem }) => `the reference driver, client ${client}, stage ${stage}: ${problem}`,
    ),
  ];
  for (const text of wrong) console.log(`✗ ${text}`);
  console.log(`${all.length + reference.length - wrong.length} passed, ${wrong.length} failed`);
  return wrong.length === 0 ? 0 : 1;
}

if (process.argv.includes('--update')) {
  process.exitCode = await mutants(['--whole', '--deadline', '5m', '--output', committed]);
} else {
  await exitWith((folder) => check(process.argv.slice(2), folder));
}
