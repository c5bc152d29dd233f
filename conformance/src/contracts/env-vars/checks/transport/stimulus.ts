import {
  frame,
  frameFlag,
  frameType,
  headerBlock,
  preface,
  type RawHeader,
  settings,
} from '../../../../driver/raw-frames.js';
import type { Target } from './legal-call.js';

type Bytes = Uint8Array;

/** Malformed traffic on a connection of its own; one of its members says what is wrong. */
export interface Stimulus {
  /** Permanent name, part of the verdict. */
  readonly slug: string;
  /** The message in place of the legal one, correctly framed. */
  message?(legal: Target): Bytes;
  /** The bytes in place of the framed message. */
  payload?(legal: Target): Bytes;
  /** Headers in place of the correct ones; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Everything that is written, preface and all. */
  bytes?(legal: Target): readonly Bytes[];
  /** What happens once `bytes` are written: the peer's answer is awaited unless said. */
  readonly after?: 'cut' | 'end' | 'hold';
}

/** Joins bytes, numbers and texts of Latin-1. */
export function bytesOf(...parts: readonly (Bytes | number | string)[]): Buffer {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === 'number'
        ? Buffer.of(part)
        : typeof part === 'string'
          ? Buffer.from(part, 'latin1')
          : part,
    ),
  );
}

/** Headers of a correct call. */
export function callHeaders({ path }: Target, method = 'POST'): RawHeader[] {
  return [
    [':method', method],
    [':scheme', 'http'],
    [':path', path],
    [':authority', 'localhost'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ];
}

/** A HEADERS frame. */
export function headersFrame(
  headers: readonly RawHeader[],
  stream = 1,
  flags: number = frameFlag.END_HEADERS,
): Buffer {
  return frame(frameType.HEADERS, flags, stream, headerBlock(headers));
}

/** A DATA frame with one framed message. */
export function dataFrame(message: Bytes, stream = 1, flags: number = frameFlag.END_STREAM): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return frame(frameType.DATA, flags, stream, bytesOf(prefix, message));
}

/** A correct call, from the first byte of a connection. */
export function wholeCall(legal: Target, ...between: readonly Bytes[]): Buffer[] {
  return [
    preface,
    settings(),
    headersFrame(callHeaders(legal)),
    ...between.map((part) => Buffer.from(part)),
    dataFrame(legal.message),
  ];
}

/** A correctly opened connection, and then these frames. */
export function opened(...frames: readonly Bytes[]): Bytes[] {
  return [preface, settings(), ...frames];
}

/** A slug with its frames after a correct opening. */
export function frames(
  slug: string,
  make: (legal: Target) => readonly Bytes[],
  after?: Stimulus['after'],
): Stimulus {
  return { slug, bytes: (legal) => opened(...make(legal)), ...(after === undefined ? {} : { after }) };
}

/** A slug with bytes that come without an opening. */
export function bare(slug: string, bytes: Bytes | string, after?: Stimulus['after']): Stimulus {
  return { slug, bytes: () => [bytesOf(bytes)], ...(after === undefined ? {} : { after }) };
}
