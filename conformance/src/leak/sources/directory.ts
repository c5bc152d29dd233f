import type { BigIntStats } from 'node:fs';
import { lstat, opendir, readlink } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { openForScan } from './open-for-scan.js';
import { type Changes, reasonOf, type Source, type Tracked, unavailable } from './source.js';

/** What a directory source leaves out, and its bounds. */
export interface DirectoryOptions {
  /** Globs, relative to the directory. */
  readonly ignore?: readonly string[];
  /** Log files, which have a source of their own. */
  readonly exclude?: readonly string[];
  /** Default 100000. */
  readonly maxFiles?: number;
  /** Bytes of all files together; default 1 GiB. */
  readonly maxBytes?: number;
}

const MAX_FILES = 100_000;
const MAX_BYTES = 1 << 30;

interface Found {
  readonly kind: 'file' | 'link' | 'closed' | 'other';
  readonly state: string;
  readonly size: number;
}

function stateOf(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
}

async function walk(root: string, skips: (path: string) => boolean, most: number, signal?: AbortSignal) {
  const found = new Map<string, Found>();
  const pending = [root];
  let truncated = false;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const directory = await opendir(folder).catch((error: unknown) => {
      if (folder === root) throw error;
      const known = found.get(folder);
      if (reasonOf(error) !== 'ENOENT' && known !== undefined)
        found.set(folder, { ...known, kind: 'closed' });
      return undefined;
    });
    if (directory === undefined) continue;
    for await (const entry of directory) {
      const path = join(folder, entry.name);
      if (skips(path)) continue;
      if (found.size >= most || signal?.aborted === true) {
        truncated = true;
        break;
      }
      const stats = await lstat(path, { bigint: true }).catch(() => undefined);
      if (stats === undefined) continue;
      // Links are not followed: what they point at is not in this folder.
      if (stats.isDirectory()) pending.push(path);
      const kind = stats.isFile() ? 'file' : stats.isSymbolicLink() ? 'link' : 'other';
      const state = kind === 'other' && !stats.isDirectory() ? `${stats.dev}:${stats.ino}` : stateOf(stats);
      found.set(path, { kind, state, size: Number(stats.size) });
    }
  }
  return { found, truncated };
}

/** Remembers a directory, to tell later what changed in it. */
export async function watchDirectory(root: string, options: DirectoryOptions = {}): Promise<Tracked> {
  const base = resolve(root);
  const ignores = picomatch([...(options.ignore ?? [])], { dot: true });
  const excluded = new Set((options.exclude ?? []).map((path) => resolve(path)));
  const skips = (path: string): boolean =>
    excluded.has(path) || ignores(relative(base, path).split(sep).join('/'));
  const most = options.maxFiles ?? MAX_FILES;
  const before = await walk(base, skips, most).catch((error: unknown) => reasonOf(error));
  const changes = async (signal?: AbortSignal): Promise<Changes> => {
    if (typeof before === 'string' && before !== 'ENOENT') return unavailableChanges(before);
    const known = typeof before === 'string' ? new Map<string, Found>() : before.found;
    const after = await walk(base, skips, most, signal).catch((error: unknown) => reasonOf(error));
    if (typeof after === 'string') return unavailableChanges(after);
    let left = options.maxBytes ?? MAX_BYTES;
    let truncated = after.truncated || (typeof before !== 'string' && before.truncated);
    const parts: Source[] = [];
    for (const [path, { kind, state, size }] of after.found) {
      const was = known.get(path);
      if (was?.state === state) continue;
      const text = Buffer.from(relative(base, path));
      if (was === undefined) parts.push(namePart(path, text));
      if (kind === 'link') parts.push(linkPart(path));
      if (kind === 'closed') parts.push(closedPart(path));
      if (kind !== 'file') continue;
      if (size > left) truncated = true;
      if (left > 0) parts.push(openForScan(path, left));
      left = Math.max(0, left - size);
    }
    return { kind: 'read', parts, truncated };
  };
  return { name: root, changes };
}

function namePart(path: string, text: Uint8Array): Source {
  const read: Source['read'] = async (push) => {
    push(text);
    return { kind: 'read', bytes: text.length, truncated: false };
  };
  return { name: `${path} (its name)`, read };
}

/** Where a link points is content of its own. */
function linkPart(path: string): Source {
  const read: Source['read'] = async (push) => {
    const target = await readlink(path, 'buffer').catch(() => Buffer.alloc(0));
    push(target);
    return { kind: 'read', bytes: target.length, truncated: false };
  };
  return { name: `${path} (where it points)`, read };
}

/** A folder that changed and cannot be looked into. */
function closedPart(path: string): Source {
  return { name: path, read: async () => unavailable('the folder cannot be read') };
}

function unavailableChanges(reason: string): Changes {
  return unavailable(`cannot read the directory: ${reason}`);
}
