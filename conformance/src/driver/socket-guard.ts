import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** What a guarded connection was closed for. */
export interface GuardTrip {
  readonly reason: 'goaway' | 'budget';
  /** HTTP/2 error code of the GOAWAY that our own side wrote; 0 for a byte budget. */
  readonly code: number;
}

/** A byte stream around a socket that ends what node:http2 would leave hanging. */
export interface GuardedSocket {
  readonly stream: Duplex;
  /** Set once the guard closed the connection. */
  trip(): GuardTrip | undefined;
  /** Starts the byte budget anew; call it when a call has ended. */
  renew(): void;
}

const prefaceLength = 24;
const goaway = 7;
/** How long a peer may leave its side open after ours has ended. */
const lingerMs = 1000;

/**
 * Wraps a socket for node:http2.
 *
 * nghttp2 answers some broken input (an endless header, an oversized trailer, a SETTINGS frame of more than 32 entries) with a
 * GOAWAY, after which Node emits nothing. The guard reads the headers of outbound frames, and destroys the socket when our own
 * side wrote a GOAWAY with an error. It also ends a connection over which more bytes came than the budget allows.
 */
export function guardSocket(socket: Socket, budgetBytes: number): GuardedSocket {
  let trip: GuardTrip | undefined;
  let received = 0;
  let lingering: NodeJS.Timeout | undefined;
  const outbound = frameHeaders((type, payload) => {
    if (type !== goaway || payload.length < 8) return;
    const code = payload.readUInt32BE(4);
    if (code === 0) return;
    trip ??= { reason: 'goaway', code };
    setImmediate(() => stream.destroy());
  });
  const stream = new Duplex({
    allowHalfOpen: true,
    read() {
      socket.resume();
    },
    write(chunk: Buffer, _encoding, done) {
      outbound(chunk);
      socket.write(chunk, done);
    },
    // Head and message of calls that start together go out in one write.
    writev(chunks, done) {
      for (const { chunk } of chunks) outbound(chunk);
      socket.cork();
      for (const [index, { chunk }] of chunks.entries())
        socket.write(chunk, index === chunks.length - 1 ? done : undefined);
      socket.uncork();
    },
    final(done) {
      socket.end(done);
      // A peer that never ends its own side would keep the socket for ever.
      lingering = setTimeout(() => stream.destroy(), lingerMs).unref();
    },
    destroy(_error, done) {
      clearTimeout(lingering);
      socket.destroy();
      done(null);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > budgetBytes) {
      trip ??= { reason: 'budget', code: 0 };
      stream.destroy();
      return;
    }
    if (!stream.push(chunk)) socket.pause();
  });
  socket.on('end', () => stream.push(null));
  socket.on('error', () => stream.destroy());
  socket.on('close', () => stream.destroy());
  return {
    stream,
    trip: () => trip,
    renew: () => {
      received = 0;
    },
  };
}

/** Follows the frame boundaries of an outbound HTTP/2 byte stream; hands the first 8 payload bytes of each frame on. */
function frameHeaders(onFrame: (type: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let skip = prefaceLength;
  const header = Buffer.alloc(17);
  let have = 0;
  let payloadLength = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (skip > 0) {
        const n = Math.min(skip, chunk.length - at);
        skip -= n;
        at += n;
        continue;
      }
      if (have < 9) {
        const n = Math.min(9 - have, chunk.length - at);
        chunk.copy(header, have, at, at + n);
        have += n;
        at += n;
        if (have < 9) continue;
        payloadLength = header.readUIntBE(0, 3);
      }
      const wanted = 9 + Math.min(8, payloadLength);
      if (have < wanted) {
        const n = Math.min(wanted - have, chunk.length - at);
        chunk.copy(header, have, at, at + n);
        have += n;
        at += n;
        if (have < wanted) continue;
      }
      onFrame(header[3] ?? 0, header.subarray(9, wanted));
      skip = payloadLength - (wanted - 9);
      have = 0;
    }
  };
}
