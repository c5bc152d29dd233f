import { again } from './again.js';
import type { Client, ClientKind } from './client.js';
import type { Endpoint } from './endpoint.js';

/** Opens a client of the kind asked for; the stock stacks are loaded only when they are used. */
export async function openClient(kind: ClientKind, endpoint: Endpoint): Promise<Client> {
  switch (kind) {
    case 'wire':
      return (await import('./wire-client.js')).openWireClient(endpoint);
    case 'grpc-js':
      return again((await import('./grpc-js-client.js')).openGrpcJsClient(endpoint));
    case 'connect':
      return again((await import('./connect-client.js')).openConnectClient(endpoint));
  }
}
