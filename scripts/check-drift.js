// Fails when a generated file is not what its sources make today.
// Only generated paths are looked at, before and after, so other edits in the checkout do not matter.
// A generated file that git ignores or does not know also fails: a fresh clone would lack it.
import { spawnSync } from 'node:child_process';
import { generate } from './generate.js';
import { generateSteps } from './generate-steps.js';
import { root } from './run-buf.js';
import { changes, snapshot } from './snapshot.js';

try {
  const outputs = generateSteps().flatMap((step) => step.outputs);
  const before = snapshot(root, outputs);
  generate();
  const after = snapshot(root, outputs);
  const found = [...changes(before, after), ...untracked([...after.keys()])];
  for (const line of found) {
    console.error(`drift: ${line}`);
  }
  if (found.length > 0) {
    console.error('generated files differ from their sources: run `npm run generate` and commit the result');
    process.exitCode = 1;
  }
} catch (error) {
  console.error(`check-drift: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

/** @param {readonly string[]} files */
function untracked(files) {
  const result = spawnSync('git', ['ls-files', '-z', '--', ...files], { cwd: root, encoding: 'utf8' });
  if (result.error || result.status !== 0) {
    throw new Error(`cannot ask git: ${result.error?.message ?? result.stderr.trim()}`);
  }
  const known = new Set(result.stdout.split('\0'));
  return files.filter((file) => !known.has(file)).map((file) => `not in git ${file}`);
}
