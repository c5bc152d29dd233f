// Usage: node scripts/fuzz-reference.js [--requests NUMBER] [--seed NUMBER]
//
// Fuzzes the reference driver, which breaks nothing, on both gRPC stacks and at both stages until so many requests were made and
// judged in all: 5,000 unless told, and 200,000 in a night. Any finding is a mistake of the model's. Each stack and stage counts as one
// test; findings stay in .cache/fuzz-reference.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startServer } from '../bench/measure.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'conformance/bin/conformance.js');
const findings = join(root, '.cache/fuzz-reference');
const drivers = ['grpc-js', 'connect'].flatMap((stack) =>
  ['alpha', 'beta'].map((stage) => ({ stack, stage })),
);

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
});
const requests = Number(values.requests);
const firstSeed = Number(values.seed);
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(firstSeed) || firstSeed < 0) {
  console.error('--requests and --seed take whole numbers');
  process.exit(2);
}

/** Runs a campaign; gives its report, with what went wrong where there is none. */
function fuzz(words) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, 'fuzz', ...words, '--reporter', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.on('close', (code) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        resolve({ exitCode: code, calls: 0, findings: [], reason: stderr.trim() });
      }
    });
  });
}

/** Fuzzes one driver until it had its share of the requests; each further campaign has the next seed. */
async function hunt({ stack, stage }, share) {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-fuzz-'));
  const socket = join(folder, 'csi.sock');
  const profile = join(folder, 'conformance.yaml');
  const words = ['serve', '--endpoint', `unix://${socket}`, '--server', stack, '--stage', stage];
  const server = await startServer(
    process.execPath,
    [bin, ...words, '--write-profile', profile, '--log', join(folder, 'driver.log')],
    socket,
  );
  let calls = 0;
  try {
    for (let seed = firstSeed; calls < share; seed++) {
      // Most inputs make one call; what is missing then is made by the next campaign.
      const runs = Math.max(100, share - calls);
      const report = await fuzz([
        ...['--profile', profile, '--seed', String(seed), '--fuzz-runs', String(runs), '--deadline', '240m'],
        ...['--continue', '--findings', join(findings, `${stack}-${stage}`)],
      ]);
      calls += report.calls;
      const found = report.findings.map(
        ({ finding, file }) => `${finding.requirement ?? 'driver gone'} (${file})`,
      );
      if (report.exitCode !== 0)
        return { calls, problem: `seed ${seed}: ${[...found, report.reason].filter(Boolean).join(', ')}` };
    }
    return { calls };
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync(join(root, '.cache'), { recursive: true });
let passed = 0;
let failed = 0;
for (const driver of drivers) {
  const { calls, problem } = await hunt(driver, Math.ceil(requests / drivers.length));
  if (problem === undefined) passed++;
  else failed++;
  const what = `${driver.stack}, ${driver.stage}: ${calls} requests`;
  console.log(problem === undefined ? `ok     ${what}` : `NOT OK ${what}: ${problem}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
