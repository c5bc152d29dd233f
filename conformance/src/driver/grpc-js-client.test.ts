import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openGrpcJsClient } from './grpc-js-client.js';

it('the grpc-js client keeps metadata that it cannot read out of the log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-client-'));
  const path = join(folder, 'csi.sock');
  const server = createServer().on('stream', (stream) => {
    stream.on('error', () => {});
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'x-odd': 'caf\u00e9 s3cr3t', 'grpc-status': '5' },
      { endStream: true },
    );
  });
  server.listen(path);
  await once(server, 'listening');
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const client = openGrpcJsClient({ kind: 'unix', path, text: `unix://${path}` });
  onTestFinished(async () => {
    await client.close();
    server.close();
    logged.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  });
  await client.unary('/csi.v1.Identity/Probe', new Uint8Array(), { timeoutMs: 5000 });
  expect(logged).not.toHaveBeenCalled();
});
