// Runs one command of many, and reads from what it says how many of its tests passed and failed.
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

/** How long what is told to end may take to stop what it started, in milliseconds. */
const graceMs = 10_000;
/** Commands that run; an interrupt waits for the last of them. */
const running = new Set();
/** Most lines of an output that marks none as wrong, and most characters of each line, that are repeated. */
const [lastLines, widest] = [10, 500];

/** Ways to read a runner's own figures from its output; each gives undefined where it finds none. */
export const readers = {
  /** Vitest's summary: `Tests  3 failed | 120 passed (123)`. */
  vitest(output) {
    const line = /^\s*Tests\s+(.*)$/m.exec(output)?.[1];
    if (line === undefined) return undefined;
    const of = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
    const errors = Number(/^\s*Errors\s+(\d+) error/m.exec(output)?.[1] ?? 0);
    return { passed: of('passed'), failed: of('failed') + errors };
  },
  /** A closing line `N passed, N failed`. */
  closingLine(output) {
    const match = /(\d+) passed, (\d+) failed\s*$/.exec(output);
    return match === null ? undefined : { passed: Number(match[1]), failed: Number(match[2]) };
  },
};

/**
 * What a command came to. One without figures of its own counts as one test. A runner that says all is well and ends with an
 * error, or that says nothing, has failed.
 */
export function judge({ code, output }, read) {
  const figures = read?.(output);
  if (figures === undefined) {
    const failed = code !== 0 || read !== undefined;
    return { passed: failed ? 0 : 1, failed: failed ? 1 : 0 };
  }
  return { passed: figures.passed, failed: figures.failed + (code !== 0 && figures.failed === 0 ? 1 : 0) };
}

/**
 * What a step that failed complained of, at most so many lines: those that are marked as wrong, each once, or else the last ones.
 */
export function complaints(output, most) {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trimEnd().slice(0, widest))
    .filter((line) => line !== '');
  const marked = lines.filter((line) =>
    /^\s*(NOT OK|✗|×|FAIL|AssertionError|once more|timed out)/.test(line),
  );
  return marked.length > 0 ? [...new Set(marked)].slice(0, most) : lines.slice(-Math.min(lastLines, most));
}

/**
 * Runs a command, shows its output and gives its exit code and the end of its output. When it takes too long, and when this
 * process is told to end, it is asked to end and given time to stop what it started; what is left of its process group after
 * that is killed.
 */
export function execute(
  command,
  timeoutMs,
  { cwd, show = (chunk) => process.stdout.write(chunk), grace = graceMs } = {},
) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      detached: true,
    });
    let output = '';
    let timedOut = false;
    const take = (chunk) => {
      show(chunk);
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    let ending;
    const send = (signal) => {
      try {
        return process.kill(-child.pid, signal);
      } catch {
        // It is gone already.
        return false;
      }
    };
    const endAll = () => {
      send('SIGTERM');
      ending ??= setTimeout(() => {
        send('SIGKILL');
        // What left the group may hold these open for ever.
        child.stdout.destroy();
        child.stderr.destroy();
      }, grace);
    };
    let interrupted = false;
    running.add(child);
    const interrupt = () => {
      interrupted = true;
      endAll();
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, interrupt);
    const timer = setTimeout(() => {
      timedOut = true;
      output += '\ntimed out';
      endAll();
    }, timeoutMs);
    const end = async (result) => {
      clearTimeout(timer);
      // Others of its group may still be stopping what they started.
      for (let waited = 0; ending !== undefined && waited < grace && send(0); waited += 50) await pause(50);
      clearTimeout(ending);
      if (ending !== undefined) send('SIGKILL');
      running.delete(child);
      for (const signal of signals) process.removeListener(signal, interrupt);
      if (!interrupted) return resolve({ timedOut, ...result });
      if (running.size === 0) process.exit(130);
    };
    child.on('error', (error) => end({ code: 127, output: error.message }));
    child.on('close', (code) => end({ code: code ?? 1, output }));
  });
}
