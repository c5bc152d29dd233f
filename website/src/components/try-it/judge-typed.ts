import type { Known } from '@conformance/contracts/env-vars/fuzz/model/known.js';
import type { Prediction } from '@conformance/contracts/env-vars/fuzz/model/predict.js';
import type { EnvRequest, EnvResult } from '@conformance/contracts/env-vars/request.js';
import type { CodeName } from '@conformance/driver/answer.js';
import type { JudgingCode } from './judging-code';
import { readRequest, readResults } from './read-typed';
import type { TriedCase } from './tried-case';
import { undecided } from './undecided';

/** Something that is broken, that has to be mended before it can be judged, or that is not decided here. */
export interface Finding {
  readonly kind: 'broken' | 'unclear' | 'undecided';
  readonly requirement?: string;
  readonly text: string;
}

/** What is said of a call: nothing in `findings` means that it breaks no rule that one call can break. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** The acceptable answers in words; undefined where the request cannot be read. */
  readonly acceptable?: string;
}

/** A call as it stands in the fields of the page. */
export interface TypedCall {
  readonly request: string;
  readonly status: string;
  readonly results: string;
  readonly stage: 'alpha' | 'beta';
}

/**
 * Judges a call that somebody typed, by the model of `fuzz` and the driver that the page knows.
 *
 * While the request is that of the case, the case judges too; what it expects says nothing of another request.
 */
export function judgeTyped(code: JudgingCode, tried: TriedCase, typed: TypedCall): Judgement {
  const read = readRequest(typed.request);
  if ('problems' in read) return { findings: unclear(read.problems) };
  const request = read.value;
  const limits = code.limitsOf(tried.limits && { ...noHints, ...tried.limits });
  const facts = { advertised: tried.advertised ?? true, stage: typed.stage, limits };
  const known = knownDriver(code);
  const moment = { backend: 'up', extraBytes: 0, value: ({ value }: { value?: string }) => value } as const;
  const prediction = code.predict({ known, facts }, moment, request, code.encodeRequest(request).length);
  const fixed = isAsOffered(tried, typed.stage, request) ? tried.fixed : undefined;
  const acceptable = fixed?.expects ?? allowedWords(code, prediction);

  const given = typed.status === 'OK' ? readResults(typed.results) : { value: [] };
  if ('problems' in given) return { acceptable, findings: unclear(given.problems) };
  const status = typed.status as CodeName;
  const results = given.value;
  const broken = [
    ...byModel(code, prediction, { status, results }, facts),
    ...byLeak(code, known, request, results),
    ...(fixed === undefined ? [] : byCase(code, tried.name, fixed, request, { code: status, results })),
  ];
  const findings = broken.filter(
    ({ requirement }, i) => broken.findIndex((other) => other.requirement === requirement) === i,
  );
  if (findings.length > 0) return { acceptable, findings };
  // What the case accepts is decided.
  const open = fixed === undefined ? undecided(code, known, prediction, { status, results }) : [];
  return { acceptable, findings: open.map((text) => ({ kind: 'undecided', text })) };
}

const noHints = {
  maxTotalPayloadBytes: 0,
  maxValueLengthBytes: 0,
  preferredRpcTimeoutSeconds: 0,
  maxInflightRequests: 0,
  description: '',
  optionalQueries: false,
};

const unclear = (problems: readonly string[]): readonly Finding[] =>
  problems.map((text) => ({ kind: 'unclear', text }));

function knownDriver({ driver, emptyProfile, knownOf }: JudgingCode): Known {
  const utf8 = new TextEncoder();
  const available = driver.keys.available.map(({ value, ...key }) => ({
    ...key,
    value: utf8.encode(value),
    volatile: false,
  }));
  return knownOf({ ...emptyProfile, ...driver, keys: { ...driver.keys, available } });
}

/** Whether the request, and the stage where it matters, are still those of the case. */
function isAsOffered({ request, stage, fixed }: TriedCase, typed: string, edited: EnvRequest): boolean {
  if (fixed?.ofStage === true && stage !== typed) return false;
  const offered = readRequest(JSON.stringify(request));
  return 'value' in offered && inOneOrder(offered.value) === inOneOrder(edited);
}

/** A request as a text that does not depend on the order in which maps were written. */
function inOneOrder({ queries, classParameters, podContext, ...rest }: EnvRequest): string {
  const sorted = (map: Readonly<Record<string, string>> = {}) =>
    Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    rest.className,
    rest.version,
    sorted(classParameters),
    sorted(podContext),
    queries.map(({ name, key, parameters, optional }) => [name, key, sorted(parameters), optional]),
  ]);
}

interface TypedAnswer {
  readonly status: CodeName;
  readonly results: readonly EnvResult[];
}

function byModel(
  code: JudgingCode,
  prediction: Prediction,
  { status, results }: TypedAnswer,
  facts: Parameters<JudgingCode['deviationsOf']>[2],
): readonly Finding[] {
  const ok = status === 'OK';
  const answer = {
    code: code.statusCode[status],
    message: '',
    headers: [],
    trailers: [],
    durationMs: 0,
    ...(ok ? { body: code.encodeResponse(results) } : {}),
  };
  const deviations = code.deviationsOf(
    prediction,
    { answer, results: ok ? results : undefined, wire: false },
    facts,
  );
  // There is no message to edit, so nothing is said of its form.
  const found = deviations
    .filter(({ kind }) => kind !== 'form')
    .map(({ requirement, text }) => ({ kind: 'broken' as const, requirement, text }));
  if (!ok) return found.map((finding) => ofAnExtra(code, prediction, status, finding));
  if (found.length > 0) return found;
  // A profile may be wrong about a key that fails or is too long, which fuzz allows for; here it is right.
  return code
    .failingParts(prediction, prediction.okAllowed)
    .map(({ served, what }) => ({ kind: 'broken', requirement: served, text: `${what} got OK` }));
}

/** A refusal of what has to be served, put down to what few requests have; one call does not tell whether it is that. */
function ofAnExtra(
  { extrasOf, failingParts }: JudgingCode,
  prediction: Prediction,
  status: CodeName,
  finding: Finding,
): Finding {
  const { advertised, violations, request } = prediction;
  const isOfRequest = status !== 'UNIMPLEMENTED' && status !== 'RESOURCE_EXHAUSTED';
  if (!advertised || !isOfRequest || violations.length > 0 || failingParts(prediction, true).length > 0)
    return finding;
  const [extra] = extrasOf(request);
  if (extra === undefined) return finding;
  const text = `${finding.text}; if it gets that without ${extra.what} too, it is ${finding.requirement} that is broken`;
  return { ...finding, requirement: extra.requirement, text };
}

/** What an answer tells of the driver's values in its errors. */
function byLeak(
  { createScanner, scanTexts, leaked }: JudgingCode,
  { profile }: Known,
  request: EnvRequest,
  results: readonly EnvResult[],
): readonly Finding[] {
  const texts = results.flatMap(({ error }, index) =>
    error === '' ? [] : [{ source: `the error of result ${index + 1}`, text: error }],
  );
  if (texts.length === 0) return [];
  const utf8 = new TextEncoder();
  const scanner = createScanner({
    watched: profile.keys.available.flatMap(({ key, value }) =>
      value === undefined ? [] : [{ label: key, value }],
    ),
    // What was sent is no evidence.
    exempt: textsOf(request).map((text) => utf8.encode(text)),
  });
  const verdict = leaked(scanTexts(scanner, texts));
  const mismatches = verdict.outcome === 'fail' ? verdict.evidence.mismatches : [];
  return mismatches.map((text) => ({ kind: 'broken', requirement: 'privacy/errors', text }));
}

/** Every text of a request. */
function textsOf(part: unknown): readonly string[] {
  if (typeof part === 'string') return [part];
  return typeof part === 'object' && part !== null
    ? Object.entries(part).flatMap(([name, value]) => [name, ...textsOf(value)])
    : [];
}

function byCase(
  code: JudgingCode,
  name: string,
  { expect, premises }: NonNullable<TriedCase['fixed']>,
  { queries }: EnvRequest,
  answer: object,
): readonly Finding[] {
  const verdict = code.judgeCase(expect, answer, {
    queries: queries.length,
    premises,
    volatile: () => false,
    text: () => undefined,
    fits: () => true,
  });
  const requirement = name.split('/').slice(0, 2).join('/');
  return (verdict.mismatches ?? []).map((text): Finding => ({ kind: 'broken', requirement, text }));
}

/** The statuses that the model allows. */
function allowedWords({ statusCode }: JudgingCode, prediction: Prediction): string {
  const names = Object.entries(statusCode);
  const allowed = names.filter(([, number]) => prediction.allows(number)).map(([name]) => name);
  if (allowed.length <= names.length / 2) return allowed.join(', ');
  const others = names.filter(([, number]) => !prediction.allows(number)).map(([name]) => name);
  return `any status but ${others.join(', ')}`;
}
