import { isAbsolute, resolve } from 'node:path';
import type { EmbeddedDriver } from '../contract.js';
import type { StartedDriver } from '../driver/spawn.js';
import type { RunTarget } from '../runner/run-options.js';
import type { Choice } from './choose-driver.js';
import { withheldVariables } from './withheld-variables.js';

/** A chosen driver that can be connected to, and ended if the tool started it. */
export interface Connection {
  connect(): Promise<RunTarget>;
  /** Ends what was started. Never rejects. */
  end(): Promise<void>;
}

/** Prepares the connection to a driver; one that the tool has to start is started by `connect`. */
export function connectionTo(
  choice: Choice,
  embedded: EmbeddedDriver | undefined,
  options: { readonly startupTimeoutMs: number; readonly signal: AbortSignal },
): Connection {
  const { target, text, loaded } = choice;
  let started: StartedDriver | undefined;
  return {
    async connect() {
      if (target === 'embedded') {
        if (embedded === undefined) throw new Error('the embedded driver was not started');
        return { endpoint: embedded.endpoint, text, end: embedded.end };
      }
      if (target.kind !== 'exec') return { endpoint: target, text };
      const { startDriver } = await import('../driver/spawn.js');
      // A command of the profile is relative to the profile, one of the command line to where it was typed.
      const fromProfile = loaded?.exec === target.argv || loaded?.endpoint?.trim() === target.text;
      const cwd = loaded !== undefined && fromProfile ? loaded.folder : process.cwd();
      started = await startDriver(
        target.argv.map((word, i) => (i === 0 ? commandPath(word, cwd) : word)),
        {
          startupTimeoutMs: options.startupTimeoutMs,
          signal: options.signal,
          cwd,
          ...(loaded === undefined
            ? {}
            : { withoutEnvironment: await withheldVariables(loaded, process.env) }),
        },
      );
      return { endpoint: started.endpoint, text, spawned: started.driver, end: started.end };
    },
    async end() {
      await started?.stop();
      await loaded?.settle();
      await embedded?.stop();
    },
  };
}

/** Makes a path with a slash absolute; a bare name is looked up in PATH. */
function commandPath(word: string, cwd: string): string {
  return /[/\\]/.test(word) && !isAbsolute(word) ? resolve(cwd, word) : word;
}
