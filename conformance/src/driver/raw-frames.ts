import type { Socket } from 'node:net';
import { connectSocket, type Endpoint } from './endpoint.js';

/** Frame types of HTTP/2 (RFC 9113, section 6). */
export const frameType = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

/** Flags of frames; which ones a frame knows depends on its type. */
export const frameFlag = { END_STREAM: 1, ACK: 1, END_HEADERS: 4, PADDED: 8 } as const;

/** What a client sends before its first frame. */
export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

const nothing = Buffer.alloc(0);
const inboundLimit = 1024 * 1024;

/** Writes a frame; `announced` is the length that its header claims, the payload's own unless said. */
export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = nothing,
  announced = payload.length,
): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(announced & 0xffffff, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(stream >>> 0, 5);
  return Buffer.concat([header, payload]);
}

/** Writes a SETTINGS frame. */
export function settings(entries: readonly (readonly [id: number, value: number])[] = []): Buffer {
  const payload = Buffer.alloc(6 * entries.length);
  for (const [index, [id, value]] of entries.entries()) {
    payload.writeUInt16BE(id, 6 * index);
    payload.writeUInt32BE(value >>> 0, 6 * index + 2);
  }
  return frame(frameType.SETTINGS, 0, 0, payload);
}

/** A header field; bytes where its value is no ASCII. */
export type RawHeader = readonly [name: string, value: string | Uint8Array];

/** Writes a header block of literals without index and without Huffman coding (RFC 7541, section 6.2.2). */
export function headerBlock(headers: readonly RawHeader[]): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of headers) {
    const text = typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value);
    parts.push(
      Buffer.of(0),
      stringLength(Buffer.byteLength(name, 'latin1')),
      Buffer.from(name, 'latin1'),
      stringLength(text.length),
      text,
    );
  }
  return Buffer.concat(parts);
}

/** An integer with a prefix of seven bits (RFC 7541, section 5.1). */
function stringLength(length: number): Buffer {
  if (length < 127) return Buffer.of(length);
  const bytes = [127];
  let rest = length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** What the peer did first: ended a stream, reset one, sent GOAWAY, closed the connection, or nothing in time. */
export type RawOutcome = 'ended' | 'reset' | 'goaway' | 'closed' | 'silent';

/** A connection over which any bytes can be sent. */
export interface RawConnection {
  /** Writes bytes; what the peer no longer takes is dropped. */
  write(...bytes: readonly Uint8Array[]): void;
  /** Ends our own direction and goes on reading. */
  end(): void;
  /** Cuts the connection, without GOAWAY. */
  destroy(): void;
  /** Waits for what the peer does, at most so long; streams without an answer of their own never end it. */
  outcome(timeoutMs: number): Promise<RawOutcome>;
  /** Waits until the peer closed the connection, at most so long. */
  closed(timeoutMs: number): Promise<boolean>;
}

/**
 * Opens a plain connection for raw HTTP/2 frames. It acknowledges the peer's settings and follows its frames as far as
 * {@link RawOutcome} needs; it takes at most 1 MiB and never throws once it is open.
 */
export async function openRawConnection(endpoint: Endpoint, timeoutMs: number): Promise<RawConnection> {
  const socket = await connectSocket(endpoint, timeoutMs);
  let first: RawOutcome | undefined;
  let received = 0;
  const waiting = new Set<() => void>();
  const happened = (outcome: RawOutcome): void => {
    first ??= outcome;
    for (const wake of waiting) wake();
  };
  const follow = followFrames((type, flags, stream) => {
    if (type === frameType.SETTINGS && (flags & frameFlag.ACK) === 0)
      write(socket, frame(frameType.SETTINGS, frameFlag.ACK, 0));
    if (type === frameType.RST_STREAM) happened('reset');
    if (type === frameType.GOAWAY) happened('goaway');
    if (
      (type === frameType.HEADERS || type === frameType.DATA) &&
      stream > 0 &&
      (flags & frameFlag.END_STREAM) !== 0
    )
      happened('ended');
  });
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > inboundLimit) socket.destroy();
    else follow(chunk);
  });
  socket.on('error', () => socket.destroy());
  socket.on('end', () => happened('closed'));
  socket.on('close', () => happened('closed'));
  const wait = (done: () => boolean, ms: number): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!done()) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(check);
        resolve();
      }, ms);
      waiting.add(check);
      check();
    });
  const gone = (): boolean => socket.destroyed || socket.readableEnded;
  return {
    write: (...bytes) => write(socket, ...bytes),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
    async outcome(ms) {
      await wait(() => first !== undefined, ms);
      return first ?? 'silent';
    },
    async closed(ms) {
      await wait(gone, ms);
      return gone();
    },
  };
}

function write(socket: Socket, ...bytes: readonly Uint8Array[]): void {
  for (const part of bytes) if (socket.writable) socket.write(part);
}

/**
 * Follows the frame boundaries of an inbound byte stream, from behind the first `skip` bytes on; what is no HTTP/2 is read as frames of
 * odd types.
 */
export function followFrames(
  onFrame: (type: number, flags: number, stream: number) => void,
  skip = 0,
): (chunk: Buffer) => void {
  const header = Buffer.alloc(9);
  let have = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      const taken = Math.min(skip > 0 ? skip : 9 - have, chunk.length - at);
      if (skip > 0) skip -= taken;
      else {
        chunk.copy(header, have, at, at + taken);
        have += taken;
      }
      at += taken;
      if (have < 9) continue;
      have = 0;
      skip = header.readUIntBE(0, 3);
      onFrame(header[3] ?? 0, header[4] ?? 0, header.readUInt32BE(5) & 0x7fffffff);
    }
  };
}
