// Runs what failure cards offer to reproduce a failure: the conformance line has to fail again, and the grpcurl line has to
// show the fault to someone who does not trust this tool. Needs Go for grpcurl.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { goTool } from './go-tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'conformance/bin/conformance.js');

/** Faults to show: a mutant of the reference driver, the check that fails, and how grpcurl's words tell. */
const faults = [
  {
    mutant: 'errors/not-found/internal',
    requirement: 'errors/not-found',
    shows: (out) => /Code: Internal/.test(out),
  },
  {
    mutant: 'ordering/name-echo/first',
    requirement: 'ordering/name-echo',
    shows: (out) => resultNames(out)?.[0] !== undefined,
  },
  {
    mutant: 'batch/all-or-nothing/missing-last',
    requirement: 'batch/all-or-nothing',
    shows: (out) => (resultNames(out)?.length ?? 0) > 0,
  },
  {
    mutant: 'request/env-name/equals',
    requirement: 'request/env-name',
    shows: (out) => !/Code: InvalidArgument/.test(out),
  },
];

function resultNames(output) {
  try {
    return JSON.parse(output).results?.map(({ name }) => name ?? '');
  } catch {
    return undefined;
  }
}

let passed = 0;
let failed = 0;
function say(ok, what, why = '') {
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok    ' : 'NOT OK'} ${what}${ok ? '' : `: ${why}`}`);
}

const shell = (line) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, '.cache/bin')}:${process.env.PATH}` },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, output: stdout + stderr };
};

goTool('grpcurl');
for (const { mutant, requirement, shows } of faults) {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-grpcurl-'));
  const endpoint = `unix://${join(folder, 'csi.sock')}`;
  const profile = join(folder, 'conformance.yaml');
  const server = spawn(
    process.execPath,
    [bin, 'serve', '--endpoint', endpoint, '--mutant', mutant, '--write-profile', profile],
    { stdio: 'ignore' },
  );
  try {
    let report;
    for (let attempt = 0; attempt < 100 && report === undefined; attempt++) {
      await pause(50);
      const run = spawnSync(
        process.execPath,
        [
          bin,
          '--endpoint',
          endpoint,
          '--profile',
          profile,
          '--run',
          `${requirement}/**`,
          '--reporter',
          'json',
        ],
        { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      );
      if (run.status === 1) report = JSON.parse(run.stdout);
      else if (run.status === 0) break;
    }
    const cards = (report?.checks ?? [])
      .filter((check) => check.outcome === 'fail' && check.requirement === requirement)
      .map((check) => check.card);
    const card = cards.find((one) => one.reproduce.grpcurl !== undefined);
    if (card === undefined) {
      say(false, `${mutant} gives a card with a grpcurl line`, `${cards.length} cards`);
      continue;
    }
    const again = shell(card.reproduce.conformance);
    say(
      again.status === 1,
      `${mutant}: the conformance line fails again`,
      `exit ${again.status}: ${again.output.slice(-500)}`,
    );
    const curl = shell(card.reproduce.grpcurl);
    say(shows(curl.output), `${mutant}: the grpcurl line shows it`, curl.output.slice(0, 500));
  } finally {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
