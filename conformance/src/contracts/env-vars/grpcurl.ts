import type { Endpoint } from '../../driver/endpoint.js';
import { quoteWord } from '../../runner/reproduce.js';

/** A grpcurl command (v1.9) for a call; run in a checkout, or wherever `proto/` of @csi-env/proto is. */
export function grpcurlCommand(endpoint: Endpoint, method: string, request: unknown): string {
  const address = endpoint.kind === 'tcp' ? `${endpoint.host}:${endpoint.port}` : endpoint.text;
  const words = [
    'grpcurl',
    '-plaintext',
    '-authority',
    'localhost',
    '-import-path',
    'node_modules/@csi-env/proto',
    '-proto',
    'csi/v1_10/csi.proto',
    '-d',
    JSON.stringify(request),
    address,
    method.replace(/^\//, ''),
  ];
  return words.map(quoteWord).join(' ');
}
