import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bin } from '../cli/command.js';

/** Where documents say that the driver's socket is. */
const documentedFolder = '/csi/';

/** Longest run of one command in milliseconds. */
const longestMs = 160_000;

/** What a command came to; stdout and stderr in the order in which they were written. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A new folder in which the commands of a document run, one after the other. */
export interface Scratch {
  /** Writes a file; the documented socket becomes one in this folder. */
  write(name: string, text: string): void;
  run(command: string): Promise<Ran>;
  /** Starts a server and waits until it tells its endpoint; one on the same endpoint is ended before, as by Ctrl-C. */
  serve(command: string): Promise<Ran>;
  /** Ends what still runs and removes the folder. */
  end(): Promise<void>;
}

/** Creates a scratch folder whose `npx` knows this project's command and nothing else. */
export function openScratch(): Scratch {
  const base = mkdtempSync(join(tmpdir(), 'csi-env-docs-'));
  const folder = join(base, 'work');
  mkdirSync(folder);
  mkdirSync(join(base, 'bin'));
  const npx = join(base, 'bin', 'npx');
  writeFileSync(npx, stub);
  chmodSync(npx, 0o755);
  const { CSI_ENDPOINT: _, GITHUB_STEP_SUMMARY: __, FORCE_COLOR: ___, ...inherited } = process.env;
  const env = {
    ...inherited,
    PATH: `${join(base, 'bin')}:${process.env.PATH}`,
    HOME: base,
    // What a command that had to be killed left in the temporary folder goes with this one.
    TMPDIR: base,
    NODE: process.execPath,
    BIN: bin,
  };
  const mapped = (text: string): string => text.replaceAll(documentedFolder, `${base}/`);
  const shown = (text: string): string =>
    text.replaceAll(`${folder}/`, '').replaceAll(`${base}/`, documentedFolder);
  const servers = new Map<string, ChildProcess>();
  const running = new Set<ChildProcess>();

  function start(command: string): ChildProcess {
    const child = spawn('sh', ['-c', `exec 2>&1\n${mapped(command)}`], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    running.add(child);
    child.on('close', () => running.delete(child));
    return child;
  }

  return {
    write(name, text) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, mapped(text));
    },
    run: (command) =>
      new Promise((resolve) => {
        const child = start(command);
        let output = '';
        child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
          output += piece;
        });
        const timer = setTimeout(() => endGroup(child, 'SIGKILL'), longestMs);
        child.on('close', (code) => {
          clearTimeout(timer);
          resolve({ code, output: shown(output) });
        });
      }),
    async serve(command) {
      const endpoint = /--endpoint (\S+)/.exec(command)?.[1] ?? '';
      await endOf(servers.get(endpoint));
      const child = start(`exec ${command}`);
      servers.set(endpoint, child);
      let output = '';
      return new Promise((resolve) => {
        const told = (): void => resolve({ code: child.exitCode ?? 0, output: shown(output) });
        child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
          output += piece;
          if (/listens;[\s\S]*\n {2}npx .*\n/.test(output)) setTimeout(told, 100);
        });
        child.on('close', told);
      });
    },
    async end() {
      await Promise.all([...running].map(endOf));
      rmSync(base, { recursive: true, force: true });
    },
  };
}

const stub = `#!/bin/sh
[ "$1" = --yes ] && shift
case "$1" in
  conformance | @csi-env/conformance) shift; exec "$NODE" "$BIN" "$@" ;;
esac
echo "npx $1 is no command of this project" >&2
exit 127
`;

function endOf(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => endGroup(child, 'SIGKILL'), 10_000);
    child.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
    endGroup(child, 'SIGTERM');
  });
}

/** Each command leads a process group of its own, so that nothing that it started outlives it. */
function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself.
  }
}
