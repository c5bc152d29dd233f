import { type DriverTraces, isAlive, type KnownProcess, processesOf } from './processes-of.js';

const rounds = 3;

/**
 * Kills what a driver started and what left its process group since: a daemon in a session of its own, say.
 *
 * @param before what was known of it while it ran: nothing may be left by which it could be found now
 */
export function killStrays(traces: DriverTraces, before: readonly KnownProcess[] = []): void {
  for (const one of before) if (isAlive(one)) kill(one);
  // One that is about to start another may be killed too late for it.
  for (let round = 0; round < rounds; round++) {
    const found = processesOf(traces);
    if (found.length === 0) return;
    for (const one of found) kill(one);
  }
}

function kill({ pid }: KnownProcess): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since.
  }
}
