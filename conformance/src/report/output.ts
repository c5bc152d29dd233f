import { rmSync } from 'node:fs';
import { type FileHandle, lstat, open, realpath, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { ToolError } from '../errors.js';
import { makeFolders } from '../make-folders.js';

/** Where a report goes. */
export interface Output {
  /** Path or `stdout`, as it stands in messages. */
  readonly name: string;
  /** Writes a piece. Throws a ToolError when it cannot be written. */
  write(text: string): Promise<void>;
  /** Makes the report appear under its name. Throws a ToolError. */
  finish(): Promise<void>;
  /** Leaves nothing behind; never throws. */
  discard(): Promise<void>;
}

/**
 * Opens the file of a report before the run. A regular file is written beside its name and renamed at the end, so that
 * nobody ever reads half a report and a failed run leaves the last one alone; a device or pipe is written as it is.
 *
 * @throws ToolError when the report could not be written there
 */
export async function openFileOutput(path: string, parents: boolean): Promise<Output> {
  try {
    if (parents) makeFolders(dirname(path));
    const target = await targetOf(path);
    return target.regular ? await replacing(path, target.path) : direct(path, await open(target.path, 'w'));
  } catch (reason) {
    throw cannotWrite(path, reason);
  }
}

/** The file behind links, and whether it may be replaced. */
async function targetOf(path: string): Promise<{ readonly path: string; readonly regular: boolean }> {
  try {
    const real = await realpath(path);
    return { path: real, regular: (await lstat(real)).isFile() };
  } catch (reason) {
    if (codeOf(reason) !== 'ENOENT') throw reason;
    const dangling = await lstat(path).then(
      () => true,
      () => false,
    );
    return { path: resolve(path), regular: !dangling };
  }
}

async function replacing(name: string, target: string): Promise<Output> {
  const existing = await open(target, 'r+').catch((reason: unknown) => {
    if (codeOf(reason) !== 'ENOENT') throw reason;
  });
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  let file: FileHandle;
  try {
    file = await open(beside, 'w');
  } catch (reason) {
    // A folder that takes no new file may still hold one that can be written, such as a file mounted into a container.
    if (existing === undefined) throw reason;
    await existing.close();
    return direct(name, await open(target, 'r+'), true);
  }
  await existing?.close();
  // Also where the process is ended at once.
  const remove = (): void => rmSync(beside, { force: true });
  process.once('exit', remove);
  return {
    name,
    write: (text) => write(name, file, text),
    async finish() {
      try {
        await file.close();
        await rename(beside, target);
      } catch (reason) {
        await unlink(beside).catch(() => {});
        throw cannotWrite(name, reason);
      } finally {
        process.removeListener('exit', remove);
      }
    },
    async discard() {
      await file.close().catch(() => {});
      await unlink(beside).catch(() => {});
      process.removeListener('exit', remove);
    },
  };
}

/**
 * Opens a file of which others have written the beginning; what they wrote stays.
 *
 * @param path the file, which is created where it is missing; its folder is not
 * @param name what messages call it
 * @throws ToolError when it cannot be written
 */
export async function openAppendedOutput(path: string, name: string): Promise<Output> {
  try {
    const existed = await lstat(path).then(
      () => true,
      () => false,
    );
    const output = direct(name, await open(path, 'a'));
    return {
      ...output,
      async discard() {
        await output.discard();
        if (!existed) await unlink(path).catch(() => {});
      },
    };
  } catch (reason) {
    throw cannotWrite(name, reason, 'point it at a file that can be written, or unset it');
  }
}

function direct(name: string, file: FileHandle, truncate = false): Output {
  let emptied = !truncate;
  return {
    name,
    async write(text) {
      if (!emptied) await file.truncate(0);
      emptied = true;
      await write(name, file, text);
    },
    async finish() {
      await file.close().catch((reason: unknown) => {
        throw cannotWrite(name, reason);
      });
    },
    discard: () => file.close().catch(() => {}),
  };
}

async function write(name: string, file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
  } catch (reason) {
    throw cannotWrite(name, reason);
  }
}

/** A stream such as stdout as an output. Who stops reading (`| head`) has seen enough: that is no error. */
export function streamOutput(stream: Writable): Output {
  let closed = false;
  // The callbacks of `write` tell of errors; without a listener the event of the same error would end the process.
  stream.on('error', () => {});
  return {
    name: 'stdout',
    write(text) {
      if (closed) return Promise.resolve();
      return new Promise((done, failed) => {
        stream.write(text, (reason) => {
          if (reason === undefined || reason === null) return done();
          closed = true;
          const gone = ['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF'].includes(codeOf(reason) ?? '');
          if (gone) done();
          else failed(cannotWrite('stdout', reason));
        });
      });
    },
    finish: async () => {},
    discard: async () => {},
  };
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
};

function cannotWrite(name: string, reason: unknown, cure?: string): ToolError {
  if (reason instanceof ToolError) return reason;
  const code = codeOf(reason) ?? '';
  const why = causes[code] ?? (reason instanceof Error ? reason.message : String(reason));
  const advice =
    cure ?? (code === 'ENOENT' ? 'create the folder, or use --output, which creates it' : undefined);
  return new ToolError(`cannot write report ${name}: ${why}`, advice, { cause: reason });
}

function codeOf(reason: unknown): string | undefined {
  return (reason as NodeJS.ErrnoException | undefined)?.code;
}
