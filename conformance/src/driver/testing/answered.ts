import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Client } from '../client.js';
import type { Endpoint } from '../endpoint.js';

/** Headers that an answer of gRPC begins with. */
export const head = { ':status': 200, 'content-type': 'application/grpc' };

/** A client of a server, and the connections that the server has had of it. */
export interface Answered {
  readonly client: Client;
  readonly sockets: readonly Socket[];
}

/** Opens a client of a server that answers each call as told; both end with the test. */
export async function answered(
  open: (endpoint: Endpoint) => Client | Promise<Client>,
  answer: (stream: ServerHttp2Stream) => void,
): Promise<Answered> {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-client-'));
  const path = join(folder, 'csi.sock');
  const sockets: Socket[] = [];
  // In MB; usually a server refuses further streams after 10 that wait to be read.
  const server = createServer({ maxSessionMemory: 200 })
    .on('connection', (socket: Socket) => sockets.push(socket))
    .on('sessionError', () => {})
    .on('stream', (stream) => {
      stream.on('error', () => {});
      answer(stream);
    });
  server.listen(path);
  await once(server, 'listening');
  const client = await open({ kind: 'unix', path, text: `unix://${path}` });
  onTestFinished(async () => {
    await client.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { client, sockets };
}

/** Ends a call well, with these bytes as its body, framed or not. */
export function end(stream: ServerHttp2Stream, body: Uint8Array, headers: Record<string, string> = {}): void {
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.respond({ ...head, ...headers }, { waitForTrailers: true });
  stream.end(body);
}

/** A message behind its prefix of gRPC. */
export function framed(message: Uint8Array, compressed = false): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = compressed ? 1 : 0;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
