import { abortStatus, StatusError, statusCode } from './status.js';

/** What happens to a call when every slot is taken. */
export type InFlightMode = 'refuse' | 'queue';

/** The slots for calls that are served at once. */
export interface InFlight {
  /**
   * Takes a slot.
   *
   * @returns gives the slot back; to be called once, when the work has ended
   * @throws StatusError RESOURCE_EXHAUSTED when there is none and calls do not queue
   */
  enter(signal: AbortSignal): Promise<() => void>;
  /** Calls that hold a slot. */
  readonly count: number;
  /** The most calls that ever held one. */
  readonly peak: number;
}

/**
 * `concurrency/in-flight`: `limit` calls at once are served. `concurrency/overload`: the next one waits its turn or is refused.
 */
export function createInFlight(limit: number, mode: InFlightMode): InFlight {
  const waiting: (() => void)[] = [];
  let count = 0;
  let peak = 0;

  function take(): () => void {
    count += 1;
    peak = Math.max(peak, count);
    return () => {
      count -= 1;
      waiting.shift()?.();
    };
  }

  return {
    async enter(signal) {
      if (count < limit) return take();
      if (mode === 'refuse') {
        throw new StatusError(statusCode.RESOURCE_EXHAUSTED, 'the driver serves as many calls as it can');
      }
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.splice(waiting.indexOf(turn), 1);
          reject(abortStatus(signal));
        };
        const turn = (): void => {
          signal.removeEventListener('abort', leave);
          resolve(take());
        };
        if (signal.aborted) return reject(abortStatus(signal));
        waiting.push(turn);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
    get count() {
      return count;
    },
    get peak() {
      return peak;
    },
  };
}
