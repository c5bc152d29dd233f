import { spawn } from 'node:child_process';
import type { Hooks } from '../../../src/contracts/env-vars/reference-driver/hooks.js';
import type { Expected, Member, Place } from '../member.js';
import { serveReference } from '../reference.js';

const calls = 200;
const forever = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);

/** Does something once it has answered so many calls of NodeGetEnvVars. */
function atCall(work: () => void, at = calls): Hooks['messageReceived'] {
  let left = at;
  return () => {
    if (--left === 0) work();
  };
}

/** Serves with a version that is empty, so that a run that goes well otherwise ends with a failure. */
const servesBadly = ({ socket, folder }: Place, hooks: Partial<Hooks> = {}): Promise<void> =>
  serveReference(socket, folder, {
    pluginInfo: (response) => ({ ...response, vendorVersion: '' }),
    ...hooks,
  });
const badly = {
  exits: [1],
  cause: /identity\/vendor-version failed/,
  flags: ['--run', 'identity/**'],
} as const;

/** A process that sleeps, in this one's group or in one of its own. */
function grandchild(detached: boolean): void {
  const script = `process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); setInterval(() => {}, 1000)`;
  spawn(process.execPath, ['-e', script], { detached, stdio: 'inherit' }).unref();
}

/** Writes 200 MB to stdout and stderr. */
function flood(): void {
  const line = Buffer.from(`${'all is well '.repeat(5400)}\n`);
  let left = Math.ceil(200_000_000 / line.length);
  const more = (): void => {
    const stream = left % 2 === 0 ? process.stdout : process.stderr;
    if (left-- > 0) stream.write(line, () => more());
  };
  more();
}

type Start = (place: Place) => Promise<void> | void;
/** Waited for no longer than need be, since it never listens. */
const startupMs = 1500;
const later = { profile: true, passes: 1, exits: [1, 4] } as const;

const processes: Readonly<Record<string, readonly [does: string, expected: Expected, start: Start]>> = {
  'process/exits-at-once': [
    'ends at once',
    {
      exits: [3],
      cause: /ended before it listened \(exit status 7\)/,
      doctor: /exit status 7/,
      init: /exit status 7/,
    },
    () => process.exit(7),
  ],
  'process/killed-at-once': [
    'is killed at once',
    { exits: [3], cause: /ended before it listened \(.*SIGKILL/, doctor: /SIGKILL/, init: /SIGKILL/ },
    () => void process.kill(process.pid, 'SIGKILL'),
  ],
  'process/never-listens': [
    'never listens',
    {
      exits: [3],
      cause: /did not listen on/,
      startupMs,
      doctor: /did not listen on/,
      init: /did not listen on/,
    },
    () => void setInterval(() => {}, 1000),
  ],
  'process/never-listens-and-floods': [
    'writes 200 MB and never listens',
    { exits: [3], cause: /did not listen on/, startupMs },
    () => {
      flood();
      setInterval(() => {}, 1000);
    },
  ],
  'process/stops-before-listening': [
    'stops itself before it listens',
    { exits: [3], cause: /did not listen on/, startupMs },
    () => void process.kill(process.pid, 'SIGSTOP'),
  ],
  'process/exits-later': [
    'ends in mid-run',
    { ...later, exits: [1], cause: /it ended with exit status 9/ },
    ({ socket, folder }) =>
      serveReference(socket, folder, { messageReceived: atCall(() => process.exit(9)) }),
  ],
  'process/killed-later': [
    'is killed in mid-run',
    { ...later, exits: [1], cause: /it ended with .*SIGKILL/ },
    ({ socket, folder }) =>
      serveReference(socket, folder, {
        messageReceived: atCall(() => void process.kill(process.pid, 'SIGKILL')),
      }),
  ],
  'process/hangs-later': [
    'hangs in mid-run',
    { ...later, cause: /no longer answers|within its deadline/ },
    ({ socket, folder }) => serveReference(socket, folder, { messageReceived: atCall(forever) }),
  ],
  'process/spins-later': [
    'spins in mid-run',
    { ...later, cause: /no longer answers|within its deadline/ },
    ({ socket, folder }) =>
      serveReference(socket, folder, {
        messageReceived: atCall(() => {
          for (;;);
        }),
      }),
  ],
  'process/stops-later': [
    'stops itself in mid-run',
    { ...later, cause: /no longer answers|within its deadline/ },
    ({ socket, folder }) =>
      serveReference(socket, folder, {
        messageReceived: atCall(() => void process.kill(process.pid, 'SIGSTOP')),
      }),
  ],
  'process/floods': [
    'writes 200 MB while it serves',
    badly,
    async (place) => {
      await servesBadly(place);
      flood();
    },
  ],
  'process/floods-without-lines': [
    'writes 200 MB without a line break while it serves, then ends',
    { ...later, exits: [1], cause: /it ended with exit status 9/ },
    async ({ socket, folder }) => {
      const part = Buffer.alloc(65_536, 0x61);
      const more = (left: number): void => {
        if (left > 0) process.stdout.write(part, () => more(left - 1));
      };
      await serveReference(socket, folder, { messageReceived: atCall(() => process.exit(9)) });
      more(3052);
    },
  ],
  'process/ignores-sigterm': [
    'ignores SIGTERM',
    badly,
    (place) => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
      return servesBadly(place);
    },
  ],
  'process/grandchild': [
    'starts a process that outlives it and ignores SIGTERM',
    badly,
    (place) => {
      grandchild(false);
      return servesBadly(place);
    },
  ],
  'process/grandchild-of-its-own-session': [
    'starts a process in a session of its own, which outlives it',
    badly,
    (place) => {
      grandchild(true);
      return servesBadly(place);
    },
  ],
  'process/exits-and-leaves-a-grandchild': [
    'ends at once and leaves a process in a session of its own behind, with its output open',
    { exits: [3], cause: /ended before it listened/ },
    () => {
      grandchild(true);
      process.exit(7);
    },
  ],
};

/** Drivers that the tool starts, and that do not behave as processes. */
export const hostileProcesses: readonly Member[] = Object.entries(processes).map(
  ([name, [does, expected, start]]) => ({ name, does, kind: 'exec', ...expected, start }),
);
