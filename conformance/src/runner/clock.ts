/** Where a run takes its time from; tests give one that they move themselves. */
export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** The time of day. */
  date(): Date;
  /** Does something once after so many milliseconds; the answer cancels it. */
  after(ms: number, work: () => void): () => void;
}

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on, and does what is due on the way in its order. Between two things all promises that can settle do. */
  pass(ms: number): Promise<void>;
}

/** Makes a clock for tests, which begins at this time of day. */
export function manualClock(start = '2026-11-21T12:00:00.000Z'): ManualClock {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly work: () => void }>();
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    date: () => new Date(Date.parse(start) + now),
    after(ms, work) {
      const entry = { at: now + ms, work };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
    async pass(ms) {
      const until = now + ms;
      for (;;) {
        await settled();
        const [next] = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        waiting.delete(next);
        now = Math.max(now, next.at);
        next.work();
      }
      now = until;
      await settled();
    },
  };
}
