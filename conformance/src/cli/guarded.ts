import type { ClientKind } from '../driver/client.js';
import { exitCode } from '../errors.js';
import type { RunEvent } from '../runner/events.js';
import type { Interrupt } from './on-interrupt.js';

/** Keeps the process alive while a stock gRPC stack may throw from its own callbacks. */
export interface Guard {
  /** An event of the run as it is to be told; after a crash it says so instead of calling it an interrupt. */
  told(event: RunEvent): RunEvent;
  /** What crashed, in words; undefined while nothing did. */
  crash(): string | undefined;
  end(): void;
}

/**
 * Ends the run in order, with a report and exit 4, when something throws that nobody catches: a hostile driver can do that to
 * any process that uses a stock stack.
 */
export function guarded(client: ClientKind, interrupt: Interrupt): Guard {
  let crash: string | undefined;
  const listener = (reason: unknown): void => {
    // The message may quote the driver, so only the kind of error is told.
    const { name, code } = (reason ?? {}) as { readonly name?: string; readonly code?: unknown };
    const kind = typeof code === 'string' ? code : (name ?? typeof reason);
    crash ??=
      client === 'wire'
        ? `internal error: ${kind} that nobody caught`
        : `the ${client} client crashed (${kind})`;
    if (process.env.CONFORMANCE_DEBUG === '1' && reason instanceof Error)
      process.stderr.write(`${reason.stack ?? ''}\n`);
    interrupt.abort();
  };
  // A stock stack forgets promises of its own when a connection ends under it; no check waits for those.
  const forgotten = ({ name, code }: { readonly name?: string; readonly code?: unknown }): boolean =>
    client !== 'wire' && (name === 'ConnectError' || String(code).startsWith('ERR_HTTP2_'));
  const rejected = (reason: unknown): void => {
    if (!forgotten((reason ?? {}) as object)) listener(reason);
  };
  process.on('uncaughtException', listener);
  process.on('unhandledRejection', rejected);
  return {
    crash: () => crash,
    told: (event) => (crash === undefined ? event : retold(event, crash)),
    end() {
      process.removeListener('uncaughtException', listener);
      process.removeListener('unhandledRejection', rejected);
    },
  };
}

function retold(event: RunEvent, crash: string): RunEvent {
  if (event.type === 'check' && event.outcome === 'error' && event.message === 'the run was interrupted') {
    return { ...event, message: crash };
  }
  if (event.type !== 'footer') return event;
  const verdict = event.verdict === 'nonconformant' ? event.verdict : 'error';
  return { ...event, verdict, exitCode: exitCode.error, reason: crash, interrupted: false };
}
