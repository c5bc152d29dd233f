import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ending, SpawnedDriver } from '../contract.js';
import { UnreachableError } from '../errors.js';
import { within } from '../within.js';
import { connectSocket, type Endpoint } from './endpoint.js';
import { exitText } from './exit-text.js';
import { keptOutput } from './kept-output.js';
import { type DriverTraces, isAlive, type KnownProcess, outputEnds, processesOf } from './processes-of.js';
import { killStrays } from './strays.js';

/** Bytes of memory that output may take. */
const outputLimit = 48 * 1024 * 1024;
const stopGraceMs = 3000;
/** How long the output of a driver that has ended is waited for, should something still hold it open. */
const lastWordsMs = 500;

/** A started driver and how to end it. */
export interface StartedDriver {
  readonly endpoint: Endpoint;
  readonly driver: SpawnedDriver;
  /** SIGTERM to its process group, SIGKILL after a grace time; its last words are waited for. Never rejects. */
  end(): Promise<Ending>;
  /** SIGTERM to its process group, SIGKILL after a grace time, socket folder removed. Never rejects. */
  stop(): Promise<void>;
}

/** How to start a driver. */
export interface SpawnOptions {
  /** Names of environment variables that the driver must not inherit. */
  readonly withoutEnvironment?: readonly string[];
  readonly startupTimeoutMs: number;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/**
 * Starts `exec:` drivers: `{socket}` in an argument becomes the path of a socket in a new private folder, and
 * CSI_ENDPOINT says the same.
 *
 * @throws UnreachableError when it cannot be started, exits, or does not listen within the startup timeout
 */
export async function startDriver(argv: readonly string[], options: SpawnOptions): Promise<StartedDriver> {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-'));
  const path = join(folder, 'csi.sock');
  const endpoint: Endpoint = { kind: 'unix', path, text: `unix://${path}` };
  const words = argv.map((word) => word.replaceAll('{socket}', path).replaceAll('{endpoint}', endpoint.text));
  const env: NodeJS.ProcessEnv = { ...process.env, CSI_ENDPOINT: endpoint.text };
  for (const name of options.withoutEnvironment ?? []) delete env[name];

  const output = keptOutput(outputLimit);
  let child: ChildProcess;
  let outputs: ReadonlySet<string> = new Set();
  let closed: Promise<void> = Promise.resolve();
  let ending: { readonly of: ChildProcess; readonly done: Promise<Ending> } | undefined;
  /** Ended to the last of its processes. */
  let ended: ChildProcess | undefined;
  let exit: { code: number | null; signal: NodeJS.Signals | null } | undefined;
  let spawnError: NodeJS.ErrnoException | undefined;

  function start(): void {
    exit = undefined;
    spawnError = undefined;
    const started = spawn(words[0] as string, words.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    child = started;
    outputs = outputEnds(started.pid);
    closed = new Promise((resolve) => started.once('close', () => resolve()));
    started.stdout?.on('data', (bytes: Buffer) => output.keep('stdout', bytes));
    started.stderr?.on('data', (bytes: Buffer) => output.keep('stderr', bytes));
    started.on('error', (error) => {
      spawnError = error;
      if (started === child && started.pid === undefined) exit = { code: null, signal: null };
    });
    started.on('exit', (code, signal) => {
      if (started === child) exit = { code, signal };
    });
  }

  async function listening(): Promise<void> {
    const until = performance.now() + options.startupTimeoutMs;
    for (;;) {
      if (spawnError !== undefined) {
        throw new UnreachableError(
          `cannot start ${words[0]}: ${spawnError.code === 'ENOENT' ? 'no such command' : (spawnError.code ?? 'failed')}`,
          'give the path of an executable file after exec:',
        );
      }
      if (exit !== undefined) {
        throw new UnreachableError(
          `the driver ${words[0]} ended before it listened (${exitText(exit)})`,
          'run the command by hand to see why',
        );
      }
      if (options.signal?.aborted === true)
        throw new UnreachableError('interrupted before the driver listened');
      try {
        (await connectSocket(endpoint, 1000)).destroy();
        return;
      } catch {
        if (performance.now() > until) {
          throw new UnreachableError(
            `the driver ${words[0]} did not listen on ${path} within ${options.startupTimeoutMs} ms`,
            'its command line needs {socket}, or it has to read CSI_ENDPOINT; --startup-timeout gives it longer',
          );
        }
        await pause(20);
      }
    }
  }

  const traces = (): DriverTraces => ({ endpoint: endpoint.text, outputs });
  const family = (): readonly KnownProcess[] => processesOf(traces());

  /** Ends the driver, once: the number of a process that is gone may be another's later. */
  function end(): Promise<Ending> {
    if (ending?.of !== child) ending = { of: child, done: endGroup(child) };
    return ending.done;
  }

  /** Ends the whole process group and what left it, so that no grandchild outlives the run. */
  async function endGroup(leader: ChildProcess): Promise<Ending> {
    if (leader.pid === undefined) return 'ended';
    const known = family();
    signalGroup(leader, 'SIGTERM');
    const until = performance.now() + stopGraceMs;
    while (!isGone(leader) && performance.now() < until) await pause(10);
    // A driver behind a script ends after it.
    const members = known.filter(({ pid, group }) => group === leader.pid && pid !== leader.pid);
    while (members.some(isAlive) && performance.now() < until) await pause(20);
    const inTime = isGone(leader) && !members.some(isAlive);
    signalGroup(leader, 'SIGKILL');
    while (!isGone(leader) && performance.now() < until + stopGraceMs) await pause(10);
    killStrays(traces(), known);
    await within(lastWordsMs, closed);
    ended = leader;
    leader.stdout?.destroy();
    leader.stderr?.destroy();
    // Windows knows no request to end.
    return inTime && process.platform !== 'win32' ? 'ended' : 'killed';
  }

  const onProcessExit = (): void => {
    if (ended !== child) {
      const known = family();
      signalGroup(child, 'SIGKILL');
      killStrays(traces(), known);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = async (): Promise<void> => {
    await end();
    process.removeListener('exit', onProcessExit);
    rmSync(folder, { recursive: true, force: true });
  };

  start();
  process.once('exit', onProcessExit);
  try {
    await listening();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint,
    end,
    stop,
    driver: {
      get pid() {
        return child.pid ?? -1;
      },
      processes: () => family().map(({ pid }) => pid),
      dropped: output.dropped,
      get baselineBytes() {
        return output.baselineBytes;
      },
      output: output.chunks,
      markBaseline: output.markBaseline,
      exited: () => exit,
      async restart() {
        await end();
        start();
        await listening();
      },
    },
  };
}

function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
