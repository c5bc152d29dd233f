import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ReferenceDriverOptions } from '../../src/contracts/env-vars/reference-driver/options.js';
import {
  type ReferenceDriver,
  startReferenceDriver,
} from '../../src/contracts/env-vars/reference-driver/start.js';

/** The committed bin, which runs the built command. */
export const bin = fileURLToPath(new URL('../../bin/conformance.js', import.meta.url));

/** What a command came to. */
export interface Result {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
export interface CommandOptions {
  /** Working folder; a fresh empty one unless said, so that no profile is found. */
  readonly cwd?: string;
  /** Further environment variables; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly result: Promise<Result>;
  /** Resolves when the output so far matches; rejects when the command ends before. */
  said(pattern: RegExp): Promise<void>;
}

const inherited = new Set(['PATH', 'HOME', 'TMPDIR', 'LANG']);
const baseEnv = Object.fromEntries(Object.entries(process.env).filter(([name]) => inherited.has(name)));

/** Runs `conformance` to its end. */
export function conformance(words: readonly string[], options: CommandOptions = {}): Promise<Result> {
  return start(words, options).result;
}

/** Starts `conformance`; ended with the test when it still runs. */
export function start(words: readonly string[], options: CommandOptions = {}): Running {
  const child = spawn(process.execPath, [bin, ...words], {
    cwd: options.cwd ?? freshFolder(),
    env: { ...baseEnv, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const result = new Promise<Result>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    child,
    result,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(stdout + stderr)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.on('close', () => reject(new Error(`ended without ${pattern}: ${stdout}${stderr}`)));
        look();
      }),
  };
}

/** A new empty folder that goes with the test. */
export function freshFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The reference driver in this process, ended with the test. */
export async function driver(options: Partial<ReferenceDriverOptions> = {}): Promise<ReferenceDriver> {
  const started = await startReferenceDriver({ socketPath: join(freshFolder(), 'csi.sock'), ...options });
  onTestFinished(() => started.stop());
  return started;
}

/** A line of stderr as a mistake of the user's is told: what is wrong, and what to do about it. */
export function mistake(message: string, advice?: string): string {
  return `conformance: ${message}\n${advice === undefined ? '' : `  ${advice}\n`}`;
}
