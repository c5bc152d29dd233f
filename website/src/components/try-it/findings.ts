/** A case as the page of its requirement offers it. */
export interface TriedCase {
  readonly name: string;
  readonly stimulus: string;
  /** The acceptable answers, as a sentence. */
  readonly expects: string;
  readonly stage: 'alpha' | 'beta';
  readonly request: unknown;
  /** The acceptable answers, as the case has them. */
  readonly expect: unknown;
  /** What a right driver answers. */
  readonly answer: { readonly code: string; readonly results: readonly Result[] };
  /** What a right driver answered to the premises of the case. */
  readonly premises: Readonly<Record<string, { readonly code: string; readonly results: readonly Result[] }>>;
}

interface Result {
  readonly name: string;
  readonly value: string;
  readonly error: string;
}

interface SentRequest {
  readonly queries: readonly { readonly name: string; readonly key: string; readonly optional?: boolean }[];
}

/** The part of the toolkit that judges, as it is bundled for pages. */
export interface JudgingCode {
  judge(input: object): {
    readonly faults: readonly { readonly requirement: string; readonly text: string }[];
  };
  judgeCase(
    expect: unknown,
    answer: object,
    context: object,
  ): { readonly outcome: string; readonly mismatches?: readonly string[]; readonly blockedBy?: string };
  responseBytes(results: readonly Result[]): number;
}

/** Something that is broken, or that cannot be judged. */
export interface Finding {
  readonly kind: 'broken' | 'unclear';
  readonly requirement?: string;
  readonly text: string;
}

/** The canonical codes of gRPC. */
export const statusNames = [
  'OK',
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'PERMISSION_DENIED',
  'INTERNAL',
  'UNAVAILABLE',
  'RESOURCE_EXHAUSTED',
  'DEADLINE_EXCEEDED',
  'UNIMPLEMENTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'ALREADY_EXISTS',
  'CANCELLED',
  'DATA_LOSS',
  'UNAUTHENTICATED',
  'UNKNOWN',
] as const;

const limits = { payloadBytes: 65_536, valueBytes: 16_384 };

/** Judges an answer by itself and by its case. The key's value is known in a page: it is made of the key. */
export function findings(
  code: JudgingCode,
  tried: TriedCase,
  edited: {
    readonly request: string;
    readonly status: string;
    readonly results: string;
    readonly stage: 'alpha' | 'beta';
  },
): readonly Finding[] {
  const request = read<Partial<SentRequest>>(edited.request, 'request');
  if ('kind' in request) return [request];
  const queries = Array.isArray(request.value.queries) ? request.value.queries : [];
  if (edited.status !== 'OK') return byCase(code, tried, queries.length, { code: edited.status });
  const given = read<readonly Partial<Result>[]>(edited.results, 'results');
  if ('kind' in given) return [given];
  if (!Array.isArray(given.value)) return [{ kind: 'unclear', text: 'the results are not a list' }];
  const results = given.value.map(({ name = '', value = '', error = '' }) => ({ name, value, error }));
  const { faults } = code.judge({
    request: { className: '', classParameters: {}, podContext: {}, queries },
    results,
    responseBytes: code.responseBytes(results),
    limits,
    stage: edited.stage,
    expected: (index: number) => backendValue(queries[index]?.key),
  });
  const broken = faults.map((fault): Finding => ({ kind: 'broken', ...fault }));
  const also = byCase(code, tried, queries.length, { code: 'OK', results });
  return [
    ...broken,
    ...also.filter(({ requirement }) => !broken.some((one) => one.requirement === requirement)),
  ];
}

/** A missing key has no value, and nobody knows what stands behind a denied or broken one. */
function backendValue(key: string | undefined): string | undefined {
  return key === undefined || /none|huge|broken|corrupt|^team-b/.test(key) ? undefined : `value of ${key}`;
}

function byCase(code: JudgingCode, tried: TriedCase, queries: number, answer: object): readonly Finding[] {
  const verdict = code.judgeCase(tried.expect, answer, {
    queries,
    premises: tried.premises,
    volatile: () => false,
    text: () => undefined,
    fits: () => true,
  });
  const requirement = tried.name.split('/').slice(0, 2).join('/');
  return (verdict.mismatches ?? []).map((text): Finding => ({ kind: 'broken', requirement, text }));
}

type Read<T> = { readonly value: T } | Finding;

function read<T>(text: string, what: string): Read<T> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null)
      return { kind: 'unclear', text: `the ${what} is not an object` };
    return { value: value as T };
  } catch (reason) {
    return {
      kind: 'unclear',
      text: `the ${what} is not JSON: ${reason instanceof Error ? reason.message : ''}`,
    };
  }
}
