import type { RunContext } from '../../contract.js';
import { type Answer, codeName } from '../../driver/answer.js';
import type { EnvRequest } from './request.js';

/**
 * Tells a call for `--trace`, without values.
 *
 * @param by the check that made it
 * @param what the method, and how much was asked
 */
export function traceCall(
  { trace }: Pick<RunContext<unknown>, 'trace'>,
  by: string,
  what: string,
  answer: Answer,
): void {
  const failure = answer.failure === undefined ? '' : ` (${answer.failure})`;
  trace(`${by}: ${what} -> ${codeName(answer.code)}${failure} in ${answer.durationMs.toFixed(1)} ms`);
}

/** What a NodeGetEnvVars call asks, for {@link traceCall}. */
export function askedText({ queries }: EnvRequest): string {
  return `NodeGetEnvVars ${queries.length} ${queries.length === 1 ? 'query' : 'queries'}`;
}
