// Runs the steps of .ci/run, counts what each of its test runners counted, and says so in its last line.
// A step without a test runner of its own counts as one. `node .ci/steps.js NAME...` runs some of them.
//
// Steps that are `alone` come first and have the machine to themselves. The others run two at a time, since most of them wait more
// than they work; what such a step prints is shown when it ends, so that no two get mixed.
import { spawn } from 'node:child_process';

const minute = 60_000;
/** The tests on another Node, but for those that install and pack, which say nothing new there. */
const vitest = (node) => [
  ...[
    'npm',
    'exec',
    '--yes',
    `--package=node@${node}`,
    '--',
    'node',
    'node_modules/vitest/vitest.mjs',
    'run',
  ],
  ...['--exclude', 'conformance/test/package/**', '--exclude', 'conformance/test/readme.test.ts'],
];

/** Steps in order; `counts` reads a runner's own figures from its output. */
const steps = [
  { name: 'install and test', command: ['npm', 'cit'], counts: readVitest, minutes: 10, alone: true },
  // One at a time, since they write what others read.
  { name: 'lint', command: ['npm', 'run', 'lint'], alone: true },
  { name: 'generated files', command: ['npm', 'run', 'check:drift'], alone: true },
  { name: 'types', command: ['npm', 'run', 'typecheck'], alone: true },
  { name: 'build', command: ['npm', 'run', 'build'], alone: true },
  { name: 'checks by area', command: ['npm', 'run', 'test:checks'], counts: readVitest, minutes: 10 },
  {
    name: 'kill matrix',
    // Two mutants of each requirement and every oddity; without --each it takes three times as long.
    command: ['node', 'scripts/check-mutants.js', '--each', '2'],
    counts: readClosingLine,
    minutes: 12,
  },
  {
    name: 'changed answers',
    // The first tenth of the seeds; scripts/mutate-responses.js without --seeds tries them all.
    command: ['node', 'scripts/mutate-responses.js', '--seeds', '1-50'],
    counts: readClosingLine,
    minutes: 5,
  },
  { name: 'proto style', command: ['npm', 'run', 'proto:lint'] },
  { name: 'proto compatibility', command: ['npm', 'run', 'proto:breaking'] },
  { name: 'proto against upstream', command: ['npm', 'run', 'check:upstream'], tool: ['go', 'version'] },
  {
    name: 'csi spec change',
    command: ['node', 'scripts/check-csi-spec.js'],
    tool: ['go', 'version'],
    counts: readClosingLine,
  },
  { name: 'kep', command: ['node', 'scripts/kep-lint.js'], counts: readClosingLine },
  {
    name: 'go driver',
    command: ['node', 'examples/go-driver/check.js'],
    tool: ['go', 'version'],
    counts: readClosingLine,
  },
  {
    name: 'grpcurl',
    command: ['node', 'scripts/check-grpcurl.js'],
    tool: ['go', 'version'],
    counts: readClosingLine,
  },
  {
    name: 'tutorials',
    command: ['npm', 'run', 'test:tutorials'],
    tool: ['go', 'version'],
    counts: readVitest,
    minutes: 8,
  },
  { name: 'node 22', command: vitest(22), counts: readVitest, minutes: 8 },
  { name: 'node 24', command: vitest(24), counts: readVitest, minutes: 8 },
  { name: 'node 26', command: vitest(26), counts: readVitest, minutes: 8 },
];

/** Figures of vitest's summary: `Tests  3 failed | 120 passed (123)`. */
function readVitest(output) {
  const line = /^\s*Tests\s+(.*)$/m.exec(output)?.[1];
  if (line === undefined) return undefined;
  const of = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  const errors = Number(/^\s*Errors\s+(\d+) error/m.exec(output)?.[1] ?? 0);
  return { passed: of('passed'), failed: of('failed') + errors };
}

/** Figures of a closing line `N passed, N failed`. */
function readClosingLine(output) {
  const match = /(\d+) passed, (\d+) failed\s*$/.exec(output);
  return match === null ? undefined : { passed: Number(match[1]), failed: Number(match[2]) };
}

/** Runs a command; returns its output, which `show` gets as it comes. */
function execute(command, timeoutMs, show) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      detached: true,
    });
    let output = '';
    const take = (chunk) => {
      show(chunk);
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = setTimeout(() => {
      take('\ntimed out');
      process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Runs a step; `show` gets what it prints. Gives its figures and its line of the summary. */
async function runStep({ name, command, tool, counts, minutes = 5 }, show) {
  const started = Date.now();
  show(`\n== ${name}: ${command.join(' ')}\n`);
  const tooling = tool === undefined ? { code: 0 } : await execute(tool, minute, () => {});
  if (tooling.code !== 0) show(`${tool[0]} is not installed: this step needs it\n`);
  const { code, output } =
    tooling.code === 0 ? await execute(command, minutes * minute, show) : { code: 1, output: '' };
  const read = counts?.(output);
  const figures = read ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  // A runner that says all is well and ends with an error, or that says nothing, has failed.
  const hidden =
    (code !== 0 && figures.failed === 0) || (counts !== undefined && read === undefined && code === 0)
      ? 1
      : 0;
  const failed = figures.failed + hidden;
  const seconds = Math.round((Date.now() - started) / 1000);
  const line = `${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${figures.passed} passed, ${failed} failed, ${seconds} s`;
  return { passed: figures.passed, failed, line };
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !steps.some((step) => step.name === name));
if (unknown !== undefined) {
  console.error(`no step is named ${unknown}; there are: ${steps.map((step) => step.name).join(', ')}`);
  process.exit(2);
}
const queue = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const ended = new Map();
const print = (text) => process.stdout.write(text);
while (queue[0]?.alone) {
  const step = queue.shift();
  ended.set(step.name, await runStep(step, print));
}
const lane = async () => {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const pieces = [];
    ended.set(step.name, await runStep(step, (text) => pieces.push(text)));
    for (const piece of pieces) print(piece);
  }
};
await Promise.all([lane(), lane()]);
const results = steps.flatMap(({ name }) => ended.get(name) ?? []);
const sum = (of) => results.reduce((total, one) => total + of(one), 0);
const passed = sum((one) => one.passed);
const failed = sum((one) => one.failed);
console.log(`\n${results.map(({ line }) => line).join('\n')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
