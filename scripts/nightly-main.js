import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, homedir, platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parts } from './nightly-parts.js';
import { nightlySummary, runNightly } from './run-nightly.js';
import { execute } from './run-step.js';
import { readOptions, wholeNumber } from './take-option.js';

const help = `Usage: scripts/nightly [options]

Runs everything at full size, part by part. Each part writes results/nightly/PART.json, and all together README.md beside
them: outcome, figures, command, revision and seed.

  --part NAME      only this part; repeatable
  --seed NUMBER    seed of everything random (default: the day, as days since 1970)
  --output FOLDER  where results go (default: results/nightly)
  --list           list the parts
  -h, --help       show this help

Exit status: 0 when all parts passed, 1 when one did not, 2 for wrong usage, 130 interrupted.
`;

const root = fileURLToPath(new URL('..', import.meta.url));

function usage(text) {
  console.error(`nightly: ${text}`);
  process.exit(2);
}

/** The commit, and whether the sources differ from it: such a result is nobody's to repeat. */
function revision() {
  const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', '.', ':!results') !== '';
  return `${git('rev-parse', 'HEAD')}${changed ? '-changed' : ''}`;
}

function readResults(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

const options = {
  part: { type: 'string', multiple: true, default: [] },
  seed: { type: 'string', default: String(Math.floor(Date.now() / 86_400_000)) },
  output: { type: 'string', default: join(root, 'results/nightly') },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};
const { values: given } = readOptions({ options }, 'nightly');
if (given.help) {
  process.stdout.write(help);
  process.exit(0);
}
if (given.list) {
  for (const { name, says } of parts) console.log(`${name}: ${says}`);
  process.exit(0);
}
const unknown = given.part.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined)
  usage(`no part is named ${unknown}; there are: ${parts.map(({ name }) => name).join(', ')}`);
const chosen = given.part.length === 0 ? parts : parts.filter(({ name }) => given.part.includes(name));
const seed = wholeNumber('--seed', given.seed, 0);
if (!existsSync(join(root, 'conformance/dist/main.js'))) usage('nothing is built: npm run build');
const folder = resolve(given.output);
mkdirSync(folder, { recursive: true });

const results = await runNightly(chosen, {
  seed,
  revision: revision(),
  platform: {
    os: platform(),
    arch: arch(),
    node: process.versions.node,
    processors: availableParallelism(),
  },
  execute: (command, timeoutMs) => {
    console.log(`\n== ${command.join(' ')}`);
    return execute(command, timeoutMs, { cwd: root });
  },
  now: () => new Date(),
  hide: [
    [root, './'],
    [tmpdir(), 'TMP'],
    [homedir(), 'HOME'],
  ],
  onResult(result) {
    writeFileSync(join(folder, `${result.part}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
    writeFileSync(join(folder, 'README.md'), nightlySummary(parts, readResults(folder)));
  },
});
console.log();
for (const { part, outcome, passed, failed, seconds } of results) {
  const mark = outcome === 'passed' ? 'ok    ' : 'NOT OK';
  console.log(`${mark} ${part}: ${outcome}, ${passed} passed, ${failed} failed, ${seconds} s`);
}
process.exitCode = results.every(({ outcome }) => outcome === 'passed') ? 0 : 1;
