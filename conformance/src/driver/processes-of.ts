import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes that a driver is or started, also those that left its process group and its session since. They are known by the
 * endpoint that the driver was given, in a folder made for it alone. Linux shows the environment of a process; elsewhere nothing is found.
 */
export function processesOf(endpoint: string): readonly number[] {
  const mark = Buffer.from(`CSI_ENDPOINT=${endpoint}\0`);
  return processes().filter((pid) => environmentOf(pid)?.includes(mark) === true);
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
