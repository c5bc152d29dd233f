import type { QueryFailure } from '../reference-driver/answer-queries.js';
import { type EnvVarsContext, type Hooks, isEnvVars } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { forLaterPods, isAt, lastingCache, positionNames, requestMemory } from './circumstances.js';
import { type Mutant, mutant } from './mutant.js';

type Overlooked = (failure: QueryFailure, context: EnvVarsContext) => boolean;

const many = ({ request }: EnvVarsContext): boolean => request.queries.length > 1;

/** Answers OK in spite of some failures; the failing query gets an empty value. */
function ignoring(overlooked: Overlooked): Partial<Hooks> {
  const ignored = new WeakMap<object, Set<number>>();
  return {
    failures: (failures, context) =>
      failures.filter((failure) => {
        if (!overlooked(failure, context)) return true;
        const positions = ignored.get(context.request) ?? new Set();
        ignored.set(context.request, positions.add(failure.position));
        return false;
      }),
    oneResult: (result, { request, position }) =>
      ignored.get(request)?.has(position) === true ? { ...result, error: '' } : result,
  };
}

/** Answers OK and says in the result what failed, as beta does. */
const telling = (overlooked: Overlooked): Partial<Hooks> => ({
  failures: (failures, context) => failures.filter((failure) => !overlooked(failure, context)),
});

/** Answers a refused key of a batch with an empty value; the key is not read. */
function skippingRefused(): Partial<Hooks> {
  const skipped = new WeakSet<object>();
  return {
    authorize: (refusals, { request }) =>
      refusals.filter(({ position }) => {
        const query = position === undefined ? undefined : request.queries[position];
        if (query === undefined || request.queries.length === 1) return true;
        skipped.add(query);
        return false;
      }),
    readBackend: async (read, { query }) => (skipped.has(query) ? new Uint8Array() : read()),
  };
}

/** Answers a batch with missing keys NOT_FOUND, and sends the result of a query that is served beside that. */
function besideStatus(): Partial<Hooks> {
  const failed = new WeakSet<object>();
  return {
    failures: (failures, context) => {
      if (!many(context) || failures.some(({ code }) => code !== statusCode.NOT_FOUND)) return failures;
      if (failures.length > 0) failed.add(context.request);
      return [];
    },
    results: (results, { request }) =>
      failed.has(request) ? results.filter(({ error }) => error === '').slice(0, 1) : results,
    metadata: ({ trailers }, context) => {
      if (!isEnvVars(context) || !failed.has(context.request)) return;
      // Trailers take the place of those that grpc-js makes of status OK.
      trailers.set('grpc-status', String(statusCode.NOT_FOUND)).set('grpc-message', 'a key does not exist');
    },
  };
}

const refuseAbove = (size: number, code: number): Partial<Hooks> => ({
  messageReceived: ({ request }) => {
    if (request.queries.length > size) throw new StatusError(code, 'there are too many queries');
  },
});

/** Mutants of the area batch. */
export const batchMutants: readonly Mutant[] = [
  ...positionNames.map((name) =>
    mutant(
      `batch/all-or-nothing/missing-${name}`,
      `ignores a missing key at the ${name} position`,
      ignoring(
        ({ code, position }, { request }) =>
          code === statusCode.NOT_FOUND && isAt(name, position, request.queries.length),
      ),
    ),
  ),
  ...(
    [
      [
        'backend',
        'ignores a failing backend',
        ({ code }, at) => (code === statusCode.INTERNAL || code === statusCode.UNAVAILABLE) && many(at),
      ],
      [
        'backend-last',
        'ignores a failing backend at the last position',
        ({ code, position }, { request }) =>
          code !== statusCode.NOT_FOUND &&
          code !== statusCode.INVALID_ARGUMENT &&
          isAt('last', position, request.queries.length),
      ],
      [
        'oversized',
        'ignores a value that is too long',
        ({ code }, at) => code === statusCode.INVALID_ARGUMENT && many(at),
      ],
      [
        'above-20',
        'ignores failures in batches of more than 20',
        (_, { request }) => request.queries.length > 20,
      ],
      [
        'above-49',
        'ignores failures in batches of more than 49',
        (_, { request }) => request.queries.length > 49,
      ],
      [
        'minority',
        'ignores failures as long as most queries succeed',
        (_, { request }) => request.queries.length > 8,
      ],
      [
        'parameters',
        'ignores a missing member of a document',
        ({ position }, { request }) =>
          request.queries[position]?.queryParameters.field !== undefined && request.queries.length > 1,
      ],
    ] as [string, string, Overlooked][]
  ).map(([id, description, overlooked]) =>
    mutant(
      `batch/all-or-nothing/${id}`,
      description,
      ignoring(overlooked),
      id === 'backend'
        ? { also: [{ id: 'errors/backend', why: 'a batch is answered while the backend is down' }] }
        : {},
    ),
  ),
  mutant(
    'batch/all-or-nothing/others-cached',
    'gives an empty value for a missing key where the first key is cached',
    ignoring(
      ({ code, position }, { request, cached }) =>
        code === statusCode.NOT_FOUND && position > 0 && cached(request.queries[0]?.key ?? ''),
    ),
    {
      ...lastingCache,
      also: [
        { id: 'idempotency/repeat', why: 'the second answer differs from the first' },
        { id: 'errors/precedence', why: 'what is ignored outranks nothing' },
      ],
    },
  ),
  mutant(
    'batch/scales/second-call',
    'refuses more than 49 queries when the request was seen before',
    () => {
      const before = requestMemory();
      return {
        messageReceived: (context) => {
          if (before(context) > 0 && context.request.queries.length > 49)
            throw new StatusError(statusCode.RESOURCE_EXHAUSTED, 'there are too many queries');
        },
      };
    },
    { also: [{ id: 'idempotency/repeat', why: 'the repetition gives another answer' }] },
  ),
  mutant(
    'batch/all-or-nothing/refused',
    'gives an empty value for a refused key of a batch',
    skippingRefused,
    {
      also: [
        { id: 'authorization/field', why: 'a refused key does not fail the call' },
        { id: 'errors/permission-denied', why: 'the status is OK' },
      ],
    },
  ),
  mutant(
    'batch/all-or-nothing/beside-status',
    'sends the result of a query that is served beside the status of a batch with a missing key',
    besideStatus,
    { server: 'grpc-js' },
  ),
  mutant(
    'batch/all-or-nothing/later-pods',
    'gives an empty value for a missing key of a batch to all but the first pod',
    () =>
      forLaterPods((later) =>
        ignoring(({ code }, at) => code === statusCode.NOT_FOUND && many(at) && later(at)),
      ),
    { also: [{ id: 'errors/precedence', why: 'what is ignored outranks nothing' }] },
  ),
  mutant(
    'batch/all-or-nothing/second-call',
    'ignores a missing key when the request was seen before',
    () => {
      const before = requestMemory();
      const repeated = new WeakSet<object>();
      return {
        messageReceived: (context) => {
          if (before(context) === 1 && many(context)) repeated.add(context.request);
        },
        ...ignoring(({ code }, { request }) => code === statusCode.NOT_FOUND && repeated.has(request)),
      };
    },
    {
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        { id: 'errors/precedence', why: 'what is ignored outranks nothing' },
      ],
    },
  ),
  mutant(
    'batch/no-error-in-ok/missing',
    'answers OK with an error for a missing key of a batch',
    telling(({ code }, at) => code === statusCode.NOT_FOUND && many(at)),
    {
      stage: 'alpha',
      also: [
        { id: 'batch/all-or-nothing', why: 'a failing query does not fail the call' },
        { id: 'optional/alpha-ignores', why: 'a missing optional query does not fail the call' },
      ],
    },
  ),
  mutant(
    'batch/no-error-in-ok/last',
    'answers OK with an error for a missing key at the last position',
    telling(
      ({ code, position }, { request }) =>
        code === statusCode.NOT_FOUND && isAt('last', position, request.queries.length),
    ),
    {
      stage: 'alpha',
      also: [
        { id: 'batch/all-or-nothing', why: 'a failing query does not fail the call' },
        { id: 'optional/alpha-ignores', why: 'a missing optional query does not fail the call' },
      ],
    },
  ),
  mutant(
    'batch/no-error-in-ok/empty-value',
    'notes in the error that a value is empty',
    {
      oneResult: (result) =>
        result.value === '' && result.error === '' ? { ...result, error: 'the value is empty' } : result,
    },
    { stage: 'alpha', also: [{ id: 'values/exact', why: 'an empty value is told as an error' }] },
  ),
  mutant(
    'batch/scales/above-16',
    'refuses more than 16 queries',
    refuseAbove(16, statusCode.INVALID_ARGUMENT),
    {
      also: [{ id: 'request/legal-served', why: 'a legal request is refused' }],
    },
  ),
  mutant(
    'batch/scales/above-49',
    'refuses more than 49 queries',
    refuseAbove(49, statusCode.RESOURCE_EXHAUSTED),
    {
      also: [{ id: 'request/legal-served', why: 'a legal request is refused' }],
    },
  ),
  mutant(
    'batch/scales/above-50',
    'refuses more than 50 queries',
    refuseAbove(50, statusCode.INVALID_ARGUMENT),
    {
      also: [{ id: 'request/legal-served', why: 'a legal request is refused' }],
    },
  ),
  mutant('batch/scales/above-255', 'fails on more than 255 queries', refuseAbove(255, statusCode.INTERNAL)),
];
