import { open, stat } from 'node:fs/promises';
import { splitCommand } from '../../driver/endpoint.js';
import { commandSource } from '../../leak/sources/command.js';
import { watchDirectory } from '../../leak/sources/directory.js';
import { watchFile } from '../../leak/sources/file.js';
import type { Source, Tracked } from '../../leak/sources/source.js';
import type { Profile } from '../../profile/profile.js';

/** What a run keeps an eye on beside the socket, since before its first call. */
export interface Watch {
  readonly logFiles: readonly Tracked[];
  readonly logCommands: readonly Source[];
  readonly directories: readonly Tracked[];
  /** Output from before the first call; no evidence for values that the profile does not name. */
  readonly earlier: readonly Uint8Array[];
  /** Lets go of the files. */
  close(): Promise<void>;
}

/** Earlier output that is kept of each source, the newest. */
export const earlierBytes = 1024 * 1024;
const earlierCommandMs = 5000;

/** Remembers where log files end, what earlier output says, and what is in the watched folders. Never rejects. */
export async function startWatching(profile: Profile, signal: AbortSignal): Promise<Watch> {
  const files = profile.logs.flatMap((log) => ('file' in log ? [log.file] : []));
  const commands = profile.logs.flatMap((log) => ('command' in log ? [splitCommand(log.command)] : []));
  const { directories, ignore } = profile.watch;
  const cwd = profile.path === undefined ? {} : { cwd: dirnameOf(profile.path) };
  const [logFiles, folders, ofFiles, ofCommands] = await Promise.all([
    Promise.all(files.map((path) => watchFile(path))),
    Promise.all(directories.map((path) => watchDirectory(path, { ignore, exclude: files }))),
    Promise.all(files.map(readEnd)),
    Promise.all(
      commands.map((words) =>
        readCommand(commandSource(words, { ...cwd, deadlineMs: earlierCommandMs }), signal),
      ),
    ),
  ]);
  return {
    logFiles,
    logCommands: commands.map((words) => commandSource(words, cwd)),
    directories: folders,
    earlier: [...ofFiles, ...ofCommands].filter((bytes) => bytes.length > 0),
    async close() {
      await Promise.all([...logFiles, ...folders].map((tracked) => tracked.close?.()));
    },
  };
}

function dirnameOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '') || '/';
}

/** The end of a file; nothing where it cannot be read, which the check that reads it later reports. */
async function readEnd(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    const handle = await open(path);
    try {
      const bytes = Buffer.alloc(Math.min(size, earlierBytes));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, Math.max(0, size - bytes.length));
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return new Uint8Array();
  }
}

async function readCommand(source: Source, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await source.read((chunk) => {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    return size < earlierBytes;
  }, signal);
  return Buffer.concat(chunks);
}
