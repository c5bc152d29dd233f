import type { Stage } from '../../../../contract.js';
import { blameOfStatus, failingParts } from './blame.js';
import { hasLongParameters, ordinaryContext } from './extras.js';
import { outcome, servedBits } from './outcomes.js';
import { isLargeRequest, type Prediction } from './predict.js';

/**
 * The requirements that the model could find broken by an answer to a request: those by which {@link Prediction} is narrower than
 * "anything".
 */
export function reachedBy(prediction: Prediction, stage: Stage): readonly string[] {
  const { violations, queries, request } = prediction;
  if (!prediction.advertised) return ['capability/unadvertised'];
  const reached = new Set<string>([
    'errors/canonical',
    'errors/message',
    'errors/details',
    'privacy/errors',
    'privacy/metadata',
  ]);
  const add = (...ids: readonly string[]): void => {
    for (const id of ids) reached.add(id);
  };
  const flagged = request.queries.some(({ optional }) => optional === true);
  if (violations.length > 0) {
    add((violations[0] as (typeof violations)[number]).requirement);
    if ([5, 7, 13].some((code) => blameOfStatus(prediction, code, stage).requirement === 'errors/precedence'))
      add('errors/precedence');
    if (stage === 'beta' && flagged) add('optional/not-a-bypass');
    return [...reached];
  }
  add('capability/implemented', 'concurrency/in-flight');
  const parts = failingParts(prediction);
  if (parts.length > 0) {
    if (new Set(failingParts(prediction, true).map(({ outcomes }) => outcomes)).size > 1)
      add('errors/precedence');
    for (const part of parts) {
      add(part.requirement, part.served);
      if (part.query === undefined) add('authorization/no-cached-bypass');
      if ((part.outcomes & outcome.denied) !== 0 && stage === 'beta' && flagged) add('optional/not-a-bypass');
    }
    if (queries.length > 1 && parts.some(({ query }) => query !== undefined)) {
      add('batch/all-or-nothing');
      if (stage === 'alpha') add('batch/no-error-in-ok');
    }
    if (
      stage === 'alpha' &&
      parts.some(({ query }) => query !== undefined && request.queries[query]?.optional === true)
    )
      add('optional/alpha-ignores');
    if (
      stage === 'beta' &&
      flagged &&
      parts.some(({ query }) => query !== undefined && request.queries[query]?.optional !== true)
    )
      add('optional/required-fails');
    return [...reached];
  }
  if (prediction.fits === 'no') {
    add('values/response-size');
    return [...reached];
  }
  if (stage === 'beta' && queries.some(({ outcomes }) => (outcomes & outcome.error) !== 0)) {
    const covered = queries.filter(({ outcomes }) => (outcomes & servedBits) === outcome.error).length;
    add('optional/error-size');
    if (covered === queries.length) add('optional/all-missing');
    else if (covered > 0) add('optional/missing');
  }
  // What an OK answer is judged by.
  add(
    'ordering/one-per-query',
    'ordering/name-echo',
    'values/value-xor-error',
    'values/no-nul',
    'values/size',
    'values/response-size',
  );
  if (stage === 'alpha') add('batch/no-error-in-ok');
  const names = new Set(request.queries.map(({ name }) => name));
  // The order is told by the names.
  if (names.size > 1) add('ordering/same-order');
  if (names.size < request.queries.length) add('ordering/duplicate-names');
  if (queries.some(({ value }) => value !== undefined)) add('values/exact');
  const own =
    prediction.group === outcome.value && queries.every(({ outcomes }) => outcomes === outcome.value);
  if (own && prediction.fits === 'yes') {
    add('request/legal-served');
    if (queries.length > 1) add('batch/scales');
    if ((request.version ?? '') !== '') add('identity/version-free');
    if (Object.keys(request.podContext).some((name) => !ordinaryContext.has(name)))
      add('request/extra-context');
  } else if (!prediction.allows(3)) add('request/legal-served');
  // What smaller calls show where the request is refused.
  if (prediction.asker === 'own' && hasLongParameters(request)) add('request/legal-served');
  if (prediction.asker === 'own' && prediction.fits === 'unsure' && isLargeRequest(prediction))
    add('request/payload-size');
  return [...reached];
}
