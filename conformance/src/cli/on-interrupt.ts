import { exitCode } from '../errors.js';

/** Ctrl-C and SIGTERM during a run. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Ends the run from within, as an interrupt does. */
  abort(): void;
  /** Gives the signals their usual meaning back. */
  end(): void;
}

/** Turns the first signal into an orderly end with a report, the second into an end at once. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const listener = (): void => {
    // Whatever was started is ended by its own listener for 'exit'.
    if (controller.signal.aborted) process.exit(exitCode.interrupted);
    process.stderr.write('interrupted: ending the run; once more ends it at once\n');
    controller.abort();
  };
  // Windows has no SIGQUIT.
  const quit = process.platform === 'win32' ? [] : (['SIGQUIT'] as const);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', ...quit] as const;
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    end() {
      for (const signal of signals) process.removeListener(signal, listener);
    },
  };
}
