// Runs the steps of .ci/run, counts what each of its test runners counted, and says so in its last line.
// A step without a test runner of its own counts as one. `node .ci/steps.js NAME...` runs some of them.
//
// Steps that are `alone` come first and have the machine to themselves. The others run two at a time, since most of them wait more
// than they work; what such a step prints is shown when it ends, so that no two get mixed.
import { complaints, execute, judge, readers } from '../scripts/run-step.js';

const minute = 60_000;
const mostComplaints = 12;
const sources = (...folders) => folders.map((folder) => `conformance/src/${folder}`);
/** What meets Node itself: sockets, HTTP/2, processes and files. */
const platformTests = sources('driver', 'profile', 'runner');
/** What depends on how Node prints and hashes. */
const outputTests = sources('report', 'contracts/env-vars/fuzz/inputs');
/** Tests on another Node, with the command as a whole. What only installs, packs, reads documents or computes says nothing new there. */
const vitest = (node, tests) => [
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
  ...[...tests, 'conformance/test/cli/commands.test.ts'],
];

/** Steps in order; `counts` reads a runner's own figures from its output. */
const steps = [
  { name: 'install and test', command: ['npm', 'cit'], counts: readers.vitest, minutes: 10, alone: true },
  // One at a time, since they write what others read.
  { name: 'lint', command: ['npm', 'run', 'lint'], alone: true },
  { name: 'generated files', command: ['npm', 'run', 'check:drift'], alone: true },
  { name: 'types', command: ['npm', 'run', 'typecheck'], alone: true },
  { name: 'build', command: ['npm', 'run', 'build'], alone: true },
  {
    name: 'campaigns and canaries',
    // The checks by area, against drivers that the kill matrix has, too, have their turn in scripts/nightly.
    command: ['npm', 'run', 'test:checks', '--', '--exclude', 'conformance/test/checks/**'],
    counts: readers.vitest,
    minutes: 15,
  },
  {
    name: 'hostile drivers',
    // scripts/nightly plays all campaigns.
    command: ['env', 'ZOO_CAMPAIGNS=few', 'npm', 'run', 'test:zoo'],
    counts: readers.vitest,
    minutes: 12,
  },
  {
    name: 'kill matrix',
    // A mutant of each requirement, one for each check that some mutant needs, and every oddity; without --each all of them.
    command: ['node', 'scripts/check-mutants.js', '--each', '1', '--jobs', '6'],
    counts: readers.closingLine,
    minutes: 12,
  },
  // Its rows are made with --update, which takes most of an hour; here they are held to the mutants that there are.
  { name: 'fuzz table', command: ['node', 'scripts/fuzz-mutants.js'] },
  {
    name: 'changed answers',
    // The first of the seeds; scripts/mutate-responses.js without --seeds tries them all.
    command: ['node', 'scripts/mutate-responses.js', '--seeds', '1-50', '--jobs', '6'],
    counts: readers.closingLine,
    minutes: 10,
  },
  {
    name: 'site',
    command: ['npm', '--prefix', 'website', 'run', 'ci'],
    counts: readers.vitest,
    minutes: 12,
  },
  {
    name: 'go driver',
    // One breakage in ten; scripts/nightly tries all.
    command: ['node', 'examples/go-driver/check.js', '--each', '10'],
    tool: ['go', 'version'],
    counts: readers.closingLine,
    minutes: 10,
  },
  {
    name: 'tutorials',
    command: ['npm', 'run', 'test:tutorials'],
    tool: ['go', 'version'],
    counts: readers.vitest,
    minutes: 8,
  },
  {
    name: 'random orders',
    // More mutants, all areas and more orders have their turn in scripts/nightly.
    command: [
      ...['node', 'scripts/check-orders.js', '--orders', '1', '--each', '1'],
      ...['--run', 'ordering/**'],
    ],
    counts: readers.closingLine,
    minutes: 6,
  },
  {
    name: 'slowed drivers',
    // One run of each driver, each slowed in another way; scripts/nightly makes all of them many times.
    command: ['node', 'scripts/check-slowed.js', '--only', 'reference/stalls,go/share'],
    tool: ['go', 'version'],
    counts: readers.closingLine,
    minutes: 6,
  },
  {
    name: 'fuzz the reference driver',
    command: ['node', 'scripts/fuzz-reference.js', '--requests', '5000'],
    counts: readers.closingLine,
    minutes: 6,
  },
  { name: 'proto style', command: ['npm', 'run', 'proto:lint'] },
  { name: 'proto compatibility', command: ['npm', 'run', 'proto:breaking'] },
  { name: 'proto against upstream', command: ['npm', 'run', 'check:upstream'], tool: ['go', 'version'] },
  {
    name: 'csi spec change',
    command: ['node', 'scripts/check-csi-spec.js'],
    tool: ['go', 'version'],
    counts: readers.closingLine,
  },
  { name: 'kep', command: ['node', 'scripts/kep-lint.js'], counts: readers.closingLine },
  {
    name: 'grpcurl',
    command: ['node', 'scripts/check-grpcurl.js'],
    tool: ['go', 'version'],
    counts: readers.closingLine,
  },
  {
    name: 'published results',
    command: ['node', 'website/scripts/check-results.mjs'],
    counts: readers.closingLine,
  },
  {
    name: 'node 22',
    command: vitest(22, [...platformTests, ...outputTests]),
    counts: readers.vitest,
    minutes: 12,
  },
  { name: 'node 26', command: vitest(26, platformTests), counts: readers.vitest, minutes: 12 },
];

/** Runs a step; `show` gets what it prints. Gives its figures and its line of the summary. */
async function runStep({ name, command, tool, counts, minutes = 5 }, show) {
  const started = Date.now();
  show(`\n== ${name}: ${command.join(' ')}\n`);
  const tooling = tool === undefined ? { code: 0 } : await execute(tool, minute, { show: () => {} });
  if (tooling.code !== 0) show(`${tool[0]} is not installed: this step needs it\n`);
  const { code, output } =
    tooling.code === 0 ? await execute(command, minutes * minute, { show }) : { code: 1, output: '' };
  const { passed, failed } = judge({ code, output }, counts);
  const seconds = Math.round((Date.now() - started) / 1000);
  const line = `${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed, ${seconds} s`;
  const told = failed === 0 ? [] : complaints(output, mostComplaints).map((text) => `       ${text.trim()}`);
  return { passed, failed, line: [line, ...told].join('\n') };
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
