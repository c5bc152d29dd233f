import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { profileFor } from '../../src/contracts/env-vars/reference-driver/reference-profile.js';
import { keeperFile } from './bundle-keeper.js';
import type { Member } from './member.js';
import { limits } from './reference.js';

const bin = fileURLToPath(new URL('../../bin/conformance.js', import.meta.url));
const probe = new URL('probe.mjs', import.meta.url).href;
const usual = {
  socket: { deadlineMs: 8000, startupMs: 1500 },
  // A process takes its time to start on a busy machine.
  exec: { deadlineMs: 15_000, startupMs: 15_000 },
} as const;
/** How much longer than its deadline a run may take: calls end, a driver is stopped, reports are written. */
const graceMs = 10_000;
/** What a busy machine may take to start a process, before the deadline begins to count. */
const startMs = 3000;
/** How much later than that a tool that hangs is ended, be the machine ever so busy. */
const patienceMs = 45_000;
const fuzz = { timeMs: 3000, deadlineMs: 4000 } as const;
const nobody = 65_534;

/** What a command of the tool came to. */
export interface Observation {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** How long it took, less what it stood in line for a processor: a busy machine is no fault of the tool's. */
  readonly ms: number;
  /** What the process may take: its start, the deadline and the grace. */
  readonly longestMs: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The report as JSON; undefined where there is none. */
  readonly report: Report | undefined;
  /** Names of the files that it left in its working folder, and their text. */
  readonly files: ReadonlyMap<string, string>;
  readonly memoryMiB: number;
  /** What kept its event loop busy at its end. */
  readonly active: readonly string[];
  /** What it left in its folder for temporary files. */
  readonly leftFiles: readonly string[];
  /** Processes that it started, or that those started, and that outlive it. */
  readonly leftProcesses: readonly number[];
}

/** The members of a report that are looked at. */
export interface Report {
  readonly exitCode: number;
  readonly checks: readonly { readonly name: string; readonly outcome: string; readonly message?: string }[];
}

/** A member that runs, and the commands of the tool against it. */
export interface Visit {
  run(client?: string): Promise<Observation>;
  command(name: 'doctor' | 'init'): Promise<Observation>;
  /** A short campaign that goes on after findings. */
  fuzz(): Promise<Observation>;
  end(): Promise<void>;
}

/** Starts a member. */
export async function visit(member: Member): Promise<Visit> {
  const folder = mkdtempSync(join(tmpdir(), 'zoo-'));
  const socket = join(folder, 's');
  const keeper = member.kind === 'socket' ? await keep(member, socket) : undefined;
  const endpoint =
    member.kind === 'socket'
      ? `unix://${socket}`
      : `exec:${process.execPath} ${keeperFile} ${member.name} {socket}`;
  const asNobody = member.unprivileged === true && process.getuid?.() === 0;
  const { deadlineMs, startupMs } = { ...usual[member.kind], ...member };
  const waits = ['--timeout', '1200ms', '--startup-timeout', `${startupMs}ms`];
  const observe = (words: readonly string[], mostMs = deadlineMs): Promise<Observation> =>
    execute(words, folder, asNobody, startMs + mostMs + graceMs);
  const reported = (
    command: 'run' | 'fuzz',
    mostMs: number,
    words: readonly string[],
  ): Promise<Observation> => {
    const file = join(folder, 'profile.json');
    const known = member.profile === true ? profileFor(limits) : {};
    writeFileSync(file, JSON.stringify({ endpoint, ...known }), { mode: 0o644 });
    const reports = ['--reporter', 'console', '--reporter', 'json=report.json'];
    const bounds = ['--deadline', `${mostMs}ms`, ...waits];
    return observe([command, '--profile', file, ...bounds, ...reports, ...words], mostMs);
  };
  return {
    run: (client = 'wire') => reported('run', deadlineMs, ['--client', client, ...(member.flags ?? [])]),
    fuzz: () =>
      reported('fuzz', fuzz.deadlineMs, ['--fuzz-time', `${fuzz.timeMs}ms`, '--seed', '1', '--continue']),
    command: (name) => observe([name, '--endpoint', endpoint, ...waits]),
    async end() {
      if (keeper !== undefined && keeper.exitCode === null && keeper.signalCode === null) {
        const ended = new Promise((resolve) => keeper.once('exit', resolve));
        keeper.kill('SIGKILL');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the process of a member and waits until it says `ready`. */
function keep(member: Member, socket: string): Promise<ChildProcess> {
  const keeper = spawn(process.execPath, [keeperFile, member.name, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ZOO_FOLDER: join(socket, '..') },
  });
  return new Promise((resolve, reject) => {
    keeper.once('exit', (code) => reject(new Error(`${member.name} ended before it was ready (${code})`)));
    keeper.stdout?.once('data', () => resolve(keeper));
  });
}

async function execute(
  words: readonly string[],
  folder: string,
  asNobody: boolean,
  longestMs: number,
): Promise<Observation> {
  const mark = randomUUID();
  const room = mkdtempSync(join(folder, 'run-'));
  const [cwd, temporary, found] = [join(room, 'cwd'), join(room, 'tmp'), join(room, 'probe.json')];
  for (const path of [cwd, temporary]) mkdirSync(path);
  if (asNobody) {
    chmodSync(folder, 0o755);
    for (const path of [room, cwd, temporary]) chownSync(path, nobody, nobody);
  }
  const started = performance.now();
  const tool = spawn(process.execPath, ['--import', probe, bin, ...words], {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: temporary, ZOO_MARK: mark, ZOO_FOLDER: folder, ZOO_PROBE: found },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(asNobody ? { uid: nobody, gid: nobody } : {}),
  });
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    tool[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text;
    });
  }
  // A tool that hangs is ended, and found out by its signal.
  const late = setTimeout(() => tool.kill('SIGKILL'), longestMs + patienceMs);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    tool.on('close', (...how) => resolve(how)),
  );
  clearTimeout(late);
  const wallMs = performance.now() - started;
  const leftProcesses = marked(mark);
  for (const pid of leftProcesses) process.kill(pid, 'SIGKILL');
  const {
    maxRSS = 0,
    active = ['no probe'],
    queuedMs = 0,
  } = existsSync(found) ? JSON.parse(readFileSync(found, 'utf8')) : {};
  const files = readAll(cwd);
  const report = files.get('report.json');
  return {
    ...{ code, signal, ms: wallMs - queuedMs, longestMs, ...texts, files, active, leftProcesses },
    memoryMiB: Math.round(maxRSS / 1024),
    report: report === undefined ? undefined : JSON.parse(report),
    leftFiles: readdirSync(temporary),
  };
}

/** Processes whose environment has a mark: all that a command started, by whichever way. */
function marked(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function readAll(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
