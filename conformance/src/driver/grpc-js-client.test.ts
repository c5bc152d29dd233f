import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openGrpcJsClient } from './grpc-js-client.js';
import { answered, end, framed, head } from './testing/answered.js';

const path = '/csi.v1.Identity/Probe';

it('the grpc-js client keeps metadata that it cannot read out of the log', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => logged.mockRestore());
  const { client } = await answered(openGrpcJsClient, (stream) =>
    stream.respond({ ...head, 'x-odd': 'caf\u00e9 s3cr3t', 'grpc-status': '5' }, { endStream: true }),
  );
  await client.unary(path, new Uint8Array(), { timeoutMs: 5000 });
  expect(logged).not.toHaveBeenCalled();
});

it.each([
  { size: 4, gzip: false, calls: 1 },
  { size: 4, gzip: true, calls: 1 },
  { size: 8, gzip: false, calls: 2 },
  { size: 8, gzip: true, calls: 2 },
  { size: 17, gzip: false, calls: 2 },
  { size: 17, gzip: true, calls: 2 },
])(
  'the grpc-js client asks again for what its usual channel does not take: %o',
  async ({ size, gzip, calls }) => {
    const body = Buffer.alloc(size * 1024 * 1024);
    const sent = framed(gzip ? gzipSync(body) : body, gzip);
    let seen = 0;
    const { client } = await answered(openGrpcJsClient, (stream) => {
      seen++;
      end(stream, sent, gzip ? { 'grpc-encoding': 'gzip' } : {});
    });
    await Promise.all(
      Array.from({ length: 3 }, () => client.unary(path, new Uint8Array(), { timeoutMs: 20_000 })),
    );
    expect(seen).toBe(3 * calls);
  },
);
