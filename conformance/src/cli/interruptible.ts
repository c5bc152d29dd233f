import { exitCode } from '../errors.js';
import { onInterrupt } from './on-interrupt.js';

/**
 * Does the work of a command that may have started a driver: a signal ends the work in order, with all that it started.
 *
 * @param work comes to its end soon after its signal is aborted; what it comes to then, or throws, no longer counts
 * @returns the exit code
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interrupt = onInterrupt();
  try {
    const code = await work(interrupt.signal);
    return interrupt.signal.aborted ? exitCode.interrupted : code;
  } catch (reason) {
    if (interrupt.signal.aborted) return exitCode.interrupted;
    throw reason;
  } finally {
    interrupt.end();
  }
}
