import { create } from '@bufbuild/protobuf';
import { type EnvVarQuery, type EnvVarResult, EnvVarResultSchema } from '@csi-env/proto';
import { BackendError } from './backend.js';
import { carryValue } from './carry-value.js';
import type { Driver } from './driver.js';
import type { EnvVarsContext, QueryContext } from './hooks.js';
import { pickMember } from './pick-member.js';
import { StatusError, statusCode } from './status.js';

/** A query that has no value. */
export interface QueryFailure {
  readonly position: number;
  readonly code: number;
  /** What is wrong; without keys and values. */
  readonly message: string;
}

type Outcome = { readonly value: string } | QueryFailure;

/** `errors/precedence` (D6) among what authorization leaves; the status never depends on the order of the queries. */
const precedence: readonly number[] = [
  statusCode.NOT_FOUND,
  statusCode.INVALID_ARGUMENT,
  statusCode.INTERNAL,
  statusCode.UNAVAILABLE,
];

/**
 * Looks up every query of an authorized request.
 *
 * `ordering/same-order`, `ordering/duplicate-names`: position by position. `batch/all-or-nothing`: one failure fails the call.
 *
 * @throws StatusError for the failure that comes first in precedence
 */
export async function answerQueries(driver: Driver, context: EnvVarsContext): Promise<EnvVarResult[]> {
  const { queries } = context.request;
  const contexts = queries.map((query, position) => queryContext(driver, context, query, position));
  const outcomes = await Promise.all(contexts.map((here) => lookUp(driver, here)));

  const failures = outcomes
    .filter((outcome): outcome is QueryFailure => 'code' in outcome)
    .filter((failure) => !driver.hooks.optional(isCovered(driver, context, failure), failure, context));
  const first = firstOf(driver.hooks.failures(failures, context), driver, context);
  if (first !== undefined) throw new StatusError(first.code, first.message);

  const results: EnvVarResult[] = [];
  for (const here of contexts) {
    const outcome = outcomes[here.position] as Outcome;
    // values/value-xor-error
    const fields = 'code' in outcome ? { error: outcome.message } : { value: outcome.value };
    const result = create(EnvVarResultSchema, { name: here.query.name, ...fields });
    results.push(await driver.hooks.oneResult(result, here));
  }
  return results;
}

/** `optional/not-a-bypass` (D7): optional covers missing keys and backend failures. `optional/alpha-ignores`: in beta only. */
function isCovered(driver: Driver, context: EnvVarsContext, failure: QueryFailure): boolean {
  const optional = context.request.queries[failure.position]?.optional === true;
  return driver.options.stage === 'beta' && optional && failure.code !== statusCode.INVALID_ARGUMENT;
}

function firstOf(
  failures: readonly QueryFailure[],
  driver: Driver,
  context: EnvVarsContext,
): QueryFailure | undefined {
  const rank = (failure: QueryFailure): number => precedence.indexOf(failure.code);
  const first = failures.toSorted((a, b) => rank(a) - rank(b))[0];
  return first && driver.hooks.precedence(first, failures, context);
}

/** Cache, backend, member, encoding, size: in this order, for one query. */
async function lookUp(driver: Driver, here: QueryContext): Promise<Outcome> {
  const { query, position } = here;
  const fail = (code: number, what: string): QueryFailure => ({
    position,
    code,
    message: `queries[${position}]: ${what}`,
  });

  let bytes: Uint8Array | undefined;
  try {
    bytes = await driver.hooks.readBackend(() => readThroughCache(driver, here, query.key), here);
  } catch (reason) {
    if (!(reason instanceof BackendError)) throw reason;
    // errors/backend
    driver.counters.backendErrors += 1;
    const code = reason.kind === 'internal' ? statusCode.INTERNAL : statusCode.UNAVAILABLE;
    return fail(code, reason.message);
  }

  const { field } = query.queryParameters;
  if (bytes !== undefined && field !== undefined) bytes = pickMember(bytes, field);
  // errors/not-found
  if (bytes === undefined) return fail(statusCode.NOT_FOUND, 'the key does not exist');

  const value = driver.hooks.value(carryValue(bytes), here, bytes);
  // values/size: never truncated
  const limit = driver.limits.maxValueLengthBytes;
  if (driver.hooks.tooLong(Buffer.byteLength(value) > limit, value, here)) {
    return fail(statusCode.INVALID_ARGUMENT, `the value is longer than ${limit} bytes`);
  }
  return { value };
}

async function readThroughCache(
  driver: Driver,
  context: EnvVarsContext,
  key: string,
): Promise<Uint8Array | undefined> {
  const cacheKey = driver.hooks.cacheKey(key, context);
  const known = driver.cache.get(cacheKey);
  if (known !== undefined) {
    driver.counters.cacheHits += 1;
    return known;
  }
  driver.counters.cacheMisses += 1;
  const bytes = await driver.backend.read(driver.hooks.backendKey(key, context), context.signal);
  if (bytes !== undefined) driver.cache.put(cacheKey, bytes);
  return bytes;
}

function queryContext(
  driver: Driver,
  context: EnvVarsContext,
  query: EnvVarQuery,
  position: number,
): QueryContext {
  const hit = driver.cache.get(driver.hooks.cacheKey(query.key, context)) !== undefined;
  const own = { query, position, size: context.request.queries.length, hit };
  return Object.assign(Object.create(context) as EnvVarsContext, own);
}
