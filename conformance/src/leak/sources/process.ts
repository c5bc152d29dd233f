import { open, readdir, readFile } from 'node:fs/promises';
import { pid as ownPid, platform } from 'node:process';
import { bounded, reasonOf, type Source, unavailable } from './source.js';

const MAX_BYTES = 16 << 20;
const CHUNK = 1 << 16;
const PROCESSES_AT_MOST = 256;

/** Process numbers of a process and all that descend from it but the tool, itself first. */
async function family(root: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
    // The command name before it may contain spaces and parentheses.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (let i = 0; i < found.length && found.length < PROCESSES_AT_MOST; i++) {
    for (const child of children.get(found[i] as number) ?? []) {
      // A driver that started the tool has not written the tool's environment.
      if (!found.includes(child) && child !== ownPid) found.push(child);
    }
  }
  return found;
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

/** The command line or the environment of a process and its descendants; on Linux only. */
export function processSource(pid: number, text: ProcessText): Source {
  const name = `${text === 'cmdline' ? 'command line' : 'environment'} of process ${pid}`;
  const read: Source['read'] = async (push) => {
    if (platform !== 'linux') return unavailable('only Linux shows it', false);
    const sink = bounded(push, MAX_BYTES);
    try {
      await pour(`/proc/${pid}/${text}`, sink.push);
      for (const child of (await family(pid)).slice(1)) {
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
