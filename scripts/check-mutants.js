// Usage: node scripts/check-mutants.js [--each NUMBER]
//
// Tries the mutants and the legal oddities of the reference driver (`conformance mutants`, whose options it takes), all of them
// unless told fewer. Each counts as one test. With --each also those that only one check kills, so that no such check goes untried.
//
// `node scripts/check-mutants.js --update` makes every check against every mutant, which takes 40 minutes, and writes the
// matrix in conformance/kill-matrix anew. With --run only the rows of those mutants are made anew, and what is no mutant any more goes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envVarsAt } from '../conformance/dist/index.js';
import { chooseMutants } from './choose-mutants.js';
import { loadSource } from './load-source.js';
import { mergeMatrix } from './merge-matrix.js';
import { committed, ended, exitWith, mutants } from './run-mutants.js';
import { takeOption } from './take-option.js';

const isKilled = ({ fate, blamed }) => fate === 'killed' && blamed.length === 0;
const isGood = (row) =>
  row.held === undefined ? [row, ...row.elsewhere].every(isKilled) : row.held.length === 0;

const readMatrix = (folder) => JSON.parse(readFileSync(join(folder, 'matrix.json'), 'utf8'));

/** How the committed matrix differs from the mutants and the checks that there are. Which checks killed one is for people. */
async function drift({ mutants: rows, oddities: odd, whole, checks: worth }) {
  const contract = envVarsAt();
  const { mutants: broken, oddities } = await contract.mutation();
  const told = new Map([...rows, ...odd].map((row) => [row.id, row]));
  const there = new Set([...broken, ...oddities].map(({ id }) => id));
  const weighed = [...worth.essential.map(({ check }) => check), ...worth.redundant, ...worth.idle];
  const names = contract.checks.map(({ name }) => name);
  const lines = [
    ...(whole ? [] : ['was made of samples']),
    ...[...there].filter((id) => !told.has(id)).map((id) => `has no row for ${id}`),
    ...[...told.keys()].filter((id) => !there.has(id)).map((id) => `has a row for ${id}, which is no mutant`),
    ...names.filter((name) => !weighed.includes(name)).map((name) => `does not know the check ${name}`),
    ...weighed
      .filter((name) => !names.includes(name))
      .map((name) => `weighs ${name}, which is no check: its mutants may survive`),
    ...rows
      .filter(({ breaks, failed }) =>
        failed.some(({ id, checks }) => breaks.includes(id) && !checks.some((one) => names.includes(one))),
      )
      .map(({ id }) => `has ${id} killed by checks alone that are gone`),
    ...[...told.values()].filter((row) => !isGood(row)).map(({ id }) => `has something against ${id}`),
    ...broken.flatMap(({ id, breaks }) => {
      const then = told.get(id)?.breaks;
      const same = then === undefined || [...then].sort().join() === [...breaks].sort().join();
      return same ? [] : [`says that ${id} breaks ${then.join(' and ')}`];
    }),
  ];
  return lines.map((line) => `conformance/kill-matrix ${line}: run node scripts/check-mutants.js --update`);
}

/** With --each alone: the same with the mutants that stand for all, and every oddity. */
async function withChosen(words, { checks: { essential } }) {
  const others = [...words];
  const each = takeOption(others, '--each', 0, 1);
  if (each === 0 || words.some((word) => /^--run(=|$)/.test(word))) return words;
  const { mutants: there, oddities } = await envVarsAt().mutation();
  const ids = [...oddities.map(({ id }) => id), ...chooseMutants(there, essential, each)];
  return [...others, '--run', `{${ids.join(',')}}`];
}

async function check(words, folder) {
  const before = readMatrix(committed);
  const code = await mutants([...(await withChosen(words, before)), '--output', folder]);
  if (ended(code)) return code;
  const { mutants: rows, oddities, reference, requirements } = readMatrix(folder);
  const all = [...rows, ...oddities];
  const bad = all.filter((row) => !isGood(row)).map(({ id }) => id);
  const open = requirements.filter(({ mutants: count, excuse }) => count === 0 && excuse === undefined);
  const lost = reference.filter(({ passed }) => !passed);
  const wrong = [
    ...(await drift(before)),
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

/** Makes rows anew, and with them the matrix that is committed. */
async function update(words, folder) {
  const all = ['--whole', '--deadline', '5m', ...words];
  if (!words.includes('--run')) return mutants([...all, '--output', committed]);
  const code = await mutants([...all, '--output', folder]);
  if (ended(code)) return code;
  const { matrixOfRows, matrixProblems, matrixAsJson, matrixAsMarkdown } = await loadSource(
    'conformance/src/mutation/matrix.ts',
    'conformance/src/mutation/render-matrix.ts',
  );
  const contract = envVarsAt();
  const set = await contract.mutation();
  const { rows, ...facts } = mergeMatrix(set, readMatrix(committed), readMatrix(folder));
  const matrix = matrixOfRows(contract, set, rows, facts);
  writeFileSync(join(committed, 'matrix.json'), matrixAsJson(matrix));
  writeFileSync(join(committed, 'matrix.md'), matrixAsMarkdown(matrix));
  for (const problem of matrixProblems(matrix)) console.log(`✗ ${problem}`);
  return matrixProblems(matrix).length === 0 ? 0 : 1;
}

const words = process.argv.slice(2);
const others = words.filter((word) => word !== '--update');
await exitWith((folder) => (words.includes('--update') ? update(others, folder) : check(others, folder)));
