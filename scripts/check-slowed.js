// Usage: node scripts/check-slowed.js [--runs N] [--seed N] [--at-once N] [--only DRIVER/SLOWNESS,...]
//
// Runs the suite against correct drivers that are slowed down: a CPU share of 10 %, and stalls of 200 ms. Nothing may fail,
// and nothing may be unclear. A SHOULD about speed may be warned of: such a driver is slow. Each of reference/share,
// reference/stalls, go/share and go/stalls gets so many runs, or those of --only, so many of them at once: a driver that stands
// leaves the machine to others. The Go driver needs Go.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sharedProfile } from './go-driver-profile.js';
import { slowDown, slownesses } from './slow-process.js';
import { readOptions, wholeNumber } from './take-option.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'conformance/bin/conformance.js');
const goSource = join(root, 'examples/go-driver');

/** Drivers by name: `start` gives the command line and the profile of one that listens on a socket in the folder. */
const drivers = {
  reference: {
    prepare() {},
    start(folder) {
      const profile = join(folder, 'profile.yaml');
      const words = ['serve', '--endpoint', `unix://${join(folder, 'csi.sock')}`];
      const files = ['--log', join(folder, 'driver.log'), '--write-profile', profile];
      return { command: [process.execPath, bin, ...words, ...files], profile };
    },
  },
  go: {
    prepare(folder) {
      const source = join(folder, 'go-driver');
      cpSync(goSource, source, { recursive: true });
      const env = { ...process.env, CGO_ENABLED: '0' };
      execFileSync('go', ['build', '-o', 'go-driver', '.'], { cwd: source, env, stdio: 'pipe' });
      return join(source, 'go-driver');
    },
    start(folder, built) {
      const endpoint = `unix://${join(folder, 'csi.sock')}`;
      const profile = join(folder, 'profile.yaml');
      const log = join(folder, 'driver.log');
      const more = `logs: [{ file: ${log} }]\nwatch: { pid: { file: ${join(folder, 'pid')} } }\n`;
      writeFileSync(profile, sharedProfile().replace(/^exec: .*$/m, () => `endpoint: ${endpoint}`) + more);
      return { command: [built, '--endpoint', endpoint], profile, log };
    },
  },
};

const { values } = readOptions({
  options: {
    runs: { type: 'string', default: '1' },
    only: { type: 'string' },
    'at-once': { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
  },
});
const runs = wholeNumber('--runs', values.runs, 1);
const seed = wholeNumber('--seed', values.seed, 0);
const atOnce = wholeNumber('--at-once', values['at-once'], 1);
const all = Object.keys(drivers).flatMap((name) => Object.keys(slownesses).map((way) => `${name}/${way}`));
const chosen = values.only === undefined ? all : values.only.split(',');
const unknown = chosen.find((one) => !all.includes(one));
if (unknown !== undefined) usage(`--only ${unknown} is none of ${all.join(', ')}`);

function usage(text) {
  console.error(text);
  process.exit(2);
}

/** Starts a command and resolves once its socket is there, its process id in a file beside it; `stop` ends it. */
async function started(command, folder, log) {
  const socket = join(folder, 'csi.sock');
  const output = log === undefined ? 'ignore' : openSync(log, 'a');
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', output, output] });
  if (log !== undefined) closeSync(output);
  writeFileSync(join(folder, 'pid'), String(child.pid));
  const ended = new Promise((resolve) => child.once('close', resolve));
  for (let tries = 0; !existsSync(socket); tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error(`${command[0]} does not listen`);
    await pause(50);
  }
  return {
    send: (signal) => {
      if (!child.kill(signal)) throw new Error('the driver is gone');
    },
    async stop() {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Runs the suite; gives its report. */
function suite(profile, runSeed) {
  const words = ['--profile', profile, '--reporter', 'json', '--seed', String(runSeed)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [report, talk] = ['', ''];
    child.stdout.on('data', (chunk) => {
      report += chunk;
    });
    child.stderr.on('data', (chunk) => {
      talk += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (report === '') reject(new Error(`no report, exit ${code ?? signal}: ${talk}`));
      else resolve(JSON.parse(report));
    });
  });
}

/** What is wrong with the report on a correct driver. */
function complaints({ checks, requirements, verdict, exitCode }) {
  const shoulds = new Set(requirements.filter(({ level }) => level !== 'MUST').map(({ id }) => id));
  const bad = checks.filter(
    ({ outcome, requirement }) =>
      outcome === 'error' ||
      (outcome === 'fail' && !(shoulds.has(requirement) && requirement.startsWith('performance/'))),
  );
  const all = bad.map(({ name, outcome, message }) => `${name} ${outcome}: ${message}`);
  if (exitCode !== 0) all.push(`${verdict}, exit ${exitCode}`);
  return all;
}

/** What was left open though the profile says enough: no failure, but worth a look. */
function left({ checks }) {
  const open = checks.filter(
    ({ outcome, message = '' }) => outcome === 'untested' && !message.startsWith('the profile does not say'),
  );
  return open.map(({ name, message }) => `${name}: ${message}`);
}

async function oneRun(folder, name, way, runSeed, built) {
  const own = mkdtempSync(join(folder, 'run-'));
  const { command, profile, log } = drivers[name].start(own, built);
  const driver = await started(command, own, log);
  try {
    for (let tries = 0; !existsSync(profile) && tries < 200; tries++) await pause(50);
    const free = slowDown(driver.send, slownesses[way](runSeed));
    const report = await suite(profile, runSeed).finally(free);
    const { stops } = await free();
    const seconds = Math.round(report.durationMs / 1000);
    return { report, said: `${report.verdict} in ${seconds} s, stopped ${stops} times`, stops };
  } finally {
    await driver.stop();
    rmSync(own, { recursive: true, force: true });
  }
}

/** Makes one run and says what it came to; whether nothing was wrong. */
async function judged(folder, one, runSeed, built) {
  const [name, way] = one.split('/');
  const what = `${one}, seed ${runSeed}`;
  try {
    const { report, said, stops } = await oneRun(folder, name, way, runSeed, built);
    const why = complaints(report);
    // A driver that was never stopped was not slowed, and shows nothing.
    if (stops === 0) why.push('it was never stopped');
    const open = left(report).map((line) => `left open: ${line}`);
    const head = `${why.length === 0 ? 'ok    ' : 'NOT OK'} ${what}: ${said}`;
    console.log([head, ...[...why, ...open].map((line) => `       ${line}`)].join('\n'));
    return why.length === 0;
  } catch (error) {
    console.log(`NOT OK ${what}: ${error.message}`);
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'csi-env-slowed-'));
const results = [];
try {
  const builds = new Map();
  for (const [name] of chosen.map((one) => one.split('/'))) {
    if (!builds.has(name)) builds.set(name, drivers[name].prepare(folder));
  }
  const queue = chosen.flatMap((one) =>
    Array.from({ length: runs }, (_, run) => ({ one, runSeed: seed + run })),
  );
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results.push(await judged(folder, next.one, next.runSeed, builds.get(next.one.split('/')[0])));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const passed = results.filter(Boolean).length;
console.log(`${passed} passed, ${results.length - passed} failed`);
process.exitCode = passed === results.length ? 0 : 1;
