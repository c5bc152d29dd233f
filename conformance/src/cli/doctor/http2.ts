import { connectSocket } from '../../driver/endpoint.js';
import type { Examine, Finding } from './finding.js';

/** RFC 9113, 3.4: the preface of a client, and its empty SETTINGS frame. */
const preface = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const frameHeader = 9;
const settingsType = 4;

/** The listener speaks HTTP/2 without TLS, as gRPC over a local socket does. */
export const examineHttp2: Examine = async function* (endpoint, timeoutMs, signal) {
  const socket = await connectSocket(endpoint, timeoutMs, signal).catch(() => undefined);
  if (socket === undefined) {
    yield {
      step: 'HTTP/2',
      state: 'fail',
      text: 'the second connection is not accepted',
      cure: 'the driver ended, or takes one connection only; look at its log',
    };
    return;
  }
  const answer = await new Promise<Buffer | 'closed' | 'silent'>((resolve) => {
    let got: Buffer = Buffer.alloc(0);
    const timer = setTimeout(() => resolve('silent'), timeoutMs);
    const leave = (): void => void socket.destroy();
    signal.addEventListener('abort', leave, { once: true });
    const end = (result: Buffer | 'closed'): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      resolve(result);
    };
    socket.on('data', (chunk: Buffer) => {
      got = Buffer.concat([got, chunk]);
      if (got.length >= frameHeader) end(got);
    });
    socket.on('error', () => end('closed'));
    socket.on('close', () => end(got.length > 0 ? got : 'closed'));
    socket.write(preface);
  });
  socket.destroy();
  yield judge(answer);
};

function judge(answer: Buffer | 'closed' | 'silent'): Finding {
  const fail = (text: string, cure: string): Finding => ({ step: 'HTTP/2', state: 'fail', text, cure });
  if (answer === 'silent')
    return fail(
      'it accepts the connection and says nothing',
      'the driver hangs, or this is not a gRPC socket; look at its log',
    );
  if (answer === 'closed')
    return fail(
      'it closes the connection without a word',
      'this is not a gRPC socket, or the driver wants TLS or a proxy protocol; serve plain gRPC on it',
    );
  if (answer[3] === settingsType && answer.length >= frameHeader)
    return { step: 'HTTP/2', state: 'ok', text: 'it speaks HTTP/2' };
  const text = answer.subarray(0, 5).toString('latin1');
  if (text === 'HTTP/')
    return fail(
      'it speaks HTTP/1',
      'this is another service, or a proxy; name the gRPC socket of the driver',
    );
  if (answer[0] === 0x15 || answer[0] === 0x16)
    return fail('it speaks TLS', 'serve plain gRPC on the local socket: its mode protects it');
  return fail('it does not speak HTTP/2', 'this is another service; name the gRPC socket of the driver');
}
