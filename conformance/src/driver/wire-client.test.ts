import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Http2Server } from 'node:http2';
import { createServer as createRawServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEndpoint } from './endpoint.js';
import { frame, frameType, settings } from './raw-frames.js';
import { openWireClient } from './wire-client.js';

const folder = mkdtempSync(join(tmpdir(), 'csi-env-wire-'));
const socket = join(folder, 's');
let server: Http2Server;
/** For each connection that ended, whether its client said GOAWAY first. */
let polite: boolean[];
let ended: (() => void) | undefined;
let called: (() => void) | undefined;

beforeEach(async () => {
  polite = [];
  server = createServer();
  server.on('session', (session) => {
    let said = false;
    session.on('goaway', () => {
      said = true;
    });
    session.on('error', () => {});
    session.on('close', () => {
      polite.push(said);
      ended?.();
    });
  });
  server.on('stream', (stream) => {
    called?.();
    stream.on('error', () => {});
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    setTimeout(() => {
      if (stream.destroyed) return;
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.end(Buffer.alloc(5));
    }, 5);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(socket, { force: true });
});

/** Makes twenty calls on a connection of their own and closes the client behind them, or among them. */
async function callAndLeave(how: 'served' | 'cancelled' | 'open'): Promise<void> {
  const client = openWireClient(parseEndpoint(`unix://${socket}`));
  // Before that there is no connection to leave.
  const begun = new Promise<void>((resolve) => {
    called = resolve;
  });
  const abort = new AbortController();
  setMaxListeners(100, abort.signal);
  const calls = Array.from({ length: 20 }, () =>
    client.unary('/a.b/C', new Uint8Array(), { timeoutMs: 2000, signal: abort.signal }),
  );
  const gone = new Promise<void>((resolve) => {
    ended = resolve;
  });
  if (how === 'served') await Promise.all(calls);
  else await begun;
  if (how === 'cancelled') abort.abort();
  await client.close();
  await Promise.all(calls);
  await gone;
}

describe('the wire client', () => {
  it.each(['served', 'cancelled', 'open'] as const)(
    'says GOAWAY before it leaves a connection whose calls are %s',
    async (how) => {
      for (let time = 0; time < 5; time++) await callAndLeave(how);
      expect(polite).toEqual([true, true, true, true, true]);
    },
  );

  it('tells what refused a call whose time ran out over connections that went on refusing it', async () => {
    const refusing = createRawServer((connection) => {
      connection.on('error', () => {}).resume();
      connection.write(settings([]));
      // The first connection is told at once, the next ones hang.
      if (++connections === 1) connection.write(frame(frameType.GOAWAY, 0, 0, Buffer.alloc(8)));
    });
    let connections = 0;
    const path = join(folder, 'refusing');
    await new Promise<void>((resolve) => refusing.listen(path, resolve));
    const client = openWireClient(parseEndpoint(`unix://${path}`));
    const answer = await client.unary('/a.b/C', new Uint8Array(), { timeoutMs: 300 });
    await client.close();
    await new Promise((resolve) => refusing.close(resolve));
    expect({ connections, failure: answer.failure, text: answer.message }).toEqual({
      connections: 2,
      failure: 'closed',
      text: expect.stringContaining('GOAWAY'),
    });
  });
});
