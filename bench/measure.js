import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The command under test. */
export const bin = fileURLToPath(new URL('../conformance/bin/conformance.js', import.meta.url));

/** Milliseconds that a command takes as a whole process. Throws when it ends with another status than 0. */
export function timeCommand(command, args, options = {}) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    ...options,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/** Middle value of a list. */
export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Runs several measurements in turn, so that a busy moment hits all of them, and gives the median of each. */
export async function interleave(rounds, measurements) {
  const times = measurements.map(() => []);
  for (const measure of measurements) await measure();
  for (let round = 0; round < rounds; round++) {
    for (const [i, measure] of measurements.entries()) times[i].push(await measure());
  }
  return times.map(median);
}

/** Starts a server that listens on a socket; resolves when it can be connected to. */
export async function startServer(command, args, socket, options = {}) {
  const child = spawn(command, args, { stdio: 'ignore', ...options });
  let ended = false;
  child.on('exit', () => {
    ended = true;
  });
  for (let attempt = 0; attempt < 500; attempt++) {
    if (ended) throw new Error(`${command} ended before it listened`);
    const open = await new Promise((resolve) => {
      const probe = connect(socket, () => resolve(true));
      probe.on('connect', () => probe.destroy());
      probe.on('error', () => resolve(false));
    });
    if (open) return { pid: child.pid, stop: () => child.kill('SIGTERM') };
    await pause(20);
  }
  child.kill('SIGKILL');
  throw new Error(`${command} did not listen on ${socket}`);
}

/** Prints one line: what was compared, the ratio, what it aims at, and the two figures behind it. */
export function report(what, ratio, aim, detail) {
  console.log(`${what.padEnd(58)} ${ratio.padStart(8)}   aim ${aim.padEnd(12)} ${detail}`);
}
