import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bin } from '../bench/measure.js';
import { wholeNumber } from './take-option.js';

/** Inputs that every campaign plays before it draws any. */
const listed = 640;
/** Calls that a drawn input makes, about: a burst makes a hundred and more. */
const callsEach = 15;

/** Runs a campaign; gives its report, with what went wrong where there is none. */
function campaign(words) {
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
        resolve({ exitCode: code ?? 1, calls: 0, findings: [], reason: stderr.trim() });
      }
    });
  });
}

/**
 * Fuzzes a driver that breaks nothing until so many requests were made and judged; each further campaign has the next seed.
 *
 * @param words what `conformance fuzz` is told of the driver
 * @param findings folder under .cache that findings are left in
 */
export async function fuzzUntil(words, { requests, seed, findings }) {
  const folder = fileURLToPath(new URL(`../.cache/${findings}`, import.meta.url));
  let calls = 0;
  for (let next = seed; calls < requests; next++) {
    const runs = listed + Math.ceil((requests - calls) / callsEach);
    const report = await campaign([
      ...words,
      ...['--seed', String(next), '--fuzz-runs', String(runs), '--deadline', '240m'],
      ...['--continue', '--findings', folder],
    ]);
    calls += report.calls;
    const found = report.findings.map(
      ({ finding, file }) => `${finding.requirement ?? 'driver gone'} (${file})`,
    );
    // A warning changes no exit code, and is none that such a driver earns.
    if (report.exitCode !== 0 || found.length > 0)
      return { calls, problem: `seed ${next}: ${[...found, report.reason].filter(Boolean).join(', ')}` };
  }
  return { calls };
}

/** Fuzzes drivers one after the other, tells of each, and sets the exit code. */
export async function fuzzAll(drivers, fuzz) {
  let passed = 0;
  let failed = 0;
  for (const driver of drivers) {
    const { calls, problem } = await fuzz(driver);
    if (problem === undefined) passed++;
    else failed++;
    const what = `${driver.name}: ${calls} requests`;
    console.log(problem === undefined ? `ok     ${what}` : `NOT OK ${what}: ${problem}`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Reads options that are whole numbers; ends the process where one is not. */
export function wholeNumbers(values) {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, wholeNumber(`--${name}`, text, 0)]),
  );
}
