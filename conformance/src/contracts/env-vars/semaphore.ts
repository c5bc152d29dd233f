/** Lets at most so many holders in at once, in order of arrival. */
export interface Semaphore {
  /** Waits for a place; the returned function gives it back, once. */
  acquire(signal?: AbortSignal): Promise<() => void>;
}

/** Creates a semaphore with so many places. */
export function createSemaphore(places: number): Semaphore {
  let free = places;
  const waiting: (() => void)[] = [];
  const release = (): (() => void) => {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    };
  };
  return {
    acquire(signal) {
      if (free > 0) {
        free--;
        return Promise.resolve(release());
      }
      return new Promise((resolve, reject) => {
        const enter = (): void => {
          signal?.removeEventListener('abort', leave);
          resolve(release());
        };
        const leave = (): void => {
          const at = waiting.indexOf(enter);
          if (at >= 0) waiting.splice(at, 1);
          reject(new Error('interrupted'));
        };
        if (signal?.aborted === true) return reject(new Error('interrupted'));
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(enter);
      });
    },
  };
}
