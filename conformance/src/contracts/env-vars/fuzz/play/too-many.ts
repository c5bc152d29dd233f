import { statusCode } from '../../../../driver/answer.js';
import type { EnvRequest } from '../../request.js';
import { make, type Round } from './hands.js';

/** batch/scales: whether as many queries with next to nothing in them are refused, too. */
export async function isTooMany(round: Round, request: EnvRequest): Promise<boolean> {
  const [query] = round.hands.legal?.queries ?? [];
  if (query === undefined || request.queries.length < 2) return false;
  const count = Math.min(request.queries.length, 100);
  const queries = Array.from({ length: count }, (_, index) => ({ ...query, name: `N${index}` }));
  const { prediction, answer } = await make(round, { ...request, queries });
  return (
    prediction.violations.length === 0 &&
    prediction.fits === 'yes' &&
    answer.failure === undefined &&
    answer.code !== statusCode.OK
  );
}
