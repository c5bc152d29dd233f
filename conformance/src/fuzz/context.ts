import type { RunContext } from '../contract.js';
import type { Client } from '../driver/client.js';
import { openClient } from '../driver/open-client.js';
import type { RunTarget } from '../runner/run-options.js';
import type { CampaignOptions } from './campaign-options.js';

/** What a contract is given to fuzz with, and what closes every client that it opened. */
export interface FuzzContext {
  readonly context: RunContext<unknown>;
  /** Never rejects. */
  close(): Promise<void>;
}

/** Makes the context of a campaign or a replay. */
export function fuzzContext(
  { endpoint, spawned }: RunTarget,
  options: Pick<
    CampaignOptions,
    'profile' | 'client' | 'timeoutMs' | 'startupTimeoutMs' | 'seed' | 'stage' | 'safe' | 'trace'
  >,
  signal: AbortSignal,
): FuzzContext {
  const clients = new Set<Client>();
  return {
    context: {
      endpoint,
      clientKind: options.client,
      profile: options.profile,
      options: {
        timeoutMs: options.timeoutMs,
        startupTimeoutMs: options.startupTimeoutMs,
        seed: options.seed,
        stage: options.stage,
        safe: options.safe,
      },
      signal,
      trace: options.trace ?? (() => {}),
      ...(spawned === undefined ? {} : { spawned }),
      async openClient(kind = options.client) {
        const client = await openClient(kind, endpoint);
        clients.add(client);
        return {
          ...client,
          close: () => {
            clients.delete(client);
            return client.close();
          },
        };
      },
    },
    async close() {
      await Promise.all([...clients].map((client) => client.close().catch(() => {})));
    },
  };
}
