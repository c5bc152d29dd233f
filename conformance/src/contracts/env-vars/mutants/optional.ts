import type { QueryFailure } from '../reference-driver/answer-queries.js';
import type { EnvVarsContext, Hooks } from '../reference-driver/hooks.js';
import { statusCode } from '../reference-driver/status.js';
import { isAt, positionNames, requestMemory } from './circumstances.js';
import { type Mutant, mutant } from './mutant.js';

const beta = { stage: 'beta' } as const;

const isOptional = (context: EnvVarsContext, position: number): boolean =>
  context.request.queries[position]?.optional === true;

/** Lets a failure go through although it would be covered. */
const uncovered = (
  fails: (context: EnvVarsContext, position: number, code: number) => boolean,
): Partial<Hooks> => ({
  optional: (covered, { position, code }, context) => covered && !fails(context, position, code),
});

/** Gives every optional query that fails an error of this text. */
const errorText = (error: string): Partial<Hooks> => ({
  oneResult: (result) => (result.error === '' ? result : { ...result, error }),
});

/** Masks the refusal of an optional query's key; the key is not read. */
function maskingRefusals(): Partial<Hooks> {
  const masked = new WeakSet<object>();
  return {
    authorize: (refusals, { request }) =>
      refusals.filter(({ position }) => {
        const query = position === undefined ? undefined : request.queries[position];
        if (!query?.optional) return true;
        masked.add(query);
        return false;
      }),
    readBackend: async (read, { query }) => (masked.has(query) ? undefined : read()),
  };
}

/** Masks the refusal of the pod when every query is optional. */
function maskingPods(): Partial<Hooks> {
  const masked = new WeakSet<object>();
  return {
    authorize: (refusals, { request }) => {
      if (refusals.length === 0 || !request.queries.every(({ optional }) => optional)) return refusals;
      masked.add(request);
      return [];
    },
    readBackend: async (read, { request }) => (masked.has(request) ? undefined : read()),
  };
}

/** Honours optional in alpha. */
const honoured = (when: (context: EnvVarsContext) => boolean): Partial<Hooks> => ({
  optional: (_, { code, position }, context) =>
    isOptional(context, position) && code !== statusCode.INVALID_ARGUMENT && when(context),
});

const honouredToo = [
  { id: 'optional/alpha-ignores', why: 'a missing optional query does not fail the call' },
  { id: 'batch/all-or-nothing', why: 'a failing query does not fail the call' },
];

/** Mutants of the area optional. */
export const optionalMutants: readonly Mutant[] = [
  mutant(
    'optional/missing/fails',
    'fails for a missing optional query beside others',
    uncovered(({ request }) => request.queries.some(({ optional }) => !optional)),
    beta,
  ),
  ...positionNames.map((name) =>
    mutant(
      `optional/missing/${name}`,
      `fails for a missing optional query at the ${name} position`,
      uncovered(
        (context, position) =>
          isAt(name, position, context.request.queries.length) &&
          context.request.queries.some(({ optional }) => !optional),
      ),
      beta,
    ),
  ),
  mutant(
    'optional/missing/member',
    'fails for a missing member of a document although the query is optional',
    uncovered(({ request }, position) => request.queries[position]?.queryParameters.field !== undefined),
    beta,
  ),
  mutant(
    'optional/missing/empty-value',
    'gives a missing optional query an empty value',
    { oneResult: (result) => ({ ...result, error: '' }) },
    {
      ...beta,
      also: [
        { id: 'optional/all-missing', why: 'the errors are missing there too' },
        { id: 'optional/error-size', why: 'the error is empty' },
      ],
    },
  ),
  mutant(
    'optional/missing/backend-down',
    'gives optional queries empty values while its backend is down',
    {
      oneResult: (result, { backend, query }) =>
        query.optional && backend.isDown() ? { ...result, error: '' } : result,
    },
    beta,
  ),
  mutant(
    'optional/missing/above-20',
    'fails for a missing optional query of more than 20',
    uncovered(({ request }) => request.queries.length > 20),
    { ...beta, also: [{ id: 'optional/all-missing', why: 'fifty missing queries fail, too' }] },
  ),
  mutant(
    'optional/missing/second-call',
    'fails for a missing optional query when the request was seen before',
    () => {
      const before = requestMemory();
      const again = new WeakSet<object>();
      return {
        messageReceived: (context) => {
          if (before(context) === 1) again.add(context.request);
        },
        ...uncovered(({ request }) => again.has(request)),
      };
    },
    {
      ...beta,
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        { id: 'optional/all-missing', why: 'the repetition fails there too' },
      ],
    },
  ),
  mutant(
    'optional/missing/backend',
    'fails for an optional query whose backend fails',
    uncovered((_, __, code) => code === statusCode.INTERNAL || code === statusCode.UNAVAILABLE),
    beta,
  ),
  mutant(
    'optional/missing/others-blank',
    'gives no values when an optional query is missing',
    {
      results: (results) =>
        results.some(({ error }) => error !== '')
          ? results.map((result) => ({ ...result, value: '' }))
          : results,
    },
    { ...beta, also: [{ id: 'values/exact', why: 'a value that the backend has is blank' }] },
  ),
  mutant(
    'optional/missing/next-blank',
    'gives the query after a missing optional one no value',
    {
      results: (results) =>
        results.map((result, at) => (results[at - 1]?.error ? { ...result, value: '' } : result)),
    },
    { ...beta, also: [{ id: 'values/exact', why: 'a value that the backend has is blank' }] },
  ),
  mutant(
    'optional/required-fails/masked',
    'takes every query for optional when one is',
    {
      optional: (covered, { code }, { request }) =>
        covered || (code !== statusCode.INVALID_ARGUMENT && request.queries.some(({ optional }) => optional)),
    },
    { ...beta, also: [{ id: 'batch/all-or-nothing', why: 'a required query fails and the call does not' }] },
  ),
  mutant(
    'optional/required-fails/after',
    'takes what follows an optional query for optional',
    {
      optional: (covered, { code, position }, context) =>
        covered || (code !== statusCode.INVALID_ARGUMENT && isOptional(context, position - 1)),
    },
    { ...beta, also: [{ id: 'batch/all-or-nothing', why: 'a required query fails and the call does not' }] },
  ),
  mutant(
    'optional/required-fails/backend',
    'lets a failing backend pass where another query is optional',
    {
      optional: (covered, { code }, { request }) =>
        covered ||
        ((code === statusCode.UNAVAILABLE || code === statusCode.INTERNAL) &&
          request.queries.some(({ optional }) => optional)),
    },
    { ...beta, also: [{ id: 'batch/all-or-nothing', why: 'a required query fails and the call does not' }] },
  ),
  mutant(
    'optional/required-fails/same-key',
    'treats a required query as an optional one of the same key',
    {
      optional: (covered, { code, position }, { request }) =>
        covered ||
        (code !== statusCode.INVALID_ARGUMENT &&
          request.queries.some(({ key, optional }) => optional && key === request.queries[position]?.key)),
    },
    { ...beta, also: [{ id: 'batch/all-or-nothing', why: 'a required query fails and the call does not' }] },
  ),
  mutant(
    'optional/all-missing/fails',
    'fails when every query is optional and missing',
    () => {
      const hidden = new WeakMap<object, QueryFailure[]>();
      return {
        optional: (covered, failure, { request }) => {
          if (covered) hidden.set(request, [...(hidden.get(request) ?? []), failure]);
          return covered;
        },
        failures: (failures, { request }) => {
          const all = hidden.get(request) ?? [];
          return all.length === request.queries.length ? all : failures;
        },
      };
    },
    beta,
  ),
  mutant(
    'ordering/one-per-query/all-missing',
    'gives no results when every query is optional and missing',
    { results: (results) => (results.every(({ error }) => error !== '') ? [] : results) },
    { ...beta, also: [{ id: 'optional/all-missing', why: 'there are no errors either' }] },
  ),
  mutant(
    'optional/not-a-bypass/key',
    'gives an optional query an error where its key is refused',
    maskingRefusals,
    {
      ...beta,
      also: [{ id: 'authorization/field', why: 'a refused key does not fail the call' }],
    },
  ),
  mutant(
    'optional/not-a-bypass/behind-required',
    'reads required queries before it looks at whether an optional one is permitted',
    () => {
      const { authorize, readBackend } = maskingRefusals() as Required<
        Pick<Hooks, 'authorize' | 'readBackend'>
      >;
      return {
        readBackend,
        authorize: async (refusals, context) => {
          const { request, backend, signal } = context;
          const required = request.queries.filter(({ optional }) => !optional);
          const values = await Promise.all(
            required.map(({ key }) => backend.read(key, signal).catch(() => undefined)),
          );
          return values.includes(undefined) ? authorize(refusals, context) : refusals;
        },
      };
    },
    { ...beta, also: [{ id: 'errors/precedence', why: 'a refusal comes after what is missing' }] },
  ),
  mutant(
    'optional/not-a-bypass/pod',
    'gives errors instead of refusing the pod where all queries are optional',
    maskingPods,
    {
      ...beta,
      also: [
        { id: 'authorization/namespace', why: 'a refused pod does not fail the call' },
        { id: 'authorization/field', why: 'a refused key does not fail the call, either' },
      ],
    },
  ),
  mutant(
    'optional/not-a-bypass/oversized',
    'gives an optional query an error where its value is too long',
    {
      optional: (covered, { code }, context) =>
        covered ||
        (code === statusCode.INVALID_ARGUMENT && context.request.queries.every(({ optional }) => optional)),
    },
    { ...beta, also: [{ id: 'values/size', why: 'a value that is too long does not fail the call' }] },
  ),
  mutant(
    'optional/not-a-bypass/invalid',
    'overlooks an empty key where the query is optional',
    {
      validate: (violations, { request }) =>
        violations.filter(
          ({ field }) =>
            !(field.endsWith('.key') && request.queries[Number(/\d+/.exec(field)?.[0])]?.optional),
        ),
      authorize: (refusals, { request }) =>
        refusals.filter(({ position }) => position === undefined || request.queries[position]?.key !== ''),
      readBackend: async (read, { query }) => (query.key === '' ? undefined : read()),
    },
    {
      ...beta,
      also: [
        { id: 'request/required-fields', why: 'a key is missing' },
        { id: 'request/field-size', why: 'a key may be too long' },
      ],
    },
  ),
  mutant('optional/error-size/long', 'gives an error of 1025 bytes', errorText('e'.repeat(1025)), beta),
  mutant(
    'optional/error-size/multibyte',
    'gives an error of 600 characters in 1200 bytes',
    errorText('é'.repeat(600)),
    beta,
  ),
  mutant(
    'optional/error-size/long-key',
    'repeats the key until the error is too long',
    {
      oneResult: (result, { query }) =>
        result.error === '' ? result : { ...result, error: `${query.key} `.repeat(1200).slice(0, 1200) },
    },
    beta,
  ),
  mutant(
    'optional/missing/blank',
    'gives a missing optional query at the end of a batch neither value nor error',
    {
      oneResult: (result, { position, size }) => (position === size - 1 ? { ...result, error: '' } : result),
    },
    { ...beta, also: [{ id: 'optional/all-missing', why: 'there is no error' }] },
  ),
  mutant(
    'batch/no-error-in-ok/optional',
    'honours optional without saying that it does',
    honoured(() => true),
    {
      stage: 'alpha',
      also: honouredToo,
    },
  ),
  mutant(
    'batch/no-error-in-ok/optional-alone',
    'honours optional in requests of one query',
    honoured(({ request }) => request.queries.length === 1),
    { stage: 'alpha', also: honouredToo },
  ),
  mutant(
    'optional/alpha-ignores/empty-value',
    'gives a missing optional query an empty value without saying that it honours optional',
    { ...honoured(() => true), oneResult: (result) => ({ ...result, error: '' }) },
    { stage: 'alpha', also: [{ id: 'batch/all-or-nothing', why: 'a failing query does not fail the call' }] },
  ),
  mutant(
    'optional/alpha-ignores/batch',
    'gives a missing optional query an empty value beside others',
    {
      ...honoured(({ request }) => request.queries.length > 1),
      oneResult: (result) => ({ ...result, error: '' }),
    },
    { stage: 'alpha', also: [{ id: 'batch/all-or-nothing', why: 'a failing query does not fail the call' }] },
  ),
  mutant(
    'optional/alpha-ignores/refused',
    'refuses the field optional',
    {
      validate: (violations, { request }) =>
        request.queries.some(({ optional }) => optional)
          ? [{ rule: 'request/required-fields', field: 'optional', message: 'optional is not supported' }]
          : violations,
    },
    { stage: 'alpha' },
  ),
];
