import type { Stage } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { EnvRequest, Query } from '../../request.js';
import type { Asker, Known, KnownKey } from './known.js';

/**
 * What one part of a request may come to, as bits: its value, a refusal, that there is no such key, a failure of the backend,
 * a complaint of its size or of parameters that the driver does not know, or an error in the result of an optional query.
 */
export const outcome = { value: 1, denied: 2, missing: 4, backend: 8, invalid: 16, error: 32 } as const;

/** A set of {@link outcome} bits. */
export type Outcomes = number;

/** Any of the outcomes that leave the call as a whole OK. */
export const servedBits = outcome.value | outcome.error;

const nothingKnown = outcome.value | outcome.denied | outcome.missing;
/** Nothing is known: neither what is there nor what the driver needs to be told. */
export const anything = nothingKnown | outcome.backend | outcome.invalid;

/** Whether the backend is there: in an outage, and until the driver has recovered, it may or may not be. */
export type BackendState = 'up' | 'unsure';

/** The bit of a status; undefined for one that no part of a request can bring about. */
export function bitOf(code: number): Outcomes | undefined {
  switch (code) {
    case statusCode.PERMISSION_DENIED:
      return outcome.denied;
    case statusCode.NOT_FOUND:
      return outcome.missing;
    case statusCode.INTERNAL:
    case statusCode.UNAVAILABLE:
      return outcome.backend;
    case statusCode.INVALID_ARGUMENT:
      return outcome.invalid;
    default:
      return undefined;
  }
}

const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const tameKey = /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?(\/[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)*$/;

/** What the pod and the class allow, whatever is asked for. */
export function askerOutcomes(known: Known, request: EnvRequest, asker: Asker): Outcomes {
  const { lists, others } = known.changedParameters(request);
  // Class parameters that the driver does not know may be refused.
  const parameters = others ? outcome.value | outcome.invalid : outcome.value;
  if (asker === 'denied-namespace' || asker === 'denied-identity')
    return known.ownClassName(request) ? outcome.denied | (parameters & outcome.invalid) : anything;
  if (asker === 'foreign-namespace') {
    const odd = dnsSubdomain.test(request.podContext.namespace ?? '') ? 0 : outcome.invalid;
    return known.ownClassName(request)
      ? outcome.denied | outcome.missing | odd | (parameters & outcome.invalid)
      : anything;
  }
  let outcomes: Outcomes = parameters;
  // Only the profile's own class has to be served; what another list permits is the driver's to say, what it does not is not.
  if (lists) outcomes |= outcome.denied;
  if (asker !== 'own') outcomes |= nothingKnown;
  if (asker === 'unknown' && !isTameContext(request)) outcomes |= outcome.invalid;
  if (!known.ownClassName(request)) {
    outcomes |= nothingKnown;
    if (!dnsSubdomain.test(request.className)) outcomes |= outcome.invalid;
  }
  // Parameters of the class that are gone or new may lead the driver anywhere; so may a class that the profile does not name.
  if (others || known.profile.providerClass === undefined) outcomes |= anything;
  return outcomes;
}

function isTameContext({ podContext }: EnvRequest): boolean {
  return (
    dnsSubdomain.test(podContext.namespace ?? '') &&
    dnsSubdomain.test(podContext.serviceAccount ?? '') &&
    dnsSubdomain.test(podContext.podName ?? '')
  );
}

/** What a query may come to as one that is required. */
export function queryOutcomes(
  known: Known,
  request: EnvRequest,
  query: Query,
  asker: Asker,
  backend: BackendState,
): Outcomes {
  const own = asker === 'own' && known.ownClassName(request) && !known.changedParameters(request).others;
  const key = known.find(query);
  const permission =
    known.ownClassName(request) && !known.changedParameters(request).others
      ? known.permission(request, query.key)
      : undefined;
  const unsure = backend === 'up' ? 0 : outcome.backend;
  if (key !== undefined && own && permission !== 'refused' && permission !== 'odd')
    return ownOutcomes(key, unsure);
  const namesakes = known.named(query.key);
  if (permission === 'refused') {
    // A denied key of the profile in its plain spelling gets PERMISSION_DENIED and nothing else.
    if (key !== undefined) return outcome.denied;
    return namesakes.length > 0
      ? outcome.denied | outcome.missing | outcome.invalid
      : outcome.denied | outcome.invalid;
  }
  // authorization/field: refused with one of three, whatever the backend makes of the spelling.
  if (permission === 'odd') return outcome.denied | outcome.invalid | outcome.missing | unsure;
  if (key !== undefined) return nothingKnown | ownOutcomes(key, unsure);
  if (namesakes.length > 0) {
    return nothingKnown | outcome.invalid | outcome.backend;
  }
  if (Object.keys(query.parameters ?? {}).length > 0 && !parametersOfSome(known, query)) return anything;
  return nothingKnown | unsure | (isTame(known, query.key) ? 0 : outcome.invalid | outcome.backend);
}

function ownOutcomes(key: KnownKey, unsure: Outcomes): Outcomes {
  switch (key.kind) {
    case 'available':
      return outcome.value | unsure;
    case 'missing':
      return outcome.missing | unsure;
    case 'denied':
      return outcome.denied;
    case 'oversized':
      // The profile may be wrong about the driver's limit; what is served is judged by its length.
      return outcome.invalid | outcome.value | unsure;
    case 'failing':
      return outcome.backend | outcome.value;
  }
}

/** A listed missing key whose last segment was made longer: the one invented key that a driver may not call malformed. */
function isTame(known: Known, key: string): boolean {
  if (!tameKey.test(key)) return false;
  return known.profile.keys.missing.some(
    (missing) =>
      key.startsWith(missing.key) &&
      tameKey.test(missing.key) &&
      !key.slice(missing.key.length).includes('/'),
  );
}

/** Whether the parameters are those of a listed missing key that this one lengthens. */
function parametersOfSome(known: Known, query: Query): boolean {
  return known.profile.keys.missing.some(
    ({ key, parameters }) =>
      query.key.startsWith(key) &&
      Object.keys(parameters).length === Object.keys(query.parameters ?? {}).length &&
      Object.entries(parameters).every(([name, value]) => query.parameters?.[name] === value),
  );
}

/** What the flag makes of a query's outcomes: it covers missing keys and failures of the backend, under beta semantics. */
export function withFlag(outcomes: Outcomes, query: Query, stage: Stage): Outcomes {
  if (stage !== 'beta' || query.optional !== true) return outcomes;
  const covered = outcomes & (outcome.missing | outcome.backend);
  return covered === 0 ? outcomes : (outcomes & ~(outcome.missing | outcome.backend)) | outcome.error;
}
