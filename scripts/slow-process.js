// Slows another process down with SIGSTOP and SIGCONT, so that tests can see what a busy node does to a driver.
import { setTimeout as pause } from 'node:timers/promises';

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ways to slow a process down: each yields how long it runs and how long it then stands, in milliseconds, for ever. */
export const slownesses = {
  /** A tenth of the time, as a container with a CPU quota of 10 % of one core gets it. */
  *share() {
    for (;;) yield { runMs: 10, stopMs: 90 };
  },
  /** Stalls of 200 ms, one in some 700 ms, at times that the seed decides. */
  *stalls(seed) {
    const random = randomFrom(seed);
    for (;;) yield { runMs: 20 + Math.floor(random() * 960), stopMs: 200 };
  },
};

/**
 * Slows a process down until told to stop. It runs freely afterwards.
 *
 * @param {(signal: string) => void} send sends SIGSTOP or SIGCONT; throws when the process is gone
 * @param {Iterable<{runMs: number, stopMs: number}>} pattern one of {@link slownesses}
 * @param {(ms: number) => Promise<unknown>} wait how time passes
 * @returns {() => Promise<{stops: number}>} ends it, and says how often the process was stopped
 */
export function slowDown(send, pattern, wait = pause) {
  let over = false;
  let stops = 0;
  const tell = (signal) => {
    try {
      send(signal);
    } catch {
      over = true;
    }
  };
  const work = (async () => {
    for (const { runMs, stopMs } of pattern) {
      await wait(runMs);
      if (over) return;
      tell('SIGSTOP');
      stops++;
      await wait(stopMs);
      tell('SIGCONT');
      if (over) return;
    }
  })();
  return async () => {
    over = true;
    await work;
    return { stops };
  };
}
