import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { bounded, reasonOf, type Source, unavailable } from './source.js';

const CHUNK = 1 << 16;

/** Opens what has to be a regular file; undefined where it is something else. */
export async function openRegular(path: string, flags = 0): Promise<FileHandle | undefined> {
  // A FIFO without a writer would block the opening for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}

/** Reads a file from an offset to its present end. */
export async function pourFile(
  handle: FileHandle,
  from: number,
  push: (chunk: Uint8Array) => boolean,
  signal?: AbortSignal,
): Promise<void> {
  const buffer = new Uint8Array(CHUNK);
  // A file that grows as fast as it is read would never end.
  const end = (await handle.stat()).size;
  for (let at = from; at < end && signal?.aborted !== true; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK, end - at), at);
    if (bytesRead === 0 || !push(buffer.subarray(0, bytesRead))) return;
    at += bytesRead;
  }
}

/** A regular file, whole; a link in its place is not followed. */
export function openForScan(path: string, maxBytes: number): Source {
  const read: Source['read'] = async (push, signal) => {
    const sink = bounded(push, maxBytes);
    try {
      const handle = await openRegular(path, constants.O_NOFOLLOW);
      if (handle === undefined) return sink.result();
      try {
        await pourFile(handle, 0, sink.push, signal);
      } finally {
        await handle.close();
      }
      return sink.result();
    } catch (error) {
      // Files that are gone are not left behind.
      return reasonOf(error) === 'ENOENT'
        ? sink.result()
        : unavailable(`cannot read ${path}: ${reasonOf(error)}`);
    }
  };
  return { name: path, read };
}
