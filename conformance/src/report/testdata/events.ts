import type {
  CheckEvent,
  FailureCard,
  PlannedCheck,
  PlannedRequirement,
  RunEvent,
} from '../../runner/events.js';
import {
  checkOutcomes,
  exitCodeOf,
  type RunVerdict,
  requirementOutcome,
  requirementOutcomes,
  runVerdict,
} from '../../runner/outcome.js';

/** A check of a hand-written run, without what every check has. */
export type SampleCheck = Omit<CheckEvent, 'type' | 'requirement' | 'durationMs'> & {
  readonly durationMs?: number;
  readonly member?: string;
};

/** A requirement of a hand-written run. */
export type SampleRequirement = Omit<PlannedRequirement, 'checks' | 'stage' | 'level'> & {
  readonly level?: PlannedRequirement['level'];
  readonly checks: readonly SampleCheck[];
};

/** What of a run differs from a plain one. */
export interface SampleRun {
  readonly requirements?: readonly SampleRequirement[];
  readonly header?: Partial<Extract<RunEvent, { type: 'header' }>>;
  /** `false`: the driver was never reached. */
  readonly driver?: Partial<Extract<RunEvent, { type: 'driver' }>> | false;
  readonly footer?: Partial<Extract<RunEvent, { type: 'footer' }>>;
}

/** Makes the events of a run by hand, as a runner would give them. */
export function sampleRun({
  requirements = [],
  header = {},
  driver = {},
  footer = {},
}: SampleRun): RunEvent[] {
  const judged = requirements.map(({ id, level = 'MUST', text, checks }) => {
    const seen = checks.map((check) => ({ outcome: check.outcome, known: check.known !== undefined }));
    return { id, level, text, checks, seen, outcome: requirementOutcome(level, seen) };
  });
  const verdict: RunVerdict = runVerdict(judged.map(({ seen, ...rest }) => ({ ...rest, checks: seen })));
  const checks = judged.flatMap((one) => one.checks.map((check) => ({ ...check, requirement: one.id })));
  return [
    {
      type: 'header',
      format: 'csi-env/events',
      formatVersion: 1,
      tool: { name: 'conformance', version: '0.1.0' },
      contract: { name: 'env-vars', revision: 1 },
      startedAt: '2026-11-21T12:00:00.000Z',
      platform: { os: 'linux', arch: 'x64', node: '22.21.0' },
      endpoint: 'unix:///csi/csi.sock',
      client: 'wire',
      seed: 42,
      selection: { run: [], skip: [], safe: false, strict: false },
      links: 'https://csi-env.example/requirements/',
      ...header,
    },
    { type: 'plan', requirements: judged.map(plannedRequirement) },
    ...(driver === false
      ? []
      : [
          {
            type: 'driver' as const,
            name: 'vault.csi.example.com',
            vendorVersion: 'v1.2.3',
            stage: 'alpha' as const,
            embedded: false,
            declares: [
              'ENV_VAR_INJECTION',
              'stage alpha (no optional_queries)',
              'max_inflight_requests 100 (default)',
            ],
            ...driver,
          },
        ]),
    ...checks.map(checkEvent),
    {
      type: 'footer',
      verdict,
      exitCode: exitCodeOf(verdict, false),
      interrupted: false,
      durationMs: 3210,
      calls: 512,
      checks: count(checkOutcomes, checks),
      requirements: count(requirementOutcomes, judged),
      ...footer,
    },
  ];
}

function plannedRequirement({
  id,
  level,
  text,
  checks,
}: Omit<PlannedRequirement, 'checks' | 'stage'> & {
  readonly checks: readonly SampleCheck[];
}): PlannedRequirement {
  return { id, level, stage: 'alpha', text, checks: checks.map(plannedCheck) };
}

function plannedCheck({ name, outcome, message, member, durationMs }: SampleCheck): PlannedCheck {
  const ran = outcome === 'pass' || outcome === 'fail' || outcome === 'error' || durationMs !== undefined;
  return {
    name,
    decision: ran ? 'run' : outcome,
    ...(!ran && message !== undefined && { reason: message }),
    ...(member !== undefined && { member }),
  };
}

function checkEvent({ member: _, ...check }: SampleCheck & { readonly requirement: string }): CheckEvent {
  return {
    type: 'check',
    durationMs: check.outcome === 'pass' || check.outcome === 'fail' ? 12 : 0,
    ...check,
  };
}

function count<K extends string>(
  names: readonly K[],
  items: readonly { readonly outcome: K }[],
): Record<K, number> {
  const entries = names.map((name) => [name, items.filter((item) => item.outcome === name).length]);
  return Object.fromEntries(entries) as Record<K, number>;
}

/** Gives events one by one, as a runner does. */
export async function* stream(events: readonly RunEvent[]): AsyncGenerator<RunEvent> {
  yield* events;
}

/** Everything that a reporter yields, as one text. */
export async function text(pieces: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of pieces) all += piece;
  return all;
}

/** A card as the runner writes it. */
export const card: FailureCard = {
  stimulus: 'asks for 50 keys, the last of them first',
  acceptable: 'OK with 50 results in the order of the queries',
  happened: ['result 1 is named LAST, expected FIRST', 'result 50 is named FIRST, expected LAST'],
  cause: 'results are collected from a map or from parallel reads',
  fix: 'fill a list of the length of the queries by index',
  reproduce: {
    conformance:
      'npx @csi-env/conformance --endpoint unix:///csi/csi.sock --run ordering/same-order/reversed --seed 42',
    grpcurl: "grpcurl -plaintext -unix -d '{}' /csi/csi.sock csi.v1.Node/NodeGetEnvVars",
    request: {
      providerClassName: 'vault',
      queries: [
        { name: 'LAST', key: 'z' },
        { name: 'FIRST', key: 'a' },
      ],
    },
  },
  link: 'https://csi-env.example/requirements/ordering/same-order',
};

const plugin: SampleRequirement = {
  id: 'identity/plugin-name',
  text: 'The name MUST be 1 to 63 characters.',
  checks: [{ name: 'identity/plugin-name/characters', outcome: 'pass' }],
};
const order: SampleRequirement = {
  id: 'ordering/same-order',
  text: 'Results MUST come in the order of the queries.',
  checks: [{ name: 'ordering/same-order/reversed', outcome: 'pass' }],
};
const failing: SampleRequirement = {
  ...order,
  checks: [
    { name: 'ordering/same-order/reversed', outcome: 'fail', message: card.happened[0] ?? '', card },
    {
      name: 'ordering/same-order/shuffled',
      outcome: 'fail',
      message: 'result 3 is named C',
      card: { ...card, happened: ['result 3 is named C'] },
    },
    { name: 'ordering/same-order/single', outcome: 'pass' },
  ],
};
const flaky: SampleRequirement = {
  ...order,
  checks: [
    {
      name: 'ordering/same-order/reversed',
      outcome: 'fail',
      message: card.happened[0] ?? '',
      card,
      attempts: { made: 6, failed: 2, passed: 3 },
    },
  ],
};
const slow: SampleRequirement = {
  id: 'latency/cached',
  level: 'SHOULD',
  text: 'A cached value SHOULD come within 100 ms.',
  checks: [
    {
      name: 'latency/cached/second-call',
      outcome: 'fail',
      message: 'the second call took 240 ms',
      card: {
        stimulus: 'asks twice for the same key',
        acceptable: 'the second answer within 100 ms',
        happened: ['the second call took 240 ms'],
        reproduce: { conformance: 'npx @csi-env/conformance --run latency/cached/second-call --seed 42' },
        link: 'https://csi-env.example/requirements/latency/cached',
      },
    },
  ],
};
const missing: SampleRequirement = {
  id: 'missing/semantics',
  text: 'A missing key MUST fail the whole call under alpha.',
  checks: [
    {
      name: 'missing/semantics/first',
      outcome: 'untested',
      message: 'the profile does not say keys.missing: list a key that the backend does not have',
      member: 'keys.missing',
    },
    {
      name: 'missing/semantics/last',
      outcome: 'untested',
      message: 'the profile does not say keys.missing: list a key that the backend does not have',
      member: 'keys.missing',
    },
    {
      name: 'missing/semantics/order',
      outcome: 'untested',
      durationMs: 4,
      message: 'the order is broken',
      blockedBy: 'ordering/same-order',
    },
  ],
};
const optional: SampleRequirement = {
  id: 'optional/empty-result',
  text: 'Under beta an optional query MUST get an empty result.',
  checks: [
    { name: 'optional/empty-result/alone', outcome: 'not-applicable', message: 'the driver is at alpha' },
  ],
};
const unclear: SampleRequirement = {
  id: 'lifecycle/restart',
  text: 'A driver MUST serve again after a restart.',
  checks: [
    { name: 'lifecycle/restart/once', outcome: 'error', message: 'the restart hook ended with exit 7' },
  ],
};
const known: SampleRequirement = {
  ...order,
  checks: [
    {
      name: 'ordering/same-order/reversed',
      outcome: 'fail',
      message: card.happened[0] ?? '',
      card,
      known: { reason: 'issue 17, fixed in v1.3', until: '2026-12-31' },
    },
  ],
};
const skipped: SampleRequirement = {
  id: 'limits/in-flight',
  text: 'A driver MUST bound what is in flight.',
  checks: [
    {
      name: 'limits/in-flight/flood',
      outcome: 'skipped',
      message: 'left out by --safe: it disturbs other users of the driver',
    },
  ],
};
const unchecked: SampleRequirement = {
  id: 'memory/no-disk',
  text: 'Values MUST stay in memory.',
  checks: [],
};

const evil =
  '\u001b[31mred\u001b[0m \u0000\u0007\u009b ]]> </script><img src=x onerror=alert(1)> \u202egnp.exe | `a` \r\n::error::forged\n# heading "quoted" & \ud800 ##[set-env]';
const hostile: SampleRequirement = {
  id: 'errors/no-echo',
  text: 'A message MUST NOT name a value.\nIt MAY name the key.',
  checks: [
    {
      name: 'errors/no-echo/denied',
      outcome: 'fail',
      message: evil,
      card: {
        stimulus: 'asks for a denied key',
        acceptable: 'PERMISSION_DENIED',
        happened: [evil],
        cause: evil,
        reproduce: {
          conformance: "npx @csi-env/conformance --run errors/no-echo/denied '::x'",
          request: { key: evil },
        },
        link: 'javascript:alert(1)',
      },
    },
    { name: 'errors/no-echo/quiet', outcome: 'error', message: evil },
    { name: 'errors/no-echo/later', outcome: 'untested', message: evil },
  ],
};

/** Runs that every reporter is tested on. */
export const runs = {
  conformant: sampleRun({
    requirements: [plugin, order, optional],
    header: {
      profile: './conformance.yaml',
      profileDigest: `sha256:${'00ff'.repeat(16)}`,
      implementation: {
        organization: 'Example',
        project: 'vault-csi',
        url: 'https://example.com',
        version: 'v1.2.3',
        contact: ['@example'],
      },
    },
  }),
  embedded: sampleRun({
    requirements: [plugin, order],
    header: { endpoint: 'embedded' },
    driver: { name: 'reference.csi-env.example', vendorVersion: '0.1.0', embedded: true },
  }),
  partial: sampleRun({ requirements: [plugin, missing, skipped, unchecked, optional] }),
  failing: sampleRun({
    requirements: [plugin, failing, slow, missing, optional],
    header: { profile: './conformance.yaml' },
  }),
  flaky: sampleRun({
    requirements: [plugin, flaky],
    header: {
      profile: './conformance.yaml',
      profileDigest: `sha256:${'00ff'.repeat(16)}`,
      selection: { run: [], skip: ['performance/**'], safe: true, strict: false, repeat: 5, shuffle: true },
    },
  }),
  warned: sampleRun({ requirements: [plugin, order, slow] }),
  error: sampleRun({ requirements: [plugin, order, unclear] }),
  known: sampleRun({ requirements: [plugin, known] }),
  knownInPart: sampleRun({
    requirements: [plugin, { ...known, checks: [...known.checks, ...failing.checks.slice(1)] }],
  }),
  stale: sampleRun({
    requirements: [plugin, order],
    footer: { verdict: 'error', exitCode: 2, reason: 'known failures that pass: ordering/same-order' },
  }),
  strict: sampleRun({
    requirements: [plugin, skipped],
    header: { selection: { run: [], skip: [], safe: true, strict: true } },
    footer: { exitCode: 1 },
  }),
  interrupted: sampleRun({
    requirements: [
      plugin,
      {
        ...order,
        checks: [
          { name: 'ordering/same-order/reversed', outcome: 'error', message: 'the run was interrupted' },
        ],
      },
    ],
    footer: { verdict: 'error', exitCode: 130, reason: 'interrupted', interrupted: true },
  }),
  unreached: sampleRun({
    driver: false,
    requirements: [
      {
        ...plugin,
        checks: [
          {
            name: 'identity/plugin-name/characters',
            outcome: 'error',
            message: 'cannot connect to unix:///csi/csi.sock: no such file',
          },
        ],
      },
    ],
    footer: {
      verdict: 'error',
      exitCode: 3,
      reason: 'cannot connect to unix:///csi/csi.sock: no such file',
      calls: 0,
      durationMs: 15,
    },
  }),
  nothing: sampleRun({
    requirements: [
      plugin,
      {
        ...order,
        checks: [
          {
            name: 'ordering/same-order/reversed',
            outcome: 'not-applicable',
            message: 'the driver does not declare ENV_VAR_INJECTION',
          },
        ],
      },
    ],
    driver: {
      declares: [],
      nothingApplies: 'nothing of NodeGetEnvVars applied: the driver does not list ENV_VAR_INJECTION',
    },
    footer: { verdict: 'partial' },
  }),
  hostile: sampleRun({ requirements: [hostile], driver: { name: evil, vendorVersion: evil } }),
} as const satisfies Record<string, readonly RunEvent[]>;

/** Name of a run. */
export type RunName = keyof typeof runs;

/** Names of all runs. */
export const runNames = Object.keys(runs) as readonly RunName[];
