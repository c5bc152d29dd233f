import type { ServerHttp2Stream } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answer.js';
import { type Client, clientKinds } from './client.js';
import { openClient } from './open-client.js';
import { answered, end, framed } from './testing/answered.js';

const path = '/csi.v1.Identity/Probe';
const mebibyte = 1024 * 1024;
const call = (client: Client, timeoutMs = 20_000): Promise<Answer> =>
  client.unary(path, new Uint8Array(), { timeoutMs });

describe.each(clientKinds)('the client %s', (kind) => {
  const against = (answer: (stream: ServerHttp2Stream) => void): ReturnType<typeof answered> =>
    answered((endpoint) => openClient(kind, endpoint), answer);

  it.each([
    { size: 4, gzip: false },
    { size: 4, gzip: true },
    { size: 8, gzip: false },
    { size: 8, gzip: true },
  ])('reads %o MiB, of several calls at once', async ({ size, gzip }) => {
    const body = Buffer.alloc(size * mebibyte, 'env');
    const sent = framed(gzip ? gzipSync(body) : body, gzip);
    const { client } = await against((stream) => end(stream, sent, gzip ? { 'grpc-encoding': 'gzip' } : {}));
    for (const answer of await Promise.all([call(client), call(client), call(client)])) {
      expect(answer.code).toBe(0);
      expect(answer.body !== undefined && body.equals(answer.body)).toBe(true);
    }
  });

  it.each([false, true])('refuses 17 MiB (compressed: %o)', async (gzip) => {
    const body = Buffer.alloc(17 * mebibyte);
    const sent = framed(gzip ? gzipSync(body) : body, gzip);
    const { client } = await against((stream) => end(stream, sent, gzip ? { 'grpc-encoding': 'gzip' } : {}));
    const answer = await call(client);
    expect(answer.code).not.toBe(0);
    expect(answer.body).toBeUndefined();
  });

  it('gives an answer byte for byte, with fields that it does not know', async () => {
    // Field 1 as a group, 536870911 as a varint, field 9 twice.
    const odd = Buffer.from('0b0c f8ffffff0f7f 4a0161 4a0162'.replaceAll(' ', ''), 'hex');
    const { client } = await against((stream) => end(stream, framed(odd)));
    const { code, body } = await call(client);
    expect(code).toBe(0);
    expect(Buffer.from(body ?? []).toString('hex')).toBe(odd.toString('hex'));
  });

  it.each([
    ['a second message', Buffer.concat([framed(Buffer.from('a')), framed(Buffer.from('b'))])],
    ['a message that is cut short', framed(Buffer.from('abcdef')).subarray(0, -2)],
    ['a prefix that is cut short', Buffer.alloc(3)],
    ['no message', Buffer.alloc(0)],
    ['a compressed message that is none', framed(Buffer.from('abc'), true)],
  ])('takes %s for no good answer', async (_, sent) => {
    const { client } = await against((stream) => end(stream, sent, { 'grpc-encoding': 'gzip' }));
    // grpc-js reads no second message, and waits for the end of the call.
    const { code, body } = await call(client, 1000);
    expect([code === 0, body?.length ?? 0]).not.toEqual([true, 1]);
    if (sent.length > 0) expect(code).not.toBe(0);
    else expect(body?.length ?? 0).toBe(0);
  });

  it('reads the status of an answer, whatever its details say', async () => {
    // google.rpc.Status with code 5 and message "other".
    const details = Buffer.from(`08051205${Buffer.from('other').toString('hex')}`, 'hex').toString('base64');
    const { client } = await against((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () =>
        stream.sendTrailers({
          'grpc-status': '7',
          'grpc-message': 'caf%C3%A9 is closed',
          'grpc-status-details-bin': details,
        }),
      );
      stream.end();
    });
    const { code, message, trailers } = await call(client);
    expect({ code, message }).toEqual({ code: 7, message: 'café is closed' });
    expect(Object.fromEntries(trailers)).toHaveProperty('grpc-status-details-bin');
  });

  it('gives metadata beyond ASCII a character for each byte, unless its library leaves it out', async () => {
    const bytes = Buffer.from('密钥 in UTF-8');
    const { client } = await against((stream) => {
      end(stream, framed(new Uint8Array()), { 'x-debug': bytes.toString('latin1') });
    });
    const { headers } = await call(client);
    const got = headers.find(([name]) => name === 'x-debug')?.[1];
    expect(got === undefined ? undefined : Buffer.from(got, 'latin1')).toEqual(
      kind === 'grpc-js' ? undefined : bytes,
    );
  });

  it('leaves no connection open, not even one on which a call broke', async () => {
    let calls = 0;
    const { client, sockets } = await against((stream) => {
      if (calls++ > 0) return end(stream, framed(new Uint8Array()));
      stream.session?.goaway(2);
    });
    await call(client);
    await call(client);
    expect(sockets.length).toBeGreaterThan(0);
    const closed = sockets.map(
      (socket) => socket.destroyed || new Promise((resolve) => socket.once('close', () => resolve(true))),
    );
    await client.close();
    expect(await Promise.all(closed)).toEqual(sockets.map(() => true));
  });
});
