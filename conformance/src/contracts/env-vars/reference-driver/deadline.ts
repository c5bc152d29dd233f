import { setMaxListeners } from 'node:events';
import { abortStatus, StatusError, statusCode } from './status.js';

/**
 * Runs work until the call ends or its time is up, and ends the work then.
 *
 * @param call aborted when the caller no longer waits
 * @throws StatusError DEADLINE_EXCEEDED or CANCELLED with the call, UNAVAILABLE when the time is up
 */
export async function withinTime<T>(
  call: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  // Every query of a batch listens to it.
  setMaxListeners(0, controller.signal);
  const onAbort = (): void => controller.abort(call.reason);
  if (call.aborted) onAbort();
  call.addEventListener('abort', onAbort, { once: true });
  let late: StatusError | undefined;
  const timer = setTimeout(() => {
    late = new StatusError(statusCode.UNAVAILABLE, 'the backend did not answer in time');
    controller.abort(late);
  }, ms);
  try {
    return await work(controller.signal);
  } catch (reason) {
    if (!controller.signal.aborted) throw reason;
    throw controller.signal.reason === late && late !== undefined ? late : abortStatus(controller.signal);
  } finally {
    clearTimeout(timer);
    call.removeEventListener('abort', onAbort);
  }
}
