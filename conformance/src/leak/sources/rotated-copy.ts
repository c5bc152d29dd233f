import { createReadStream } from 'node:fs';
import { pipeline, type Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Mark } from './file.js';
import { openRegular } from './open-for-scan.js';
import { bounded, reasonOf, type Source, unavailable } from './source.js';

interface Compression {
  readonly name: string;
  readonly magic: readonly number[];
  /** Undefined where Node cannot undo it. */
  readonly undo?: () => Transform;
}

/** Node has it from 22.15 on. */
const { createZstdDecompress } = zlib as { readonly createZstdDecompress?: () => Transform };

const compressions: readonly Compression[] = [
  { name: 'gzip', magic: [0x1f, 0x8b], undo: () => zlib.createGunzip() },
  {
    name: 'zstd',
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    ...(createZstdDecompress === undefined ? {} : { undo: createZstdDecompress }),
  },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
];

async function compressionOf(path: string): Promise<Compression | undefined> {
  const handle = await openRegular(path);
  if (handle === undefined) return undefined;
  try {
    const head = new Uint8Array(8);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return compressions.find(
      ({ magic }) => magic.length <= bytesRead && magic.every((byte, i) => head[i] === byte),
    );
  } finally {
    await handle.close();
  }
}

/** Hands out the content, without compression, until `push` returns false. */
async function pour(
  path: string,
  compression: Compression | undefined,
  push: (chunk: Uint8Array) => boolean,
  signal?: AbortSignal,
): Promise<void> {
  const file = createReadStream(path);
  const undo = compression?.undo?.();
  // The error is the reading's: it comes out of the loop below.
  const content: Readable = undo === undefined ? file : pipeline(file, undo, () => {});
  try {
    for await (const chunk of content) if (signal?.aborted === true || !push(chunk as Uint8Array)) return;
  } finally {
    file.destroy();
    content.destroy();
  }
}

/** Whether the bytes before the mark are those that the marked file had. */
async function hasMark(
  path: string,
  compression: Compression | undefined,
  { size, end }: Pick<Mark, 'size' | 'end'>,
): Promise<boolean> {
  const found = new Uint8Array(end.length);
  const from = size - end.length;
  let at = 0;
  await pour(path, compression, (chunk) => {
    const first = Math.max(from, at);
    const last = Math.min(size, at + chunk.length);
    if (first < last) found.set(chunk.subarray(first - at, last - at), first - from);
    at += chunk.length;
    return at < size;
  });
  return at >= size && Buffer.compare(found, end) === 0;
}

/** Whether a file still begins with what the marked one held. */
export async function beganAs(path: string, mark: Mark): Promise<boolean> {
  const handle = await openRegular(path);
  if (handle === undefined) return false;
  try {
    const found = new Uint8Array(mark.end.length);
    await handle.read(found, 0, found.length, mark.size - found.length);
    return Buffer.compare(found, mark.end) === 0;
  } finally {
    await handle.close();
  }
}

/**
 * A file that a log was copied or compressed to since the mark was set: from the mark where it holds what was before it, else whole.
 * Offsets and lines are those of the content.
 */
export function rotatedCopy(
  path: string,
  mark: Pick<Mark, 'size' | 'end'> | undefined,
  maxBytes: number,
): Source {
  const read: Source['read'] = async (push, signal) => {
    const sink = bounded(push, maxBytes);
    try {
      const compression = await compressionOf(path);
      if (compression !== undefined && compression.undo === undefined)
        return unavailable(`it is compressed by ${compression.name}, which cannot be undone here`);
      let skip = mark !== undefined && (await hasMark(path, compression, mark)) ? mark.size : 0;
      // What is passed over becomes blank, so that places stay those of the content.
      await pour(
        path,
        compression,
        (chunk) => {
          const old = Math.min(skip, chunk.length);
          skip -= old;
          return sink.push(old === 0 ? chunk : blanked(chunk, old));
        },
        signal,
      );
      return sink.result();
    } catch (error) {
      return unavailable(`cannot read the file: ${reasonOf(error)}`);
    }
  };
  return { name: path, read };
}

/** The chunk with its first bytes blank but for line breaks. */
function blanked(chunk: Uint8Array, count: number): Uint8Array {
  return chunk.map((byte, i) => (i < count && byte !== 10 ? 0x20 : byte));
}
