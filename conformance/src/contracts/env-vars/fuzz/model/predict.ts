import { statusCode } from '../../../../driver/answer.js';
import type { Facts } from '../../facts.js';
import { utf8Length } from '../../judge.js';
import { type EnvRequest, resultSize } from '../../request.js';
import type { Asker, Known, KnownKey } from './known.js';
import { lengthOf } from './length-of.js';
import {
  anything,
  askerOutcomes,
  type BackendState,
  bitOf,
  type Outcomes,
  outcome,
  queryOutcomes,
  servedBits,
  withFlag,
} from './outcomes.js';
import { type Violation, violationsOf } from './violations.js';

/** Above this a stack that is not configured otherwise answers before the driver, in bytes. */
export const stackReceives = 4 * 1024 * 1024;

/** Longest error that a result may have, in bytes. */
const errorBytes = 1024;

/** What the model has to know of the moment at which a request is made. */
export interface Moment {
  readonly backend: BackendState;
  /** Bytes that a response has beside names, values and errors, for each result at most: a driver may send fields of its own. */
  readonly extraBytes: number;
  /** The value that a key must get now, where it is known. */
  value(key: KnownKey, asker: Asker, request: EnvRequest): string | undefined;
}

/** What the model knows of one query. */
export interface QueryPrediction {
  readonly key: KnownKey | undefined;
  /** As a required query. */
  readonly required: Outcomes;
  /** With its flag. */
  readonly outcomes: Outcomes;
  /** The value that it must get where it is served. */
  readonly value: string | undefined;
}

/** The set of allowed answers to a request. */
export interface Prediction {
  readonly request: EnvRequest;
  readonly bytes: number;
  /** Longest legal value in bytes. */
  readonly valueBytes: number;
  /** Longest legal request, and response, in bytes. */
  readonly payloadBytes: number;
  /** Whether NodeGetEnvVars is served at all; where it is not, UNIMPLEMENTED is the only answer. */
  readonly advertised: boolean;
  readonly violations: readonly Violation[];
  readonly asker: Asker;
  /** What pod and class come to by themselves. */
  readonly group: Outcomes;
  readonly queries: readonly QueryPrediction[];
  /** Whether the values fit the response: for certain, not at all, or nobody knows. */
  readonly fits: 'yes' | 'no' | 'unsure';
  /** Size that the response has; undefined where it is far from the limit, or nobody knows. */
  readonly responseBytes?: number;
  readonly okAllowed: boolean;
  /** Whether a status other than OK is allowed. */
  allows(code: number): boolean;
}

/** What every prediction stands on. */
export interface Grounds {
  readonly known: Known;
  readonly facts: Pick<Facts, 'advertised' | 'stage' | 'limits'>;
}

/**
 * The set of allowed answers to a request: what every answer to a readable request is held against, in all phases.
 *
 * Pure. Every part of a request (pod and class; each query) has a set of outcomes; an answer is allowed if the parts can have
 * outcomes from which errors/precedence makes it. Where the contract leaves something open the sets are larger.
 *
 * @param bytes serialized size of the request
 */
export function predict(
  { known, facts }: Grounds,
  moment: Moment,
  request: EnvRequest,
  bytes: number,
): Prediction {
  const violations = violationsOf(request, bytes, facts.limits.payloadBytes);
  const asker = known.asker(request);
  const group = askerOutcomes(known, request, asker);
  const queries = request.queries.map((query): QueryPrediction => {
    const key = known.find(query);
    const required = queryOutcomes(known, request, query, asker, moment.backend);
    return {
      key,
      required,
      outcomes: withFlag(required, query, facts.stage),
      value: key === undefined || required === outcome.denied ? undefined : moment.value(key, asker, request),
    };
  });
  const parts = [group, ...queries.map(({ outcomes }) => outcomes)];
  const { fits, responseBytes }: Fit =
    violations.length > 0 ? { fits: 'yes' } : fitsResponse(request, queries, facts.limits, moment.extraBytes);
  const okAllowed =
    facts.advertised &&
    violations.length === 0 &&
    fits !== 'no' &&
    parts.every((outcomes) => (outcomes & servedBits) !== 0);
  return {
    request,
    bytes,
    valueBytes: facts.limits.valueBytes,
    payloadBytes: facts.limits.payloadBytes,
    advertised: facts.advertised,
    violations,
    asker,
    group,
    queries,
    fits,
    ...(responseBytes === undefined ? {} : { responseBytes }),
    okAllowed,
    allows(code) {
      if (code === statusCode.OK) return okAllowed;
      // capability/unadvertised
      if (!facts.advertised)
        return code === statusCode.UNIMPLEMENTED || (bytes > stackReceives && refusesSize(code));
      if (violations.length > 0)
        return code === statusCode.INVALID_ARGUMENT || (bytes > stackReceives && refusesSize(code));
      // values/response-size: any status other than OK is accepted
      if (fits !== 'yes') return code !== statusCode.UNIMPLEMENTED && code <= statusCode.UNAUTHENTICATED;
      // Of a class that the profile does not tell nothing is known.
      if (group === anything) return code !== statusCode.UNIMPLEMENTED && code <= statusCode.UNAUTHENTICATED;
      return canCome(parts, code);
    },
  };
}

/** Whether a status other than OK can come of the parts of a request alone, whatever room their values take. */
export function canComeOf({ group, queries }: Prediction, code: number): boolean {
  return canCome([group, ...queries.map(({ outcomes }) => outcomes)], code);
}

/** Whether a request takes so much of its limit that it may be refused for that. */
export function isLargeRequest({ bytes, payloadBytes }: Prediction): boolean {
  return bytes > payloadBytes / 2 && bytes <= payloadBytes;
}

function refusesSize(code: number): boolean {
  return code === statusCode.RESOURCE_EXHAUSTED || code === statusCode.OUT_OF_RANGE;
}

/**
 * errors/precedence: whether a status can come of such parts.
 *
 * A complaint of a query's own is in no order to the rest: how long a value is, and which parameters are known, is told before
 * or after the other failures.
 */
export function canCome(parts: readonly Outcomes[], code: number): boolean {
  const bit = bitOf(code);
  if (bit === undefined || !parts.some((outcomes) => (outcomes & bit) !== 0)) return false;
  if (bit === outcome.invalid || bit === outcome.denied) return true;
  const mayBe =
    servedBits | outcome.invalid | outcome.backend | (bit === outcome.missing ? outcome.missing : 0);
  return parts.every((outcomes) => (outcomes & mayBe) !== 0);
}

type Fit = Pick<Prediction, 'fits' | 'responseBytes'>;

/** values/response-size: what the results take at least and at most, where the driver's own fields may come to `extra` bytes for each. */
function fitsResponse(
  request: EnvRequest,
  queries: readonly QueryPrediction[],
  limits: Facts['limits'],
  extra: number,
): Fit {
  let least = 0;
  let most = queries.length * extra;
  const { payloadBytes, valueBytes } = limits;
  // Nearly always so few that nothing needs to be counted.
  if (queries.length * (Math.max(valueBytes, errorBytes) + extra + 160) <= payloadBytes)
    return { fits: 'yes' };
  for (const [index, { outcomes, value }] of queries.entries()) {
    const name = utf8Length(request.queries[index]?.name ?? '');
    if ((outcomes & servedBits) === 0) continue;
    const shortest = value === undefined ? 0 : lengthOf(value);
    const longest = value === undefined ? valueBytes : shortest;
    const canFail = (outcomes & outcome.error) !== 0;
    const canServe = (outcomes & outcome.value) !== 0;
    least += canServe ? resultSize(name, canFail ? Math.min(shortest, 1) : shortest) : resultSize(name, 1);
    most += canFail
      ? resultSize(name, Math.max(errorBytes, canServe ? longest : 0))
      : resultSize(name, longest);
  }
  const fits = most <= payloadBytes ? 'yes' : least > payloadBytes ? 'no' : 'unsure';
  return least === most ? { fits, responseBytes: least } : { fits };
}
