import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanSource } from '../../src/leak/scan-source.js';
import type { Hit } from '../../src/leak/scan-stream.js';
import { createScanner, type Scanner } from '../../src/leak/scanner.js';
import { processSource } from '../../src/leak/sources/process.js';
import { scanText } from '../../src/leak/text.js';
import { freshFolder, type Result, start } from '../cli/command.js';
import type { Canaries } from './canaries.js';

/** What a command came to, and every place where it told a canary. */
export interface Watched extends Result {
  readonly leaks: readonly Hit[];
  /** Names of the files that it wrote at any time, relative to its folder. */
  readonly files: readonly string[];
  /** Bytes that were searched. */
  readonly searched: number;
  /** Texts of command lines and environments that were searched. */
  readonly processes: number;
  /** Its working folder. */
  readonly folder: string;
}

/** How a command is watched. */
export interface WatchOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder; a fresh one unless said. */
  readonly cwd?: string;
  /** What ends it: called as soon as it has started. */
  readonly meanwhile?: (running: ReturnType<typeof start>) => Promise<void>;
  /** Whether command lines and environments are searched; true unless said. */
  readonly processes?: boolean;
  /** Files that hold canaries because they have to: the driver's own. */
  readonly except?: RegExp;
}

const pollMs = 100;

/** Finds every piece of every canary in every encoding, however ordinary. */
export function canaryScanner({ watched }: Canaries): Scanner {
  return createScanner({ watched, strict: true });
}

/**
 * Runs a command in folders of its own and searches all that it tells: stdout, stderr, every file that it writes there or into the
 * temporary folder, also those that are gone again at the end, and the command lines of its processes. The environment of those that
 * it started is searched too; its own is the user's.
 */
export async function watchCommand(
  words: readonly string[],
  scanner: Scanner,
  options: WatchOptions = {},
): Promise<Watched> {
  const folder = options.cwd ?? freshFolder();
  const temporary = join(freshFolder(), 'tmp');
  mkdirSync(temporary);
  const running = start(words, { cwd: folder, env: { ...options.env, TMPDIR: temporary } });
  const leaks: Hit[] = [];
  const files = new Set<string>();
  const seen = new Set<string>();
  let searched = 0;
  let processes = 0;
  const search = (source: string, bytes: Uint8Array): void => {
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (seen.has(`${source} ${digest}`)) return;
    seen.add(`${source} ${digest}`);
    searched += bytes.length;
    leaks.push(...scanText(scanner, source, bytes));
  };
  const searchFiles = (root: string): void => {
    for (const name of namesIn(root)) {
      if (options.except?.test(name) === true) continue;
      files.add(name);
      search(`the name of ${files.size}`, Buffer.from(name));
      const bytes = contentOf(join(root, name));
      if (bytes !== undefined) search(name, bytes);
    }
  };
  const searchProcesses = async (): Promise<void> => {
    if (options.processes === false || process.platform !== 'linux' || running.child.exitCode !== null)
      return;
    const pid = running.child.pid as number;
    const sources = [
      processSource(pid, 'cmdline'),
      ...childrenOf(pid).map((child) => processSource(child, 'environ')),
    ];
    for (const source of sources) {
      const found = await scanSource(scanner, source);
      if (found.bytes > 0) processes++;
      leaks.push(...found.hits);
    }
  };
  let ended = false;
  const looking = (async () => {
    while (!ended) {
      const began = performance.now();
      searchFiles(folder);
      searchFiles(temporary);
      await searchProcesses();
      // Reports grow, and each look reads them whole: looking has to leave the command most of the time.
      const pause = Math.max(pollMs, 4 * (performance.now() - began));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  })();
  await options.meanwhile?.(running);
  const result = await running.result;
  ended = true;
  await looking;
  searchFiles(folder);
  searchFiles(temporary);
  search('stdout', Buffer.from(result.stdout));
  search('stderr', Buffer.from(result.stderr));
  return { ...result, leaks, files: [...files], searched, processes, folder };
}

function namesIn(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true, encoding: 'utf8' });
  } catch {
    // A folder went while it was listed; the next look sees the rest.
    return [];
  }
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    // A folder, a socket, or gone.
    return undefined;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter((word) => word !== '')
      .map(Number);
  } catch {
    return [];
  }
}
