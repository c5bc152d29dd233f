import type { Stage } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { KeyKind } from './known.js';
import { lengthOf } from './length-of.js';
import { bitOf, type Outcomes, outcome, servedBits } from './outcomes.js';
import type { Prediction } from './predict.js';

/** Who is to blame for a status, as far as one call shows it, and what the call was. */
export interface Blame {
  readonly requirement: string;
  readonly what: string;
}

/** A part of a request that has to fail. */
export interface FailingPart extends Blame {
  readonly outcomes: Outcomes;
  /** The requirement that breaks where it is served. */
  readonly served: string;
  /** Index of the query; undefined for pod and class. */
  readonly query?: number;
}

/**
 * The parts of a well-formed request that cannot be served.
 *
 * @param likely whether those are meant too of which only the profile says that they fail
 */
export function failingParts({ group, asker, queries }: Prediction, likely = false): readonly FailingPart[] {
  const parts: FailingPart[] = [];
  if ((group & servedBits) === 0) {
    const served = asker === 'denied-identity' ? 'authorization/identity' : 'authorization/namespace';
    const what =
      asker === 'denied-identity' ? 'a pod whose identity is denied' : 'a pod of a denied namespace';
    parts.push({ requirement: 'errors/permission-denied', what, outcomes: group, served });
  }
  for (let query = 0; query < queries.length; query++) {
    const { outcomes, key } = queries[query] as (typeof queries)[number];
    const fails =
      likely && (key?.kind === 'failing' || key?.kind === 'oversized') && (outcomes & outcome.error) === 0;
    if ((outcomes & servedBits) !== 0 && !fails) continue;
    parts.push({ ...blameOfQuery(outcomes, key?.kind), outcomes, query });
  }
  return parts;
}

function blameOfQuery(outcomes: Outcomes, kind: KeyKind | undefined): Blame & { readonly served: string } {
  if (kind === 'oversized')
    return { requirement: 'values/size', what: 'a key whose value is too long', served: 'values/size' };
  if ((outcomes & outcome.denied) !== 0) {
    const listed = kind === 'denied';
    const what = listed ? 'a denied key' : 'a key outside of allowedFields';
    return {
      requirement: listed || outcomes === outcome.denied ? 'errors/permission-denied' : 'authorization/field',
      what,
      served: 'authorization/field',
    };
  }
  if ((outcomes & outcome.missing) !== 0)
    return { requirement: 'errors/not-found', what: 'a missing key', served: 'errors/not-found' };
  return {
    requirement: 'errors/backend',
    what: 'a key for which the backend fails',
    served: 'errors/backend',
  };
}

/**
 * Whether a status other than OK comes of what is asked for: something is malformed, has to fail or does not fit, or the profile's own
 * pod asks its own class. Of other pods and classes nobody knows what they are refused for.
 */
export function isDueToRequest(prediction: Prediction): boolean {
  const { advertised, violations, fits, group } = prediction;
  if (!advertised) return false;
  return (
    violations.length > 0 ||
    fits !== 'yes' ||
    group === outcome.value ||
    failingParts(prediction, true).length > 0
  );
}

/** Blames a status that is not allowed. */
export function blameOfStatus(prediction: Prediction, code: number, stage: Stage): Blame {
  const [violation] = prediction.violations;
  if (!prediction.advertised)
    return {
      requirement: 'capability/unadvertised',
      what: 'a call of a driver that does not list the capability',
    };
  if (violation !== undefined) {
    const what = violation.what;
    return isRankedAbove(prediction, code)
      ? { requirement: 'errors/precedence', what: `${what} beside another failure` }
      : { requirement: violation.requirement, what };
  }
  const whole = isJustFitting(prediction, code)
    ? { requirement: 'values/size', what: 'a value at the limit' }
    : wholeBlame(prediction, stage);
  if (code === statusCode.UNIMPLEMENTED)
    return { requirement: 'capability/implemented', what: 'a well-formed call' };
  if (code === statusCode.RESOURCE_EXHAUSTED)
    return { requirement: 'concurrency/in-flight', what: 'a call within the in-flight limit' };
  if (code === statusCode.OK) {
    const [first] = failingParts(prediction);
    if (first === undefined)
      return { requirement: 'values/response-size', what: 'values that do not fit the response' };
    return { requirement: first.served, what: first.what };
  }
  return blameOfRefusal(prediction, stage, whole);
}

/** Blames a refusal, whatever its code: the rule of what has to fail, else of what has to be served. */
export function blameOfRefusal(
  prediction: Prediction,
  stage: Stage,
  whole: Blame = wholeBlame(prediction, stage),
): Blame {
  const all = failingParts(prediction, true);
  if (all.length === 0) return whole;
  const kinds = new Set(all.map(({ outcomes }) => outcomes));
  if (kinds.size > 1)
    return {
      requirement: 'errors/precedence',
      what: [...new Set(all.map(({ what }) => what))].sort().join(' beside '),
    };
  return all[0] as FailingPart;
}

/** Blames a call that got no status at all. */
export function blameOfFailure(prediction: Prediction, stage: Stage): Blame {
  const [violation] = prediction.violations;
  if (!prediction.advertised)
    return {
      requirement: 'capability/unadvertised',
      what: 'a call of a driver that does not list the capability',
    };
  if (violation !== undefined) return violation;
  if (
    prediction.queries.some(
      ({ outcomes, required }) =>
        ((outcomes | required) & outcome.backend) !== 0 && (required & outcome.missing) === 0,
    )
  )
    return { requirement: 'errors/backend', what: 'a key for which the backend fails' };
  const [first] = failingParts(prediction);
  return first ?? wholeBlame(prediction, stage);
}

/** values/size: a value that just fits is legal. */
function isJustFitting({ queries, valueBytes }: Prediction, code: number): boolean {
  const [only] = queries;
  if (code !== statusCode.INVALID_ARGUMENT || queries.length !== 1 || only?.value === undefined) return false;
  return only.outcomes === outcome.value && lengthOf(only.value) >= valueBytes - 1;
}

/** Blames a call of which every part can be served. */
function wholeBlame({ queries }: Prediction, stage: Stage): Blame {
  if (stage === 'beta' && queries.some(({ outcomes }) => (outcomes & outcome.error) !== 0)) {
    return queries.every(({ outcomes }) => (outcomes & servedBits) === outcome.error)
      ? { requirement: 'optional/all-missing', what: 'nothing but optional queries that fail' }
      : { requirement: 'optional/missing', what: 'an optional query that fails' };
  }
  return queries.length > 1
    ? { requirement: 'batch/scales', what: 'a batch that has to be served' }
    : { requirement: 'request/legal-served', what: 'a query that has to be served' };
}

const bitOfKind = {
  available: 0,
  missing: outcome.missing,
  denied: outcome.denied,
  oversized: 0,
  failing: outcome.backend,
} as const;

/** errors/precedence: whether a part of a malformed request that is not malformed itself explains the status. */
function isRankedAbove({ violations, group, queries }: Prediction, code: number): boolean {
  const bit = bitOf(code);
  if (bit === undefined || bit === outcome.invalid) return false;
  // A class that is malformed and looked up all the same is not found.
  if (code === statusCode.NOT_FOUND && violations.some(({ field }) => field === 'className')) return false;
  const whole = violations.some(({ field }) => field !== undefined && field !== 'version');
  const bad = new Set(violations.map(({ query }) => query));
  if (!whole && (group & servedBits) === 0 && (group & bit) !== 0) return true;
  return queries.some(
    ({ required, key }, index) =>
      !bad.has(index) &&
      ((key !== undefined && (bitOfKind[key.kind] & bit) !== 0) ||
        ((required & servedBits) === 0 && (required & bit) !== 0)),
  );
}
