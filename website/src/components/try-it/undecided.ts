import type { Known } from '@conformance/contracts/env-vars/fuzz/model/known.js';
import type { Prediction } from '@conformance/contracts/env-vars/fuzz/model/predict.js';
import type { EnvResult } from '@conformance/contracts/env-vars/request.js';
import type { JudgingCode } from './judging-code';

/**
 * What of an answer that the model allows it allows only because it does not know better; empty where the answer is right.
 *
 * The model would rather allow too much than blame a driver that is right, so a status that it allows may still be wrong.
 */
export function undecided(
  { outcome, servedBits }: JudgingCode,
  known: Known,
  prediction: Prediction,
  { status, results }: { readonly status: string; readonly results: readonly EnvResult[] },
): readonly string[] {
  const { request, advertised, violations, group, queries, asker, fits } = prediction;
  if (!advertised || violations.length > 0) return [];
  // errors/precedence: what has to be refused comes before everything else.
  const refused = [group, ...queries.map(({ outcomes }) => outcomes)].some(
    (outcomes) => (outcomes & outcome.denied) !== 0 && (outcomes & servedBits) === 0,
  );
  if (refused)
    return status === 'PERMISSION_DENIED'
      ? []
      : [`whether ${status} may come in place of PERMISSION_DENIED is not known`];
  const { name } = known.profile.providerClass ?? {};
  const { lists, others } = known.changedParameters(request);
  const asked: string[] = [];
  if (!known.ownClassName(request))
    asked.push(`what a driver does with another class than ${name} is not known`);
  else if (lists || others)
    asked.push(`what a driver does with other class_parameters than those of ${name} is not known`);
  if (asker === 'unknown' || asker === 'further' || asker === 'foreign-namespace')
    asked.push(`what another pod than ${known.profile.pod?.podName} may read is not known`);
  if (asked.length > 0) return asked;
  // values/response-size: any status other than OK is right.
  if (fits === 'no') return [];
  if (fits === 'unsure' && status !== 'OK') asked.push('whether the values fit the response is not known');
  for (const [index, { key, value, outcomes }] of queries.entries()) {
    const where = `query ${index + 1}`;
    if (key === undefined) asked.push(`${where} asks for a key that is not one of the driver's`);
    else if (
      status === 'OK' &&
      value === undefined &&
      (outcomes & outcome.value) !== 0 &&
      results[index]?.error === ''
    )
      asked.push(`the value of ${where} is not known`);
  }
  return asked;
}
