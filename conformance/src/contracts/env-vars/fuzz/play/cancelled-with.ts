/** A way to cancel one call. */
export interface Cancel {
  readonly signal: AbortSignal;
  abort(): void;
  /** Lets go of the other signal, once the call has ended. */
  release(): void;
}

/** Makes a signal that can be aborted by itself, and is aborted with another one. */
export function cancelledWith(other: AbortSignal): Cancel {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (other.aborted) abort();
  other.addEventListener('abort', abort, { once: true });
  return { signal: controller.signal, abort, release: () => other.removeEventListener('abort', abort) };
}
