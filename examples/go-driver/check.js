// Tests the Go driver with the suite: as it is it has to pass with every client, and each breakage of breakages.json has to be
// found under its requirement. Needs Go; run it from anywhere: node examples/go-driver/check.js
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, '../../conformance/bin/conformance.js');
const only = process.argv.slice(2);
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

const failedMusts = (report) =>
  report.requirements.filter((r) => r.level === 'MUST' && r.outcome === 'fail').map((r) => r.id);
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
      profile.replace('"unix://{socket}"]', '"unix://{socket}", "--beta"]'),
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
  for (const { id, requirement, file, find, replace } of JSON.parse(
    readFileSync(join(here, 'breakages.json'), 'utf8'),
  )) {
    if (only.length > 0 && !only.includes(id)) continue;
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
      const musts = failedMusts(test(folder));
      say(
        musts.length === 1 && musts[0] === requirement,
        `${id} is found under ${requirement}`,
        `failed: ${musts.join(', ') || 'nothing'}`,
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
