// Tests the Go driver with the suite: as it is it has to pass with every client, and each breakage of breakages.json has to be
// found under its requirement. Needs Go; run it from anywhere: node examples/go-driver/check.js [BREAKAGE...]
// With --each 3 of the breakages the first in three.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions, wholeNumber } from '../../scripts/take-option.js';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, '../../conformance/bin/conformance.js');
const { values, positionals: only } = readOptions({
  options: { each: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const each = wholeNumber('--each', values.each, 1);
const breakages = JSON.parse(readFileSync(join(here, 'breakages.json'), 'utf8'));
const unknown = only.find((id) => !breakages.some((one) => one.id === id));
if (unknown !== undefined) {
  console.error(`no breakage is named ${unknown}; there are: ${breakages.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}
let passed = 0;
let failed = 0;

/** Builds the driver in a folder; throws with the compiler's words. */
function build(folder) {
  execFileSync('go', ['build', '-o', 'go-driver', '.'], {
    cwd: folder,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: 'pipe',
  });
}

/** Runs the suite; returns its report. */
function test(folder, ...flags) {
  const run = spawnSync(
    process.execPath,
    [bin, '--profile', 'conformance.yaml', '--reporter', 'json', ...flags],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (run.stdout === '') throw new Error(`no report: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

function say(ok, what, why = '') {
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok    ' : 'NOT OK'} ${what}${ok || why === '' ? '' : `: ${why}`}`);
}

/** What a breakage broke: the MUSTs that fail, and of the SHOULDs that warn the one that it is about. */
const broken = (report, requirement) =>
  report.requirements
    .filter((r) => (r.level === 'MUST' ? r.outcome === 'fail' : r.outcome === 'warn' && r.id === requirement))
    .map((r) => r.id);
const folder = mkdtempSync(join(tmpdir(), 'csi-env-go-'));
try {
  cpSync(here, folder, { recursive: true });
  build(folder);
  if (only.length === 0) {
    for (const flags of [
      ['--client', 'wire'],
      ['--client', 'grpc-js'],
      ['--client', 'connect'],
    ]) {
      const report = test(folder, ...flags);
      const bad = report.checks.filter((check) => check.outcome === 'fail' || check.outcome === 'error');
      say(
        report.exitCode === 0 && bad.length === 0,
        `passes with ${flags.join(' ')}`,
        bad.map((c) => `${c.name} ${c.outcome}: ${c.message}`).join('; '),
      );
    }
    const profile = readFileSync(join(folder, 'conformance.yaml'), 'utf8');
    writeFileSync(
      join(folder, 'conformance.yaml'),
      profile.replace('"unix://{socket}"', '"unix://{socket}", "--beta"'),
    );
    const report = test(folder);
    const bad = report.checks.filter((check) => check.outcome === 'fail' || check.outcome === 'error');
    say(
      report.stage === 'beta' && report.exitCode === 0 && bad.length === 0,
      'passes with --beta',
      bad.map((c) => `${c.name}: ${c.message}`).join('; '),
    );
    writeFileSync(join(folder, 'conformance.yaml'), profile);
  }
  const chosen = breakages.filter(({ id }, index) =>
    only.length > 0 ? only.includes(id) : index % each === 0,
  );
  for (const { id, requirement, file, find, replace } of chosen) {
    const source = readFileSync(join(here, file), 'utf8');
    if (!source.includes(find)) {
      say(false, id, `${file} no longer has the text to replace`);
      continue;
    }
    writeFileSync(
      join(folder, file),
      source.replace(find, () => replace),
    );
    try {
      build(folder);
      const found = broken(test(folder), requirement);
      say(
        found.length === 1 && found[0] === requirement,
        `${id} is found under ${requirement}`,
        `failed: ${found.join(', ') || 'nothing'}`,
      );
    } catch (error) {
      say(false, id, String(error.stderr ?? error.message));
    } finally {
      writeFileSync(join(folder, file), source);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
