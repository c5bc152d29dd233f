import { invented } from '../inputs/material.js';
import { failingParts, isDueToRequest } from './blame.js';
import { ordinaryContext } from './extras.js';
import { anything } from './outcomes.js';
import { type Grounds, type Moment, type Prediction, predict } from './predict.js';
import { reachedBy } from './reached-by.js';
import { limits } from './violations.js';

/** What only an answer that is OK can show, except for what a driver mends by refusing the call. */
const shownByOk: readonly string[] = [
  'ordering/one-per-query',
  'ordering/name-echo',
  'ordering/same-order',
  'ordering/duplicate-names',
  'values/value-xor-error',
  'values/no-nul',
  'values/size',
  'values/exact',
  'optional/error-size',
];

/** What only an answer that is OK can show of several queries or of unusual additions, where the call may be refused too. */
const shownByServing: readonly string[] = [
  'batch/scales',
  'ordering/permutation',
  'identity/version-free',
  'request/extra-context',
];

/**
 * The requirements that a wrong answer to a request could be put down to: those that the call itself reaches, and those that only the
 * smaller calls tell apart which are made after a wrong answer.
 *
 * @param ok whether the answer was OK, without which a call that need not be served shows nothing of results
 */
export function blamable(
  ...of: readonly [grounds: Grounds, moment: Moment, prediction: Prediction, ok: boolean]
): ReadonlySet<string> {
  const ids = withSmallerCalls(...of);
  const [, , prediction, ok] = of;
  if (!ok && prediction.okAllowed) for (const id of shownByServing) ids.delete(id);
  // Results beside the status.
  if (!ok && isDueToRequest(prediction)) ids.add('batch/all-or-nothing');
  return ids;
}

function withSmallerCalls(
  grounds: Grounds,
  moment: Moment,
  prediction: Prediction,
  ok: boolean,
): Set<string> {
  const { request, violations, queries, group, advertised } = prediction;
  const { stage } = grounds.facts;
  const ids = new Set(reachedBy(prediction, stage));
  if (!ok && prediction.okAllowed) for (const id of shownByOk) ids.delete(id);
  if (!advertised || (violations.length === 0 && group === anything)) return ids;
  const several = request.queries.length > 1;
  const flagged = request.queries.some(({ optional }) => optional === true);
  const parts = failingParts(prediction, true);
  ids.add('idempotency/repeat');
  for (const { requirement } of violations) ids.add(requirement);
  for (const { requirement, served, query } of parts) {
    ids.add(requirement).add(served);
    const key = query === undefined ? undefined : queries[query]?.key;
    if (query === undefined || key?.kind === 'available') ids.add('authorization/no-cached-bypass');
    if (key?.kind === 'denied' && key.exists !== undefined) ids.add('errors/no-existence-oracle');
    if (key?.kind === 'oversized') ids.add('values/size');
    if (several) ids.add('batch/all-or-nothing').add('errors/precedence');
  }
  if (several) ids.add('batch/scales').add('ordering/permutation');
  if (flagged && stage === 'alpha') ids.add('optional/alpha-ignores');
  if (flagged && stage === 'beta' && parts.length + violations.length > 0)
    ids.add('optional/not-a-bypass').add('optional/required-fails');
  if (violations.length > 0) return ids;
  // An error in an OK answer, which no query allowed.
  if (stage === 'beta' && request.queries.some(({ optional }) => optional !== true))
    ids.add('optional/required-fails');
  if ((request.version ?? '') !== '') ids.add('identity/version-free');
  if (Object.keys(request.podContext).some((name) => !ordinaryContext.has(name)))
    ids.add('request/extra-context');
  if (!several) return ids;
  // A refusal that is allowed would be there with other names, too.
  if (
    (ok || !prediction.okAllowed) &&
    new Set(request.queries.map(({ name }) => name)).size < request.queries.length
  )
    ids.add('ordering/duplicate-names');
  for (const query of request.queries) {
    const alone = predict(grounds, moment, { ...request, queries: [query] }, prediction.bytes);
    for (const id of withSmallerCalls(grounds, moment, alone, ok)) ids.add(id);
  }
  return ids;
}

/**
 * Whether a request asks for a class that is neither the profile's nor one that inputs are meant to invent: it was made with another
 * profile, and a driver that refuses it keeps no rule by that.
 */
export function asksForeignClass({ known }: Grounds, { request, violations }: Prediction): boolean {
  const { className } = request;
  return (
    violations.length === 0 &&
    !known.ownClassName(request) &&
    !className.startsWith(invented) &&
    className.length < limits.className - 1
  );
}
