import type { RunContext } from '../../contract.js';
import type { Client } from '../../driver/client.js';
import type { Profile } from '../../profile/profile.js';
import { probe } from './identity.js';

/**
 * Authorities that clients have sent over Unix sockets beside `localhost`. None is among them that is no host: a stock connect-node
 * server is ended by those.
 */
export function otherAuthorities({ endpoint }: Pick<RunContext<Profile>, 'endpoint'>): string[] {
  return ['127.0.0.1', 'unix', ...(endpoint.kind === 'unix' ? [endpoint.path] : [])];
}

/**
 * The context with another `:authority` on every call, for a driver that serves Probe under that one and not under `localhost`;
 * undefined for all others. So transport/authority alone is blamed, and the rest of the contract can still be tested.
 */
export async function underOtherAuthority(
  context: RunContext<Profile>,
): Promise<RunContext<Profile> | undefined> {
  if (context.clientKind !== 'wire') return undefined;
  for (const authority of otherAuthorities(context)) {
    const client = withAuthority(await context.openClient('wire'), authority);
    const { answer } = await probe((path, message) =>
      client.unary(path, message, { timeoutMs: context.options.timeoutMs, signal: context.signal }),
    );
    await client.close();
    if (answer.code !== 0) continue;
    return {
      ...context,
      openClient: async (kind) => withAuthority(await context.openClient(kind), authority),
    };
  }
  return undefined;
}

function withAuthority(client: Client, authority: string): Client {
  return {
    ...client,
    unary: (path, message, options) =>
      client.unary(path, message, {
        ...options,
        departure: {
          ...options.departure,
          headers: { ':authority': authority, ...options.departure?.headers },
        },
      }),
  };
}
