import { envVarInjection, type Hints } from '../contracts/env-vars/facts.js';
import { getPluginCapabilities, getPluginInfo, nodeGetCapabilities } from '../contracts/env-vars/identity.js';
import { answered, codeName } from '../driver/answer.js';
import type { Client } from '../driver/client.js';
import { UnreachableError } from '../errors.js';
import { invocation } from '../invocation.js';

/** What a driver says of itself. */
export interface DriverAnswers {
  readonly name: string;
  readonly vendorVersion: string;
  /** Whether it lists ENV_VAR_INJECTION. */
  readonly advertised: boolean;
  readonly hints: Hints | undefined;
}

/**
 * Asks a driver for its name, version, capability and hints.
 *
 * @throws UnreachableError when it does not answer as a CSI driver, or the signal is aborted before it has answered
 */
export async function askDriver(
  client: Client,
  endpoint: string,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<DriverAnswers> {
  const invoke = (path: string, message: Uint8Array) => client.unary(path, message, options);
  const info = await getPluginInfo(invoke);
  if (info.message === undefined) {
    const { answer } = info;
    const why = answered(answer) ? `GetPluginInfo answers ${codeName(answer.code)}` : answer.message;
    throw new UnreachableError(
      `cannot ask ${endpoint}: ${why}`,
      `${invocation} doctor --endpoint ${endpoint} says why`,
    );
  }
  const plugin = await getPluginCapabilities(invoke);
  const node = await nodeGetCapabilities(invoke);
  if (options.signal.aborted) throw new UnreachableError('interrupted before the driver had answered');
  const hints = plugin.message?.capabilities.find(({ type }) => type.case === 'envVarInjection')?.type.value;
  return {
    name: info.message.name,
    vendorVersion: info.message.vendorVersion,
    advertised: (node.message?.capabilities ?? []).some(
      ({ type }) => type.case === 'rpc' && (type.value.type as number) === envVarInjection,
    ),
    hints: hints as Hints | undefined,
  };
}
