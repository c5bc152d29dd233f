import { processesOf } from './processes-of.js';

const rounds = 3;

/** Kills what a driver started and what left its process group since: a daemon in a session of its own, say. */
export function killStrays(endpoint: string): void {
  // One that is about to start another may be killed too late for it.
  for (let round = 0; round < rounds; round++) {
    const found = processesOf(endpoint);
    if (found.length === 0) return;
    for (const pid of found) kill(pid);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since.
  }
}
