import type { Unshown } from '../../../../fuzz/fuzz-target.js';
import { outcome } from './outcomes.js';
import type { Grounds, Prediction, QueryPrediction } from './predict.js';

/**
 * What the results of a call let see, beside what they break.
 *
 * `unlisted`: one is of a key that the profile does not list, so that its value is neither judged nor compared. `unsettled`: one is
 * of a value that nobody can know, since the key is not listed or another pod or class asks. `exchange`: two queries of one name have
 * to get different values that are known, so that an exchange would show.
 */
export type Sight = 'unlisted' | 'unsettled' | 'exchange';

/** Causes of breaches that hang on values, as {@link Unshown} names them. */
export const valueCauses = {
  exact: "result N of N is not the backend's value",
  exchanged: 'result N of N has the value of query N, which shares its name',
  permuted: 'a permutation that changes more than the order',
  repeated: 'a repetition that differs',
  together: 'equal requests at once that are answered differently',
} as const;

/** Rules that a value may break which is not the backend's, by what was done to the driver and what else was asked for. */
const rulesOfValues = [
  'values/exact',
  'optional/missing',
  'errors/backend',
  'idempotency/concurrent',
  'concurrency/in-flight',
  'concurrency/isolation',
  'concurrency/overload',
];

/** What has been done to the driver since a call, the last of which explains best why its repetition differs. */
export type Disturbance = 'restart' | 'cancel' | 'reconnect' | 'overload';

/** The rule that breaks where a repetition differs after a disturbance. */
export const ruleOf: Readonly<Record<Disturbance, string>> = {
  restart: 'idempotency/after-restart',
  cancel: 'idempotency/after-cancel',
  reconnect: 'transport/reconnect',
  overload: 'concurrency/overload',
};

/** What the results of an OK answer to a request let see. */
export function sightOf({ known }: Grounds, { request, asker, queries }: Prediction): readonly Sight[] {
  const served = queries.filter(({ outcomes }) => (outcomes & outcome.value) !== 0);
  const settled =
    (asker === 'own' || asker === 'further') &&
    known.ownClassName(request) &&
    !known.changedParameters(request).others;
  const isUnlisted = ({ key }: QueryPrediction): boolean => key === undefined;
  const isUnsettled = ({ key, value }: QueryPrediction): boolean =>
    key === undefined || (!settled && key.kind === 'available' && !key.volatile && value === undefined);
  const found: Sight[] = [];
  if (served.some(isUnlisted)) found.push('unlisted');
  if (served.some(isUnsettled)) found.push('unsettled');
  const first = new Map<string, string>();
  for (const [index, { value }] of queries.entries()) {
    const name = request.queries[index]?.name;
    if (name === undefined || value === undefined) continue;
    const before = first.get(name);
    if (before === undefined) first.set(name, value);
    else if (before !== value) return [...found, 'exchange'];
  }
  return found;
}

/** The faults that calls with such results could not have shown. */
export function unshownBy(sight: ReadonlySet<Sight>): readonly Unshown[] {
  const found: Unshown[] = [];
  if (sight.has('unsettled'))
    for (const requirement of rulesOfValues) found.push({ requirement, cause: valueCauses.exact });
  if (sight.has('unsettled') || !sight.has('exchange'))
    found.push({ requirement: 'ordering/duplicate-names', cause: valueCauses.exchanged });
  if (!sight.has('unlisted')) return found;
  found.push(
    { requirement: 'ordering/permutation', cause: valueCauses.permuted },
    { requirement: 'idempotency/repeat', cause: valueCauses.repeated },
    { requirement: 'idempotency/concurrent', cause: valueCauses.together },
  );
  for (const [after, requirement] of Object.entries(ruleOf))
    found.push({ requirement, cause: repeatedAfter(after as Disturbance) });
  return found;
}

/** The cause of a repetition that differs, by what was done to the driver in between. */
export function repeatedAfter(last: Disturbance | undefined): string {
  return last === undefined ? valueCauses.repeated : `${valueCauses.repeated} after ${last}`;
}
