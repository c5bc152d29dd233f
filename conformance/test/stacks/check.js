// Tests the suite on correct drivers of other gRPC stacks: nothing may fail on them, with any client, at either stage, nor on
// the driver with oddities that the contract allows; and each breakage has to be found under its requirement and no other.
// Needs Python, Cargo, Maven and a JDK: a stack whose tools are missing is skipped.
//
// Run it from anywhere: node conformance/test/stacks/check.js [WORD...] runs the tests whose names have one of the words.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sharedProfile } from '../../../scripts/go-driver-profile.js';
import { oddities } from './oddities.js';
import { cache, changed, execute, stacks, startOdd } from './stacks.js';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, '../../bin/conformance.js');
// The data are those of the Go driver, so its profile holds here too.
const profile = sharedProfile();
/** Tests at once. Slow drivers leave the machine idle. */
const lanes = 4;
const withoutSpeed = ['--skip', 'performance/**'];
const words = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'csi-env-stacks-'));
let passed = 0;
let failed = 0;
let skipped = 0;

/** Runs the suite against a driver that it starts; gives its report. */
function test(name, start, flags, edit = (text) => text) {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.yaml`);
  const command = JSON.stringify([...start, '--endpoint', 'unix://{socket}']);
  writeFileSync(file, edit(profile.replace(/^exec: .*$/m, () => `exec: ${command}`)));
  return new Promise((resolve, reject) => {
    const parameters = [bin, '--profile', file, '--reporter', 'json', ...flags];
    const run = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000 });
    let [report, talk] = ['', ''];
    run.stdout.on('data', (chunk) => {
      report += chunk;
    });
    run.stderr.on('data', (chunk) => {
      talk += chunk;
    });
    run.on('error', reject);
    run.on('close', (code, signal) => {
      if (report === '') return reject(new Error(`no report, exit ${code ?? signal}: ${talk}`));
      writeFileSync(join(cache, 'reports', `${name.replaceAll(/\W+/g, '-')}.json`), report);
      resolve(JSON.parse(report));
    });
  });
}

/** What is wrong with the report on a correct driver. */
function complaints(report, stage, may = []) {
  // How fast the driver is says more about the machine, which has other things to do.
  const bad = report.checks.filter(
    ({ outcome, requirement }) =>
      outcome === 'error' ||
      (outcome === 'fail' && !requirement.startsWith('performance/') && !may.includes(requirement)),
  );
  const all = bad.map((check) => `${check.name} ${check.outcome}: ${check.message}`);
  if (report.exitCode !== 0) all.push(`exit ${report.exitCode}`);
  if (report.stage !== stage) all.push(`stage ${report.stage}`);
  return all.join('\n         ');
}

function say(ok, what, why, started) {
  if (ok) passed++;
  else failed++;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${ok ? 'ok    ' : 'NOT OK'} ${what} (${seconds} s)${ok ? '' : `: ${why}`}`);
}

async function missing(tools) {
  for (const [command, ...parameters] of tools) {
    try {
      await execute(command, parameters);
    } catch {
      return command;
    }
  }
  return undefined;
}

/** All tests of the stacks whose tools are there: slow ones first, so that the others run beside them. */
async function tests() {
  const list = [];
  const built = new Map();
  for (const stack of stacks) {
    const tool = await missing(stack.tools);
    const clients = ['wire', 'grpc-js', 'connect'];
    for (const stage of ['alpha', 'beta']) {
      for (const client of clients) {
        const name = `${stack.name} passes with ${client}, ${stage}`;
        const start = () => (stage === 'beta' ? [...stack.start(), '--beta'] : stack.start());
        const flags = ['--client', client, ...(client === 'wire' && stage === 'alpha' ? [] : withoutSpeed)];
        const run = async () => complaints(await test(name, start(), flags), stage);
        list.push({ name, stack, tool, run });
      }
    }
    built.set(stack.name, tool);
  }
  const python = stacks[0];
  for (const { id, flags, profile: edit, stage = 'alpha', run: more = [], slow, may } of oddities) {
    const name = `grpcio passes with ${id}`;
    const run = async () =>
      complaints(await test(name, startOdd(flags), [...withoutSpeed, ...more], edit), stage, may);
    list.push({ name, stack: python, tool: built.get(python.name), run, slow });
  }
  for (const breakage of JSON.parse(readFileSync(join(here, 'breakages.json'), 'utf8'))) {
    const stack = stacks.find(({ name }) => name === breakage.stack);
    const name = `${stack.name} with ${breakage.id} is found under ${breakage.requirement}`;
    const prepare = () => stack.broken(changed(breakage));
    const run = async (start) => {
      const report = await test(name, start, withoutSpeed);
      const musts = report.requirements
        .filter((r) => r.level === 'MUST' && r.outcome === 'fail')
        .map((r) => r.id);
      return musts.length === 1 && musts[0] === breakage.requirement
        ? ''
        : `failed: ${musts.join(', ') || 'nothing'}`;
    };
    list.push({ name, stack, tool: built.get(stack.name), run, prepare });
  }
  const wanted =
    words.length === 0 ? list : list.filter(({ name }) => words.some((word) => name.includes(word)));
  return wanted.sort((a, b) => Number(b.slow ?? false) - Number(a.slow ?? false));
}

/** Builds what the tests need, one after the other; gives the tests that can run. */
async function prepared(all) {
  const ready = [];
  const broken = new Map();
  for (const entry of all) {
    const { name, stack, tool, prepare } = entry;
    const started = performance.now();
    if (tool !== undefined) {
      skipped++;
      console.log(`skip   ${name}: ${tool} is not installed`);
      continue;
    }
    try {
      if (!broken.has(stack.name)) {
        broken.set(stack.name, undefined);
        await stack.build();
        console.log(`built ${stack.name} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
      }
      const why = broken.get(stack.name);
      if (why !== undefined) throw new Error(why);
      ready.push({ ...entry, start: await prepare?.() });
    } catch (error) {
      if (prepare === undefined) broken.set(stack.name, error.message);
      say(false, name, error.message, started);
    }
  }
  return ready;
}

mkdirSync(join(cache, 'reports'), { recursive: true });
try {
  const queue = await prepared(await tests());
  const lane = async () => {
    for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
      const started = performance.now();
      const why = await entry.run(entry.start).catch((error) => error.message);
      say(why === '', entry.name, why, started);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (passed + failed + skipped === 0) console.log(`no test has ${words.join(' or ')} in its name`);
if (skipped > 0) console.log(`${skipped} skipped: tools are missing`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed + skipped > 0 ? 0 : 1;
