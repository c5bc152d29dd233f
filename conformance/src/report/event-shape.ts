import { clientKinds } from '../driver/client.js';
import { fuzzVerdicts } from '../fuzz/fuzz-events.js';
import { checkOutcomes, requirementOutcomes, runVerdicts } from '../runner/outcome.js';

/** What is wrong with a value, said as where and what; undefined when nothing is. */
type Shape = (value: unknown, where: string) => string | undefined;

const string: Shape = (value, where) => (typeof value === 'string' ? undefined : `${where} is not a string`);
const boolean: Shape = (value, where) =>
  typeof value === 'boolean' ? undefined : `${where} is not true or false`;
const number: Shape = (value, where) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : `${where} is not a number`;

const oneOf =
  (...values: readonly string[]): Shape =>
  (value, where) =>
    values.some((one) => one === value) ? undefined : `${where} is none of ${values.join(', ')}`;

const list =
  (item: Shape): Shape =>
  (value, where) =>
    Array.isArray(value)
      ? firstProblem(value.map((one, i) => () => item(one, `${where}[${i}]`)))
      : `${where} is not a list`;

/** An object with these members; a name that ends in `?` may be absent. Others are left alone. */
const object =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return `${where} is not an object`;
    const record = value as Readonly<Record<string, unknown>>;
    return firstProblem(
      Object.entries(members).map(([key, shape]) => () => {
        const name = key.replace(/\?$/, '');
        const path = where === 'it' ? name : `${where}.${name}`;
        if (record[name] !== undefined) return shape(record[name], path);
        return key.endsWith('?') ? undefined : `${path} is missing`;
      }),
    );
  };

function firstProblem(tests: readonly (() => string | undefined)[]): string | undefined {
  for (const test of tests) {
    const problem = test();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const counts = (names: readonly string[]): Shape =>
  object(Object.fromEntries(names.map((name) => [name, number])));
const stage = oneOf('alpha', 'beta');

const card = object({
  stimulus: string,
  acceptable: string,
  happened: list(string),
  'cause?': string,
  'fix?': string,
  reproduce: object({ conformance: string, 'grpcurl?': string }),
  link: string,
});

/** What headers of runs and of campaigns have in common. */
const headerMembers: Readonly<Record<string, Shape>> = {
  formatVersion: number,
  tool: object({ name: string, version: string }),
  contract: object({ name: string, revision: number }),
  startedAt: string,
  platform: object({ os: string, arch: string, node: string }),
  endpoint: string,
  client: oneOf(...clientKinds),
  seed: number,
  'profile?': string,
  'profileDigest?': string,
};

const events: Readonly<Record<string, Shape>> = {
  header: object({
    format: oneOf('csi-env/events'),
    ...headerMembers,
    'implementation?': object({
      'organization?': string,
      'project?': string,
      'url?': string,
      'version?': string,
      'contact?': list(string),
    }),
    selection: object({
      run: list(string),
      skip: list(string),
      safe: boolean,
      strict: boolean,
      'repeat?': number,
      'shuffle?': boolean,
    }),
    links: string,
  }),
  plan: object({
    requirements: list(
      object({
        id: string,
        level: oneOf('MUST', 'SHOULD', 'MAY'),
        stage,
        text: string,
        checks: list(
          object({
            name: string,
            decision: oneOf('run', 'untested', 'skipped', 'not-applicable'),
            'reason?': string,
            'member?': string,
          }),
        ),
      }),
    ),
  }),
  driver: object({
    name: string,
    vendorVersion: string,
    stage,
    embedded: boolean,
    declares: list(string),
    'nothingApplies?': string,
  }),
  check: object({
    name: string,
    requirement: string,
    outcome: oneOf(...checkOutcomes),
    durationMs: number,
    'message?': string,
    'blockedBy?': string,
    'known?': object({ reason: string, 'until?': string }),
    'card?': card,
    'attempts?': object({ made: number, failed: number, passed: number }),
  }),
  footer: object({
    verdict: oneOf(...runVerdicts),
    exitCode: number,
    'reason?': string,
    interrupted: boolean,
    durationMs: number,
    calls: number,
    checks: counts(checkOutcomes),
    requirements: counts(requirementOutcomes),
    'digest?': string,
  }),
};

const breach = object({
  kind: oneOf('breach'),
  phase: string,
  index: number,
  requirement: string,
  cause: string,
  mismatches: list(string),
  expected: string,
  input: object({ title: string }),
  'original?': object({ title: string }),
  shrinkPlays: number,
  confirmed: object({ failed: number, plays: number }),
  flaky: boolean,
});
const gone = object({
  kind: oneOf('breach', 'gone'),
  inputs: list(object({ input: object({ title: string }) })),
});
/** What a report shows of a finding; a file of its own holds it whole. */
const finding: Shape = (value, where) =>
  ((value ?? {}) as { readonly kind?: unknown }).kind === 'breach'
    ? breach(value, where)
    : gone(value, where);

const reached = list(object({ id: string, inputs: number }));

const campaignEvents: Readonly<Record<string, Shape>> = {
  header: object({
    format: oneOf('csi-env/fuzz-events'),
    ...headerMembers,
    links: string,
    phases: list(string),
    selection: object({ run: list(string), skip: list(string), safe: boolean }),
    budget: object({ 'timeMs?': number, 'runs?': number }),
  }),
  driver: object({ name: string, vendorVersion: string, stage, embedded: boolean, atOnce: number }),
  phase: object({
    phase: string,
    inputs: number,
    'of?': number,
    inconclusive: number,
    calls: number,
    durationMs: number,
    'without?': string,
  }),
  finding: object({
    finding,
    'requirement?': object({ id: string, level: oneOf('MUST', 'SHOULD', 'MAY'), text: string, link: string }),
    'file?': string,
    'replay?': string,
  }),
  footer: object({
    verdict: oneOf(...fuzzVerdicts),
    exitCode: number,
    'reason?': string,
    interrupted: boolean,
    durationMs: number,
    inputs: number,
    calls: number,
    findings: object({ plain: number, flaky: number, warnings: number }),
    repeated: list(object({ requirement: string, cause: string, inputs: number })),
    outside: list(string),
    inconclusive: object({ inputs: number, reasons: list(string) }),
    requirements: reached,
    boundaries: reached,
    'digest?': string,
  }),
};

/** Why a value is no event of a run, such as `seed is missing`; undefined when it is one. */
export function shapeProblem(value: unknown): string | undefined {
  return problemAmong(events, value);
}

/** Why a value is no event of a campaign; undefined when it is one. */
export function fuzzShapeProblem(value: unknown): string | undefined {
  return problemAmong(campaignEvents, value);
}

function problemAmong(shapes: Readonly<Record<string, Shape>>, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const { type } = value as { type?: unknown };
  const shape = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  return shape === undefined ? `it has no type that this tool knows` : shape(value, 'it');
}
