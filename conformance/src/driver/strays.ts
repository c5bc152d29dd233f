import { readdirSync, readFileSync } from 'node:fs';

const rounds = 3;

/**
 * Kills what a driver started and what left its process group since: a daemon in a session of its own, say. It is known by the
 * endpoint that the driver was given, in a folder made for it alone. Linux shows the environment of a process; elsewhere nothing is found.
 */
export function killStrays(endpoint: string): void {
  const mark = Buffer.from(`CSI_ENDPOINT=${endpoint}\0`);
  // One that is about to start another may be killed too late for it.
  for (let round = 0; round < rounds; round++) {
    const found = processes().filter((pid) => environmentOf(pid)?.includes(mark) === true);
    if (found.length === 0) return;
    for (const pid of found) kill(pid);
  }
}

function processes(): number[] {
  if (process.platform !== 'linux') return [];
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 1 && pid !== process.pid);
  } catch {
    return [];
  }
}

/** The environment of a process; undefined for one of another user and one that has ended. */
function environmentOf(pid: number): Buffer | undefined {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since.
  }
}
