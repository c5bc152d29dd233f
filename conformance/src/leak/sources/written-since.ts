import { beganAs, type FileEnd } from './file-end.js';
import type { Neighbour, PastNeighbour } from './neighbours.js';

/** A file beside a log that is new or was written to since the run began. */
export interface Written extends Neighbour {
  readonly id: string;
  /** What became of it; one that was touched has what it had, and nobody can tell whether it was written again. */
  readonly fate: 'new' | 'grown' | 'touched' | 'replaced';
  /** Where it ended; undefined where it is new or could not be read. */
  readonly past: FileEnd | undefined;
}

/** What became of the neighbours of a log. */
export interface Changed {
  readonly written: readonly Written[];
  /** What stood beside the log, had content, and no longer stands there as it did. */
  readonly displaced: readonly FileEnd[];
}

/** Compares the neighbours of a log with those of the beginning, wherever they were moved. */
export async function writtenSince(
  before: ReadonlyMap<string, PastNeighbour>,
  after: ReadonlyMap<string, Neighbour>,
): Promise<Changed> {
  const written: Written[] = [];
  const displaced = new Map(before);
  for (const [id, now] of after) {
    const was = before.get(id);
    const fate = was === undefined ? 'new' : await fateOf(was, now);
    if (fate === 'unchanged') displaced.delete(id);
    else written.push({ ...now, id, fate, past: was?.past });
  }
  return { written, displaced: [...displaced.values()].flatMap(({ past }) => (past?.size ? [past] : [])) };
}

async function fateOf(was: PastNeighbour, now: Neighbour): Promise<'unchanged' | Written['fate']> {
  const sameSize = was.size === now.size;
  const sameTime = sameSize && was.mtimeNs === now.mtimeNs;
  // Another name and another mode change the ctime and nothing of what the file holds.
  if (sameTime && (was.ctimeNs === now.ctimeNs || was.past === undefined)) return 'unchanged';
  if (!(await stillHolds(was, now))) return 'replaced';
  if (!sameSize) return 'grown';
  return sameTime ? 'unchanged' : 'touched';
}

async function stillHolds({ past }: PastNeighbour, { path, size }: Neighbour): Promise<boolean> {
  // One that is gone in the meantime is told of by who reads it.
  return past !== undefined && size >= past.size && (await beganAs(path, past).catch(() => false));
}
