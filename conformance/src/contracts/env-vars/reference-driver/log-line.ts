import { type CallContext, type EnvVarsContext, isEnvVars } from './hooks.js';

/** What a class name may take in a line of the log. */
const maxClassLength = 253;

/**
 * The line that the driver logs for a call: method, class, number of keys, code.
 *
 * `privacy/logs` (D15): never a value. What the caller sent is quoted, so that it cannot forge a line.
 */
export function logLine(method: string, code: string, context: CallContext | EnvVarsContext): string {
  if (!isEnvVars(context)) return `${method} code=${code}`;
  const { providerClassName, queries } = context.request;
  const name = JSON.stringify(providerClassName.slice(0, maxClassLength));
  return `${method} class=${name} keys=${queries.length} code=${code}`;
}
