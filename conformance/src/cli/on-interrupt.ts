import { exitCode } from '../errors.js';

/** Ctrl-C and SIGTERM during a run. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Ends the run from within, as an interrupt does. */
  abort(): void;
  /** The run has come to its end: an interrupt no longer changes what it came to, and only the second one ends the command. */
  runEnded(): void;
  /** Gives the signals their usual meaning back. */
  end(): void;
}

/** Turns the first signal into an orderly end with a report, the second into an end at once. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let asked = false;
  let over = false;
  const listener = (): void => {
    // Whatever was started is ended by its own listener for 'exit'.
    if (asked) process.exit(exitCode.interrupted);
    asked = true;
    process.stderr.write(
      over
        ? 'the run has ended and is being told; once more ends that at once\n'
        : 'interrupted: ending the run; once more ends it at once\n',
    );
    if (!over) controller.abort();
  };
  // Windows has no SIGQUIT.
  const quit = process.platform === 'win32' ? [] : (['SIGQUIT'] as const);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', ...quit] as const;
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    runEnded() {
      over = true;
    },
    end() {
      for (const signal of signals) process.removeListener(signal, listener);
    },
  };
}
