import { clientKinds } from '../driver/client.js';
import { fuzzVerdicts } from '../fuzz/fuzz-events.js';
import { checkOutcomes, requirementOutcomes, runVerdicts } from '../runner/outcome.js';
import { boolean, list, number, object, oneOf, type Shape, string } from './shape.js';

const counts = (names: readonly string[]): Shape =>
  object(Object.fromEntries(names.map((name) => [name, number])));
const stage = oneOf('alpha', 'beta');
const level = oneOf('MUST', 'SHOULD', 'MAY');

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

/** What only the header of a run has. */
const runMembers: Readonly<Record<string, Shape>> = {
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
};

/** What a check came to. */
const checkMembers: Readonly<Record<string, Shape>> = {
  name: string,
  requirement: string,
  outcome: oneOf(...checkOutcomes),
  durationMs: number,
  'message?': string,
};
const detailMembers: Readonly<Record<string, Shape>> = {
  'blockedBy?': string,
  'known?': object({ reason: string, 'until?': string }),
  'card?': card,
  'attempts?': object({ made: number, failed: number, passed: number }),
};

const events: Readonly<Record<string, Shape>> = {
  header: object({
    format: oneOf('csi-env/events'),
    ...headerMembers,
    ...runMembers,
  }),
  plan: object({
    requirements: list(
      object({
        id: string,
        level,
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
  check: object({ ...checkMembers, ...detailMembers }),
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

const report = object({
  format: oneOf('csi-env/report'),
  ...headerMembers,
  ...runMembers,
  verdict: oneOf(...runVerdicts),
  exitCode: number,
  'reason?': string,
  interrupted: boolean,
  driver: object({ name: string, vendorVersion: string, embedded: boolean, declares: list(string) }),
  stage: oneOf('alpha', 'beta', 'unknown'),
  'nothingApplies?': string,
  durationMs: number,
  calls: number,
  counts: object({ requirements: counts(requirementOutcomes), checks: counts(checkOutcomes) }),
  requirements: list(
    object({
      id: string,
      level,
      stage,
      text: string,
      outcome: oneOf(...requirementOutcomes),
      checks: list(object(checkMembers)),
    }),
  ),
  checks: list(object({ ...checkMembers, 'member?': string, ...detailMembers })),
});

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
    'requirement?': object({ id: string, level, text: string, link: string }),
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

/** Why a value is no json report of a run; undefined when it is one. */
export function reportShapeProblem(value: unknown): string | undefined {
  return report(value, 'it');
}

function problemAmong(shapes: Readonly<Record<string, Shape>>, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const { type } = value as { type?: unknown };
  const shape = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  return shape === undefined ? `it has no type that this tool knows` : shape(value, 'it');
}
