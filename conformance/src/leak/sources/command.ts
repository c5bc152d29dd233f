import { spawn } from 'node:child_process';
import { bounded, reasonOf, type Source, unavailable } from './source.js';

/** Bounds of a command source. */
export interface CommandLimits {
  /** Default 30000. */
  readonly deadlineMs?: number;
  /** Default 256 MiB. */
  readonly maxBytes?: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const DEADLINE_MS = 30_000;
const MAX_BYTES = 256 << 20;

/** The output, both streams, of a command that is run without a shell. It is killed at its deadline and limit. */
export function commandSource(command: readonly string[], limits: CommandLimits = {}): Source {
  const [file, ...args] = command;
  const read: Source['read'] = (push, signal) =>
    new Promise((resolve) => {
      if (file === undefined || signal?.aborted === true) {
        resolve(unavailable(file === undefined ? 'the command is empty' : 'interrupted'));
        return;
      }
      const sink = bounded(push, limits.maxBytes ?? MAX_BYTES);
      const child = spawn(file, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own, so that what it started ends with it.
        detached: process.platform !== 'win32',
        ...(limits.cwd === undefined ? {} : { cwd: limits.cwd }),
        ...(limits.env === undefined ? {} : { env: limits.env }),
      });
      let reason: string | undefined;
      const kill = (): void => {
        try {
          if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
          else child.kill('SIGKILL');
        } catch {
          // It has ended already.
        }
      };
      const stop = (why: string): void => {
        reason ??= why;
        kill();
        child.stdout.destroy();
        child.stderr.destroy();
      };
      const deadline = limits.deadlineMs ?? DEADLINE_MS;
      const timer = setTimeout(() => stop(`the command did not end within ${deadline} ms`), deadline);
      const onAbort = (): void => stop('interrupted');
      signal?.addEventListener('abort', onAbort, { once: true });
      const take = (stream?: string) => (chunk: Uint8Array) => {
        if (sink.state.open && sink.push(chunk, stream)) return;
        kill();
        child.stdout.destroy();
        child.stderr.destroy();
      };
      child.stdout.on('data', take());
      child.stderr.on('data', take('stderr'));
      child.on('error', (error) => {
        reason ??= `cannot run the command: ${reasonOf(error)}`;
      });
      child.on('close', (code, killedBy) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        if (reason === undefined && sink.state.open && code !== 0) {
          reason = `the command ended with ${code === null ? killedBy : `status ${code}`}`;
        }
        resolve(reason === undefined ? sink.result() : unavailable(reason));
      });
    });
  return { name: command.join(' '), read };
}
