import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Endpoint } from '../../driver/endpoint.js';
import { quoteWord } from '../../runner/reproduce.js';

/** Where the .proto file is in a checkout, and beside an installed package. */
const usualPath = 'node_modules/@csi-env/proto';

/** The folder of @csi-env/proto: as short as the working folder allows, else where this tool's own dependency is. */
function importPath(): string {
  if (existsSync(join(usualPath, 'csi'))) return usualPath;
  try {
    return dirname(createRequire(import.meta.url).resolve('@csi-env/proto/package.json'));
  } catch {
    return usualPath;
  }
}

/** A grpcurl command (v1.9) for a call. */
export function grpcurlCommand(endpoint: Endpoint, method: string, request: unknown): string {
  const address = endpoint.kind === 'tcp' ? `${endpoint.host}:${endpoint.port}` : endpoint.text;
  const words = [
    'grpcurl',
    '-plaintext',
    '-authority',
    'localhost',
    '-import-path',
    importPath(),
    '-proto',
    'csi/v1_10/csi.proto',
    '-d',
    JSON.stringify(request),
    address,
    method.replace(/^\//, ''),
  ];
  return words.map(quoteWord).join(' ');
}
