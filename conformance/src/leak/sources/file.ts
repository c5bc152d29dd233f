import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openRegular, pourFile } from './open-for-scan.js';
import { bounded, reasonOf, type Source, type SourceResult, unavailable } from './source.js';

/** Bounds of a file source. */
export interface FileLimits {
  /** Default 1 GiB. */
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

/**
 * A log file from where it ends now. Read later, it gives what was appended; of a file that was rotated since, the
 * rest of the old one, if it is beside the new one, and all of the new one; of one that was cut, all of it. A file
 * that does not exist yet is read from its beginning.
 */
export async function fileSource(path: string, limits: FileLimits = {}): Promise<Source> {
  const before = await stat(path).catch(() => undefined);
  const mark: Mark | undefined = before && { inode: before.ino, device: before.dev, size: before.size };
  const read: Source['read'] = async (push, signal) => {
    const sink = bounded(push, limits.maxBytes ?? MAX_BYTES);
    const readAll = async (from: string, offset: number): Promise<string | undefined> => {
      const handle = await openRegular(from);
      if (handle === undefined) return 'not a regular file';
      try {
        await pourFile(handle, offset, sink.push, signal);
      } finally {
        await handle.close();
      }
      return undefined;
    };
    try {
      const now = await stat(path);
      const same = mark !== undefined && now.ino === mark.inode && now.dev === mark.device;
      if (mark !== undefined && !same) {
        const old = await rotatedAway(path, mark);
        if (old !== undefined) await readAll(old, mark.size);
      }
      const failure = await readAll(path, same && now.size >= mark.size ? mark.size : 0);
      return failure === undefined ? sink.result() : unavailable(failure);
    } catch (error) {
      return failed(error);
    }
  };
  return { name: path, read };
}

function failed(error: unknown): SourceResult {
  return unavailable(`cannot read the file: ${reasonOf(error)}`);
}
