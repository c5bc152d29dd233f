import { createReadStream } from 'node:fs';
import { pipeline, type Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { FileEnd } from './file-end.js';
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

/** What a file that a log was rotated to is compared with, since not all that it holds need be of the run. */
export interface RotatedFrom {
  /** What is old where the file begins with it: the log as it ended, and the file itself if it grew. */
  readonly beginnings: readonly FileEnd[];
  /** What stood beside the log and does so no longer: it may have been copied or compressed to the file. */
  readonly displaced: readonly FileEnd[];
  /** Whether the file was there and need not have been written anew as a whole. */
  readonly inPlace: boolean;
}

/** Ends that stand in a content where they stood. */
interface Recognized {
  readonly known: readonly FileEnd[];
  /** Those of them at which it ends. */
  readonly whole: readonly FileEnd[];
}

/** Looks for ends in a content, in one reading of it as far as they reach. */
async function recognize(
  path: string,
  compression: Compression | undefined,
  ends: readonly FileEnd[],
): Promise<Recognized> {
  const looks = ends.map((one) => ({ one, found: new Uint8Array(one.end.length) }));
  const most = Math.max(0, ...ends.map(({ size }) => size));
  let at = 0;
  await pour(path, compression, (chunk) => {
    for (const { one, found } of looks) {
      const from = one.size - one.end.length;
      const first = Math.max(from, at);
      const last = Math.min(one.size, at + chunk.length);
      if (first < last) found.set(chunk.subarray(first - at, last - at), first - from);
    }
    at += chunk.length;
    return at <= most;
  });
  const known = looks.flatMap(({ one, found }) =>
    at >= one.size && Buffer.compare(found, one.end) === 0 ? [one] : [],
  );
  return { known, whole: known.filter(({ size }) => size === at) };
}

/** Where what came since begins in a content, and whether even that may be older than the run. */
async function judgeContent(
  path: string,
  compression: Compression | undefined,
  { beginnings, displaced, inPlace }: RotatedFrom,
): Promise<{ readonly from: number; readonly mayBeOld: boolean }> {
  const content = await recognize(path, compression, [...beginnings, ...displaced]);
  // What was compressed already is moved as it is, and more may be put behind it.
  const packed = compression === undefined ? [] : (await recognize(path, undefined, displaced)).known;
  const isMoved = [...content.whole, ...packed].some((one) => displaced.includes(one));
  const from = Math.max(0, ...content.known.map((one) => (beginnings.includes(one) ? one.size : 0)));
  return { from, mayBeOld: isMoved || (inPlace && from === 0) };
}

/**
 * A file that a log was copied or compressed to since the run began: from where the log ended in it if it holds what was before
 * that, else whole. Offsets and lines are those of the content.
 */
export function rotatedCopy(path: string, rotatedFrom: RotatedFrom, maxBytes: number): Source {
  const read: Source['read'] = async (push, signal) => {
    const sink = bounded(push, maxBytes);
    try {
      const compression = await compressionOf(path);
      if (compression !== undefined && compression.undo === undefined)
        return unavailable(`it is compressed by ${compression.name}, which cannot be undone here`);
      const { from, mayBeOld } = await judgeContent(path, compression, rotatedFrom);
      let skip = from;
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
      return { ...sink.result(), ...(mayBeOld ? { mayBeOld } : {}) };
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
