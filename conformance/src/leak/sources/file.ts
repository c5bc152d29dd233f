import type { FileHandle } from 'node:fs/promises';
import { stat } from 'node:fs/promises';
import { beganAs, type FileEnd, readEnd } from './file-end.js';
import { idOf, maxNeighbours, milliseconds, neighbours, pastNeighbours } from './neighbours.js';
import { openRegular, pourFile } from './open-for-scan.js';
import { type RotatedFrom, rotatedCopy } from './rotated-copy.js';
import { isNamedAsRotated, type Rotated, rotationOrder } from './rotation-order.js';
import { bounded, reasonOf, type Source, type Tracked, unavailable } from './source.js';
import { type Changed, type Written, writtenSince } from './written-since.js';

/** Bounds of a file source. */
export interface FileLimits {
  /** Of each file; default 1 GiB. */
  readonly maxBytes?: number;
}

const maxFileBytes = 1 << 30;
/** Clocks of file systems lag behind. */
const clockLagMs = 1000;

/** What a file was when the run began. */
interface Mark extends FileEnd {
  readonly id: string;
  /** Keeps it readable when it is renamed or removed. */
  readonly handle: FileHandle;
}

async function markOf(path: string): Promise<Mark | undefined> {
  const handle = await openRegular(path).catch(() => undefined);
  if (handle === undefined) return undefined;
  const stats = await handle.stat({ bigint: true });
  return { ...(await readEnd(handle, Number(stats.size))), id: idOf(stats), handle };
}

async function lineAt(handle: FileHandle, offset: number): Promise<number> {
  let line = 1;
  let left = offset;
  if (left === 0) return line;
  await pourFile(handle, 0, (chunk) => {
    const part = chunk.subarray(0, left);
    for (const byte of part) if (byte === 10) line++;
    left -= part.length;
    return left > 0;
  });
  return line;
}

/** A part of a file that is open already. */
async function openPart(name: string, handle: FileHandle, from: number, maxBytes: number): Promise<Source> {
  const read: Source['read'] = async (push, signal) => {
    const sink = bounded(push, maxBytes);
    await pourFile(handle, from, sink.push, signal);
    return sink.result();
  };
  return { name, origin: { byteOffset: from, line: await lineAt(handle, from) }, read };
}

/** A part of a file that is opened when it is read. */
async function part(path: string, from: number, maxBytes: number): Promise<Source> {
  const open = async <T>(work: (handle: FileHandle) => Promise<T>): Promise<T | undefined> => {
    const handle = await openRegular(path);
    try {
      return handle === undefined ? undefined : await work(handle);
    } finally {
      await handle?.close();
    }
  };
  const read: Source['read'] = async (push, signal) => {
    const sink = bounded(push, maxBytes);
    try {
      const done = await open((handle) => pourFile(handle, from, sink.push, signal).then(() => true));
      return done === undefined ? unavailable('not a regular file') : sink.result();
    } catch (error) {
      return unavailable(`cannot read the file: ${reasonOf(error)}`);
    }
  };
  const line = from === 0 ? 1 : ((await open((handle) => lineAt(handle, from))) ?? 1);
  return { name: path, origin: { byteOffset: from, line }, read };
}

/**
 * A log file from where it ends now. Later it gives what was appended. Of a file that was rotated since, however often, it gives
 * the rest of the old one, which it keeps open, all of the new one, and what came in between; copies and compressed copies count
 * from where the file ended. What stood beside it counts only where it was written to since. Of one that was cut or written anew
 * it gives all that it holds. A file that does not exist yet is read from its beginning. Files that were rotated one after another
 * follow each other, and the log follows the last of them; copies do not: what came between the copying and the cutting is lost.
 */
export async function watchFile(path: string, limits: FileLimits = {}): Promise<Tracked> {
  const { maxBytes = maxFileBytes } = limits;
  const startedAt = Date.now() - clockLagMs;
  const mark = await markOf(path);
  const before = await pastNeighbours(path);

  async function present(): Promise<{
    readonly id: string;
    readonly birthtimeMs: number;
    readonly source: Source;
  }> {
    const now = await stat(path, { bigint: true });
    const birthtimeMs = milliseconds(now.birthtimeNs);
    const id = idOf(now);
    if (!now.isFile())
      return {
        id,
        birthtimeMs,
        source: { name: path, read: async () => unavailable('not a regular file') },
      };
    const goes =
      mark !== undefined && id === mark.id && Number(now.size) >= mark.size && (await beganAs(path, mark));
    return { id, birthtimeMs, source: await part(path, goes ? mark.size : 0, maxBytes) };
  }

  function rotatedFrom({ path: name, fate, past }: Written, displaced: Changed['displaced']): RotatedFrom {
    const beginnings = [mark, fate === 'grown' ? past : undefined].flatMap((end) => end ?? []);
    return { beginnings, displaced, inPlace: fate === 'replaced' && !isNamedAsRotated(path, name) };
  }

  const changes: Tracked['changes'] = async () => {
    try {
      const after = await neighbours(path);
      const { written, displaced } = await writtenSince(before, after);
      const here = await present().catch((error: unknown) => {
        // What was rotated away, or removed, with nothing in its place, is read all the same.
        const isKnown = mark !== undefined || written.length > 0;
        if (reasonOf(error) !== 'ENOENT' || !isKnown) throw error;
        return undefined;
      });
      const { id, birthtimeMs } = here ?? { id: undefined, birthtimeMs: Number.POSITIVE_INFINITY };
      const first = mark === undefined || mark.id === id ? undefined : after.get(mark.id);
      const rotated: Rotated[] = first === undefined ? [] : [first];
      const parts = new Map<string, Source>();
      if (mark !== undefined && mark.id !== id) {
        const { size } = await mark.handle.stat();
        const name = first?.path ?? `${path} (as it was before it was rotated)`;
        parts.set(name, await openPart(name, mark.handle, size >= mark.size ? mark.size : 0, maxBytes));
      }
      for (const file of written) {
        // Compressing keeps the time: what was rotated before the run and compressed since is old.
        const isOld = file.fate === 'new' && file.mtimeMs < startedAt;
        if (file.id === id || file.id === mark?.id || isOld) continue;
        parts.set(file.path, rotatedCopy(file.path, rotatedFrom(file, displaced), maxBytes));
        if (file.fate === 'new' || file.fate === 'replaced') rotated.push(file);
      }
      const truncated = after.size >= maxNeighbours;
      const unmoved = [...after].flatMap(([other, file]) =>
        before.get(other)?.path === file.path && rotated.every((one) => one.path !== file.path)
          ? [file.path]
          : [],
      );
      // Beside a log that is the same file still, or that is older than the last writing to them, they are copies of it.
      const isCopied =
        mark === undefined ? rotated.some(({ mtimeMs }) => mtimeMs > birthtimeMs) : mark.id === id;
      const order =
        truncated || isCopied ? [] : rotationOrder(path, { rotated, first: first?.path, unmoved });
      const apart = [...parts].flatMap(([name, one]) => (order.includes(name) ? [] : [one]));
      const chain = [
        ...order.map((name) => parts.get(name) as Source),
        ...(here === undefined ? [] : [here.source]),
      ];
      const joined = chain.map((one, i): Source => (i === 0 ? one : { ...one, follows: true }));
      return { kind: 'read', parts: [...apart, ...joined], truncated };
    } catch (error) {
      return unavailable(`cannot read the file: ${reasonOf(error)}`);
    }
  };
  return { name: path, changes, close: async () => void (await mark?.handle.close().catch(() => {})) };
}
