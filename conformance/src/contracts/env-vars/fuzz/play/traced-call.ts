import type { Answer } from '../../../../driver/answer.js';
import type { CallOptions, Client } from '../../../../driver/client.js';
import { getEnvVars, type Shared } from '../../tools.js';
import { traceCall } from '../../trace-call.js';

/** Calls a method, NodeGetEnvVars unless said, and tells it for `--trace` as `what`. */
export async function tracedCall(
  { context }: Pick<Shared, 'context'>,
  client: Client,
  what: string,
  message: Uint8Array,
  options: CallOptions,
  path = getEnvVars,
): Promise<Answer> {
  const answer = await client.unary(path, message, options);
  traceCall(context, 'fuzz', what, answer);
  return answer;
}

/** What a message says that is not the canonical encoding of a request, for `--trace`. */
export function rawText({ length }: Uint8Array): string {
  return `NodeGetEnvVars ${length} raw ${length === 1 ? 'byte' : 'bytes'}`;
}
