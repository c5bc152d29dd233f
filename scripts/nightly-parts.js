/**
 * What `scripts/nightly` runs, one entry a part. To add one, add an entry:
 *
 * - `name`: permanent, letters, digits and hyphens; its result is results/nightly/NAME.json
 * - `says`: what it shows, as a phrase
 * - `command`: run in the root of the repository; `{seed}` becomes the seed of the night
 * - `read`: how its figures are read, one of `readers` in run-step.js; absent where it counts as one test
 * - `minutes`: after which it is ended and has failed
 * - `tools`: commands that show that what it needs is installed; without them it has failed
 */
export const parts = [
  ...['wire', 'grpc-js', 'connect'].map((client) => ({
    name: `kill-matrix-${client}`,
    says:
      client === 'wire'
        ? 'every check against every mutant and legal oddity, with the wire client at both stages'
        : `the checks of what a mutant breaks and a sample of the others, against every mutant and legal oddity, with the ${client} client at both stages`,
    command: [
      ...['node', 'scripts/check-mutants.js', '--client', client, '--stage', 'all'],
      // All checks against a driver that takes its time for each call take minutes.
      ...(client === 'wire' ? ['--whole', '--deadline', '5m'] : []),
    ],
    read: 'closingLine',
    minutes: 240,
  })),
  {
    name: 'changed-answers',
    says: '500 seeded changes of answers: each is noticed, warned of, permitted for a reason that is written down, or changes nothing',
    command: ['node', 'scripts/mutate-responses.js', '--seeds', '1-500'],
    read: 'closingLine',
    minutes: 180,
  },
  ...['wire', 'grpc-js', 'connect'].map((client) => ({
    name: `hostile-drivers-${client}`,
    says: `every hostile driver, with the ${client} client`,
    command: ['env', `ZOO_CLIENT=${client}`, 'npm', 'run', 'test:zoo'],
    read: 'vitest',
    minutes: 60,
  })),
  {
    name: 'checks-by-area',
    says: 'the checks of each area against the reference driver, its oddities and drivers with one fault',
    command: ['npm', 'run', 'test:checks', '--', 'conformance/test/checks'],
    read: 'vitest',
    minutes: 60,
  },
  {
    name: 'go-driver',
    says: 'the Go example passes with each client and at both stages, and each breakage is found under its requirement',
    command: ['node', 'examples/go-driver/check.js'],
    read: 'closingLine',
    minutes: 60,
    tools: [['go', 'version']],
  },
  {
    name: 'false-alarms',
    says: 'a gigabyte of ordinary logs, searched for 1,000 values that are not in it: one alarm at most',
    command: ['node', 'scripts/false-alarms.js'],
    minutes: 60,
  },
  {
    name: 'random-orders',
    says: 'the checks in five random orders, against the reference driver, a mutant of each requirement, those that one check alone kills, and every legal oddity',
    command: [
      'node',
      'scripts/check-orders.js',
      '--orders',
      '5',
      '--seed',
      '{seed}',
      '--each',
      '1',
      '--jobs',
      '6',
    ],
    read: 'closingLine',
    minutes: 180,
  },
  ...['reference', 'go'].map((driver) => ({
    name: `slowed-${driver}`,
    says: `the suite against the ${driver} driver with a CPU share of 10 %, and with stalls of 200 ms, 50 times each`,
    command: [
      ...['node', 'scripts/check-slowed.js', '--runs', '50', '--at-once', '6', '--seed', '{seed}'],
      ...['--only', `${driver}/share,${driver}/stalls`],
    ],
    read: 'closingLine',
    minutes: 180,
    ...(driver === 'go' && { tools: [['go', 'version']] }),
  })),
  {
    name: 'fuzz-reference',
    says: 'the fuzzer finds nothing in the reference driver, on both gRPC stacks and at both stages, in 200,000 requests',
    command: ['node', 'scripts/fuzz-reference.js', '--requests', '200000', '--seed', '{seed}'],
    read: 'closingLine',
    minutes: 240,
  },
  {
    name: 'fuzz-drivers',
    says: 'the fuzzer finds nothing in correct drivers in Go, Rust and Python, in 100,000 requests each',
    command: ['node', 'scripts/fuzz-drivers.js', '--requests', '100000', '--seed', '{seed}'],
    read: 'closingLine',
    minutes: 240,
    tools: [
      ['go', 'version'],
      ['cargo', '--version'],
      ['python3', '--version'],
    ],
  },
  {
    name: 'stacks',
    says: 'drivers of other gRPC stacks: nothing fails on them, and each breakage is found under its requirement',
    command: ['node', 'conformance/test/stacks/check.js'],
    read: 'closingLine',
    minutes: 120,
    tools: [
      ['python3', '--version'],
      ['cargo', '--version'],
      ['mvn', '--version'],
    ],
  },
  {
    name: 'site-pages',
    says: 'the site with every page of it asked for what axe finds in light and dark and for its keyboard, and every template for its Lighthouse rating',
    command: ['env', 'SITE_PAGES=all', 'npm', '--prefix', 'website', 'run', 'ci'],
    read: 'vitest',
    minutes: 120,
  },
];
