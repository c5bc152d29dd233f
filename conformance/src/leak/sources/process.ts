import { open, readdir, readFile } from 'node:fs/promises';
import { pid as ownPid, platform } from 'node:process';
import { bounded, reasonOf, type Source, unavailable } from './source.js';

const MAX_BYTES = 16 << 20;
const CHUNK = 1 << 16;
const PROCESSES_AT_MOST = 256;

interface Process {
  readonly parent: number;
  readonly session: number;
}

async function processes(): Promise<ReadonlyMap<number, Process>> {
  const all = new Map<number, Process>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
    // The command name before them may contain spaces and parentheses.
    const [, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    all.set(Number(name), { parent: Number(parent), session: Number(session) });
  }
  return all;
}

/**
 * Process numbers of a process and all that are known to descend from it but the tool, itself first: those whose parents lead to it or
 * to one of `also`, and those in a session that one of them leads, which nothing else can join. A process that was given an environment
 * and a session of its own by a parent that has ended is not known any more.
 */
async function family(root: number, also: readonly number[]): Promise<number[]> {
  const all = await processes();
  const own = all.get(ownPid)?.session;
  const found = new Set([root, ...also.filter((pid) => all.has(pid))]);
  for (const one of found) {
    if (found.size >= PROCESSES_AT_MOST) break;
    // In the tool's session is whatever the tool starts.
    const leads = all.get(one)?.session === one && one !== own;
    for (const [pid, { parent, session }] of all) {
      // A driver that started the tool has not written the tool's environment.
      if (pid !== ownPid && (parent === one || (leads && session === one))) found.add(pid);
    }
  }
  return [...found];
}

async function pour(path: string, push: (chunk: Uint8Array) => boolean): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
      if (bytesRead === 0 || !push(buffer.subarray(0, bytesRead))) return;
    }
  } finally {
    await handle.close();
  }
}

/** Which of the two texts of a process. */
export type ProcessText = 'cmdline' | 'environ';

/**
 * The command line or the environment of a process and its descendants; on Linux only.
 *
 * @param also processes that are known to descend from it though their parents have ended
 */
export function processSource(pid: number, text: ProcessText, also: readonly number[] = []): Source {
  const name = `${text === 'cmdline' ? 'command line' : 'environment'} of process ${pid}`;
  const read: Source['read'] = async (push) => {
    if (platform !== 'linux') return unavailable('only Linux shows it', false);
    const sink = bounded(push, MAX_BYTES);
    try {
      await pour(`/proc/${pid}/${text}`, sink.push);
      for (const child of (await family(pid, also)).slice(1)) {
        sink.push(Buffer.from('\n'));
        // A child may have ended since, or belong to another user.
        await pour(`/proc/${child}/${text}`, sink.push).catch(() => undefined);
      }
      return sink.result();
    } catch (error) {
      return unavailable(`cannot read it: ${reasonOf(error)}`);
    }
  };
  return { name, read };
}
