import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openRegular, pourFile } from './open-for-scan.js';
import { bounded, reasonOf, type Source, type Tracked } from './source.js';

/** Bounds of a file source. */
export interface FileLimits {
  /** Of each file; default 1 GiB. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 1 << 30;
const NEIGHBOURS_AT_MOST = 1000;

/** What a file was when the run began. */
interface Mark {
  readonly inode: number;
  readonly device: number;
  readonly size: number;
}

/** The file that was rotated away: the neighbour that is the marked inode. */
async function rotatedAway(path: string, mark: Mark): Promise<string | undefined> {
  const folder = dirname(path);
  const stem = basename(path).split('.')[0] ?? '';
  const names = (await readdir(folder)).filter((name) => name.startsWith(stem) && name !== basename(path));
  for (const name of names.slice(0, NEIGHBOURS_AT_MOST)) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.ino === mark.inode && found.dev === mark.device) return join(folder, name);
  }
  return undefined;
}

async function lineAt(path: string, offset: number): Promise<number> {
  let line = 1;
  let left = offset;
  const handle = offset > 0 ? await openRegular(path) : undefined;
  if (handle === undefined) return line;
  try {
    await pourFile(handle, 0, (chunk) => {
      const part = chunk.subarray(0, left);
      for (const byte of part) if (byte === 10) line++;
      left -= part.length;
      return left > 0;
    });
  } finally {
    await handle.close();
  }
  return line;
}

async function part(path: string, from: number, limits: FileLimits): Promise<Source> {
  const read: Source['read'] = async (push, signal) => {
    const sink = bounded(push, limits.maxBytes ?? MAX_BYTES);
    try {
      const handle = await openRegular(path);
      if (handle === undefined) return { kind: 'unavailable', reason: 'not a regular file', supported: true };
      try {
        await pourFile(handle, from, sink.push, signal);
      } finally {
        await handle.close();
      }
      return sink.result();
    } catch (error) {
      return { kind: 'unavailable', reason: `cannot read the file: ${reasonOf(error)}`, supported: true };
    }
  };
  return { name: path, origin: { byteOffset: from, line: await lineAt(path, from) }, read };
}

/**
 * A log file from where it ends now. Later it gives what was appended; of a file that was rotated since, the rest
 * of the old one, if it is beside the new one, and all of the new one; of one that was cut, all of it. A file that
 * does not exist yet is read from its beginning.
 */
export async function watchFile(path: string, limits: FileLimits = {}): Promise<Tracked> {
  const before = await stat(path).catch(() => undefined);
  const mark: Mark | undefined = before && { inode: before.ino, device: before.dev, size: before.size };
  const changes: Tracked['changes'] = async () => {
    try {
      const now = await stat(path);
      if (!now.isFile()) return { kind: 'unavailable', reason: 'not a regular file', supported: true };
      const same = mark !== undefined && now.ino === mark.inode && now.dev === mark.device;
      const old = mark !== undefined && !same ? await rotatedAway(path, mark) : undefined;
      const parts = old === undefined ? [] : [await part(old, mark?.size ?? 0, limits)];
      parts.push(await part(path, same && now.size >= mark.size ? mark.size : 0, limits));
      return { kind: 'read', parts, truncated: false };
    } catch (error) {
      return { kind: 'unavailable', reason: `cannot read the file: ${reasonOf(error)}`, supported: true };
    }
  };
  return { name: path, changes };
}
