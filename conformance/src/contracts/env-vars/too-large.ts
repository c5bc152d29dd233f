import { type Answer, statusCode } from '../../driver/answer.js';
import { type EnvRequest, responseSize } from './request.js';

/**
 * Why a driver may refuse a call that other drivers serve: the request, or the values that it asks for, are over its payload.
 * Undefined where neither is, and for a status that neither allows.
 *
 * Source: request/payload-size (INVALID_ARGUMENT), values/response-size (any status other than OK).
 *
 * @param size bytes of the request as it was sent
 * @param limit bytes of the driver's payload
 * @param servedBytes bytes of the smallest value that each key was served with; others may be empty
 */
export function whyTooLarge(
  request: EnvRequest,
  size: number,
  answer: Pick<Answer, 'code' | 'failure'>,
  limit: number,
  servedBytes: ReadonlyMap<string, number>,
): string | undefined {
  if (answer.failure !== undefined || answer.code === statusCode.OK) return undefined;
  const over = (what: string, bytes: number): string =>
    `${what} has ${bytes} bytes, and the driver's max_total_payload_bytes is ${limit}`;
  if (size > limit)
    return answer.code === statusCode.INVALID_ARGUMENT ? over('the request', size) : undefined;
  const least = responseSize(
    request.queries.map(({ name, key }) => ({ name, valueBytes: servedBytes.get(key) ?? 0 })),
  );
  return least > limit ? over('the answer', least) : undefined;
}
