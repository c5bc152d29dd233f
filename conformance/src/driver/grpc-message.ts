import { gunzipSync, inflateSync } from 'node:zlib';
import { statusCode } from './answer.js';

/** Largest response message that a client takes, in bytes; far above every limit of a contract. */
export const maxMessageBytes = 16 * 1024 * 1024;

const prefixBytes = 5;

/** Puts the gRPC prefix before a message. */
export function frameMessage(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(prefixBytes + message.length);
  writePrefix(frame, message.length);
  frame.set(message, prefixBytes);
  return frame;
}

/** The gRPC prefix of a message that is not compressed: a flag and the length. */
export function messagePrefix(length: number): Buffer {
  const prefix = Buffer.allocUnsafe(prefixBytes);
  writePrefix(prefix, length);
  return prefix;
}

function writePrefix(frame: Buffer, length: number): void {
  frame[0] = 0;
  frame.writeUInt32BE(length, 1);
}

/** Collects the one message of a unary answer; every method returns an error text when the peer breaks the framing. */
export interface MessageReader {
  push(chunk: Buffer): string | undefined;
  /** The decompressed message, nothing when none came, or what is wrong. */
  finish(encoding: string): { body?: Uint8Array; error?: string };
}

/** Creates a reader that never buffers more than {@link maxMessageBytes}. */
export function readMessage(): MessageReader {
  let prefix: Buffer = Buffer.alloc(0);
  let length = -1;
  let flag = 0;
  const parts: Buffer[] = [];
  let got = 0;
  return {
    push(chunk) {
      if (length < 0) {
        prefix = prefix.length === 0 ? chunk : Buffer.concat([prefix, chunk]);
        if (prefix.length < 5) return undefined;
        flag = prefix[0] ?? 0;
        length = prefix.readUInt32BE(1);
        if (flag > 1) return `the message prefix has the unknown flag ${flag}`;
        if (length > maxMessageBytes) return `the message prefix announces ${length} bytes`;
        chunk = prefix.subarray(5);
        if (chunk.length === 0) return undefined;
      }
      got += chunk.length;
      if (got > length) return 'more bytes came than the message prefix announces, or a second message';
      parts.push(chunk);
      return undefined;
    },
    finish(encoding) {
      if (length < 0) return prefix.length === 0 ? {} : { error: 'the message prefix is cut short' };
      if (got < length) return { error: `the message is cut short: ${got} of ${length} bytes came` };
      const raw = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      if (flag === 0) return { body: raw };
      return decompress(raw, encoding);
    },
  };
}

function decompress(raw: Buffer, encoding: string): { body?: Uint8Array; error?: string } {
  const options = { maxOutputLength: maxMessageBytes };
  try {
    if (encoding === 'gzip') return { body: gunzipSync(raw, options) };
    if (encoding === 'deflate') return { body: inflateSync(raw, options) };
    return { error: 'the message is compressed with an encoding that was not offered' };
  } catch {
    return { error: 'the message cannot be decompressed' };
  }
}

/** Decodes a grpc-message header; what is no valid percent-encoding stays as it is. */
export function decodeStatusMessage(text: string): string {
  if (!text.includes('%')) return Buffer.from(text, 'latin1').toString('utf8');
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = text.slice(i + 1, i + 3);
    if (text[i] === '%' && /^[0-9a-fA-F]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else {
      bytes.push(text.charCodeAt(i) & 0xff);
    }
  }
  return Buffer.from(bytes).toString('utf8');
}

/** The status that a block of headers or trailers carries; undefined where it carries none. A code that is no number is UNKNOWN. */
export function statusIn(
  status: string | undefined,
  message: string | undefined,
): { readonly code: number; readonly message: string } | undefined {
  if (status === undefined) return undefined;
  const code = /^\d{1,9}$/.test(status) ? Number(status) : statusCode.UNKNOWN;
  return { code, message: decodeStatusMessage(message ?? '') };
}
