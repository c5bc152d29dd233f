import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FileEnd, readEnd } from './file-end.js';
import { openRegular } from './open-for-scan.js';

/** Files beside a log that are looked at, at most. */
export const maxNeighbours = 1000;

/** A file beside a log whose name begins as the log's does: what it is rotated to, and what else there is. */
export interface Neighbour {
  readonly path: string;
  readonly size: number;
  /** When it was last written to. */
  readonly mtimeMs: number;
  readonly mtimeNs: bigint;
  /** When anything of it changed last, be it its name. */
  readonly ctimeNs: bigint;
}

/** A neighbour as it was when the run began. */
export interface PastNeighbour extends Neighbour {
  /** By what it is known again; undefined where it could not be read. */
  readonly past: FileEnd | undefined;
}

/** By what a file is known wherever it is moved. */
export function idOf({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${dev}:${ino}`;
}

/** A time of a file as Node gives it without big integers. */
export function milliseconds(ns: bigint): number {
  return Number(ns) / 1e6;
}

/** The neighbours of a log by their ids. */
export async function neighbours(log: string): Promise<ReadonlyMap<string, Neighbour>> {
  const folder = dirname(log);
  const stem = basename(log).split('.')[0] ?? '';
  const names = await readdir(folder).catch(() => []);
  const found = new Map<string, Neighbour>();
  for (const name of names.filter((one) => one.startsWith(stem) && one !== basename(log)).sort()) {
    const path = join(folder, name);
    const stats = await stat(path, { bigint: true }).catch(() => undefined);
    if (stats?.isFile() === true) found.set(idOf(stats), neighbour(path, stats));
    if (found.size >= maxNeighbours) break;
  }
  return found;
}

function neighbour(path: string, { size, mtimeNs, ctimeNs }: BigIntStats): Neighbour {
  return { path, size: Number(size), mtimeMs: milliseconds(mtimeNs), mtimeNs, ctimeNs };
}

/** The neighbours of a log with what it takes to know them again. */
export async function pastNeighbours(log: string): Promise<ReadonlyMap<string, PastNeighbour>> {
  const found = new Map<string, PastNeighbour>();
  for (const [id, one] of await neighbours(log))
    found.set(id, { ...one, past: await endOf(id, one).catch(() => undefined) });
  return found;
}

async function endOf(id: string, { path, size }: Neighbour): Promise<FileEnd | undefined> {
  const handle = await openRegular(path);
  try {
    if (handle === undefined || idOf(await handle.stat({ bigint: true })) !== id) return undefined;
    return await readEnd(handle, size);
  } finally {
    await handle?.close();
  }
}
