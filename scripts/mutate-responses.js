// Usage: node scripts/mutate-responses.js [--seeds 1-50] [--update] [OPTIONS OF conformance mutants]
//
// Changes the reference driver's answers on their way to the client, as seeds say (`conformance mutants --responses`), and wants each
// change noticed by a MUST, warned of by a SHOULD, or explained. Each counts as one test. Some checks are made against each change,
// all of them where no MUST failed. What was noticed by the committed report has to be noticed still. The report is left in
// .cache/changed-answers.
//
// `node scripts/mutate-responses.js --update` tries all 500 seeds and writes responses.json and responses.md in
// conformance/kill-matrix anew, which takes an hour on two cores.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { committed, ended, exitWith, mutants } from './run-mutants.js';
import { takeText } from './take-option.js';

const kept = fileURLToPath(new URL('../.cache/changed-answers', import.meta.url));
const all = '1-500';
const badFates = ['survived', 'unclear', 'error'];

async function check(seeds, words, folder) {
  const before = join(committed, 'responses.json');
  const held = existsSync(before) ? ['--check', before] : [];
  const code = await mutants(['--responses', seeds, ...words, ...held, '--output', folder]);
  if (ended(code)) return code;
  cpSync(folder, kept, { recursive: true });
  const { rows, stale } = JSON.parse(readFileSync(join(folder, 'responses.json'), 'utf8'));
  const counted = rows.filter(({ fate }) => fate !== 'equivalent');
  const bad = counted.filter(({ fate }) => badFates.includes(fate)).length + stale.length;
  console.log(`${counted.length + stale.length - bad} passed, ${bad} failed`);
  return bad === 0 ? Number(code !== 0) : 1;
}

const words = process.argv.slice(2).filter((word) => word !== '--update');
const seeds = takeText(words, '--seeds') ?? all;
if (process.argv.includes('--update')) {
  process.exitCode = await mutants(['--responses', all, ...words, '--output', committed]);
} else {
  await exitWith((folder) => check(seeds, words, folder));
}
