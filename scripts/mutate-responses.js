// Usage: node scripts/mutate-responses.js [--seeds 1-50] [--update] [OPTIONS OF conformance mutants]
//
// Changes the reference driver's answers on their way to the client, as seeds say (`conformance mutants --responses`), and wants each
// change noticed or explained. Each counts as one test. Some checks are made against each change, all of them where those noticed
// nothing.
//
// `node scripts/mutate-responses.js --update` tries all 500 seeds and writes responses.json and responses.md in
// conformance/kill-matrix anew, which takes an hour on two cores.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'conformance/bin/conformance.js');
const committed = join(root, 'conformance/kill-matrix');
const all = '1-500';

/** Runs `conformance mutants`, shows what it says, and gives its exit code. */
function mutants(words) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, 'mutants', ...words], { stdio: 'inherit' });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Takes an option with its value out of words. */
function take(words, name) {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
}

async function check(seeds, words, folder) {
  const code = await mutants(['--responses', seeds, ...words, '--output', folder]);
  if (code === 2 || code === 130) return code;
  const { rows, stale } = JSON.parse(readFileSync(join(folder, 'responses.json'), 'utf8'));
  const counted = rows.filter(({ fate }) => fate !== 'equivalent');
  const bad = counted.filter(({ fate }) => fate === 'survived' || fate === 'error').length + stale.length;
  console.log(`${counted.length + stale.length - bad} passed, ${bad} failed`);
  return bad === 0 ? 0 : 1;
}

const words = process.argv.slice(2).filter((word) => word !== '--update');
const seeds = take(words, '--seeds') ?? all;
if (process.argv.includes('--update')) {
  process.exitCode = await mutants(['--responses', all, ...words, '--output', committed]);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-responses-'));
  try {
    process.exitCode = await check(seeds, words, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
