import { type ChildProcess, spawn } from 'node:child_process';
import { splitCommand } from '../driver/endpoint.js';
import type { Hook, HookResult } from './profile.js';

/** A hook as a profile has it. */
export interface HookCommand {
  readonly command: string;
  /** Whether a shell runs it; false unless said. */
  readonly shell?: boolean;
  /** Deadline in milliseconds; 30 s unless said. */
  readonly timeoutMs?: number;
}

/** Where and how hooks run. */
export interface HookSetting {
  /** Working folder: the profile's. */
  readonly cwd: string;
  /** Whether it runs, and goes on, when the run is interrupted; `backendUp` does. */
  readonly always?: boolean;
  /** Names of environment variables that it does not inherit. */
  readonly without?: readonly string[];
}

/** Longest run of a hook in milliseconds. */
export const defaultHookTimeoutMs = 30_000;

/** Bytes of output that are kept; a backend's log can be long. */
const outputLimit = 16 * 1024 * 1024;

/**
 * Makes a hook of a command line. Exit status 0 says that it worked and took effect; its stdout is the output.
 *
 * What a hook leaves running, such as the driver that `restart` starts, lives on; a hook that fails to end in time, or whose
 * run is interrupted, is ended with its whole process group.
 */
export function commandHook(hook: HookCommand, setting: HookSetting): Hook {
  const timeoutMs = hook.timeoutMs ?? defaultHookTimeoutMs;
  const words = hook.shell === true ? [hook.command] : splitCommand(hook.command);
  return (signal) =>
    new Promise((resolve) => {
      if (signal.aborted && setting.always !== true) return resolve(interrupted);
      const [file = '', ...args] = words;
      const child = spawn(file, args, {
        cwd: setting.cwd,
        env: environment(setting.without ?? []),
        shell: hook.shell === true,
        stdio: ['ignore', 'pipe', 'ignore'],
        detached: process.platform !== 'win32',
      });
      const chunks: Buffer[] = [];
      let size = 0;
      const kill = (): void => killGroup(child);
      const end = (result: HookResult): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        process.removeListener('exit', kill);
        child.stdout.destroy();
        resolve(result);
      };
      const giveUp = (result: HookResult): void => {
        kill();
        end(result);
      };
      const onAbort = (): void => giveUp(interrupted);
      const late: HookResult = { ok: false, reason: `it did not end within ${timeoutMs / 1000} s` };
      const timer = setTimeout(() => giveUp(late), timeoutMs);
      process.once('exit', kill);
      if (setting.always !== true) signal.addEventListener('abort', onAbort, { once: true });
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > outputLimit)
          giveUp({ ok: false, reason: `its output is longer than ${outputLimit} bytes` });
        else chunks.push(chunk);
      });
      child.on('error', ({ code }: NodeJS.ErrnoException) => {
        end({ ok: false, reason: `it cannot be started: ${startProblem(code)}` });
      });
      child.on('exit', (code, killedBy) => {
        const settle = (): void => {
          if (code === 0) end({ ok: true, output: Buffer.concat(chunks).toString('utf8') });
          else end({ ok: false, reason: killedBy === null ? `exit status ${code}` : `ended by ${killedBy}` });
        };
        // What it left running may hold its stdout open for ever.
        child.once('close', settle);
        setTimeout(settle, 200).unref();
      });
    });
}

function environment(without: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !without.includes(name)));
}

const interrupted: HookResult = { ok: false, reason: 'the run was interrupted' };

function startProblem(code: string | undefined): string {
  if (code === 'ENOENT') return 'no such command';
  return code === 'EACCES' ? 'it is not executable' : (code ?? 'unknown');
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
