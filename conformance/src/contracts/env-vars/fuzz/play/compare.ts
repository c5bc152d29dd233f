import { codeName, statusCode } from '../../../../driver/answer.js';
import type { Made } from './hands.js';

/**
 * How a later answer to the same queries differs from an earlier one: by name, value and presence of an error; by whether they
 * failed. Keys that change by themselves, and those of which nothing is known, are compared by presence only.
 *
 * @param order for each query of the later request the index of the same query in the earlier one
 */
export function differenceOf(before: Made, after: Made, order?: readonly number[]): string | undefined {
  const a = before.answer;
  const b = after.answer;
  if (a.failure !== undefined || b.failure !== undefined) return undefined;
  const ok = a.code === statusCode.OK;
  if (ok !== (b.code === statusCode.OK)) {
    // A key of which the backend fails may be served from a cache now and then.
    if (before.prediction.queries.some(({ key }) => key?.kind === 'failing')) return undefined;
    return `first ${codeName(a.code)}, then ${codeName(b.code)}`;
  }
  if (before.results === undefined || after.results === undefined) return undefined;
  if (before.results.length !== after.results.length)
    return `first ${before.results.length} results, then ${after.results.length}`;
  for (const [index, now] of after.results.entries()) {
    const from = order?.[index] ?? index;
    const then = before.results[from];
    if (then === undefined) return undefined;
    const where = `result ${index + 1} of ${after.results.length}`;
    if (now.name !== then.name) return `${where} has another name than before`;
    if ((now.error === '') !== (then.error === ''))
      return `${where} has ${now.error === '' ? 'no' : 'an'} error, unlike before`;
    const key = after.prediction.queries[index]?.key;
    if (now.value !== then.value && key !== undefined && !key.volatile)
      return `${where} has another value than before`;
  }
  return undefined;
}
