import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { Hooks } from '../../../src/contracts/env-vars/reference-driver/hooks.js';
import { openFront } from '../front.js';
import type { Expected, Member, Place } from '../member.js';
import { serveReference } from '../reference.js';

/** What is at the path of the socket, and nobody behind it. */
const dead: Readonly<
  Record<string, readonly [does: string, make: (path: string) => void, says: Partial<Expected>]>
> = {
  'socket/nothing': ['is not there', () => {}, { cause: /ENOENT/, doctor: /does not exist/ }],
  'socket/file': ['is a file', (path) => writeFileSync(path, ''), { cause: /ENOTSOCK/, doctor: /is a file/ }],
  'socket/directory': [
    'is a folder',
    (path) => mkdirSync(path),
    { cause: /ENOTSOCK|ECONNREFUSED/, doctor: /is a folder/ },
  ],
  'socket/pipe': [
    'is a named pipe',
    (path) => void execFileSync('mkfifo', [path]),
    { cause: /ENOTSOCK/, doctor: /named pipe/ },
  ],
  'socket/link-to-nothing': [
    'is a link to something that does not exist',
    (path) => symlinkSync(`${path}-gone`, path),
    { cause: /ENOENT/, doctor: /link to something that does not exist/ },
  ],
  'socket/link-to-itself': [
    'is a link to itself',
    (path) => symlinkSync(path, path),
    { cause: /ELOOP/, doctor: /ELOOP|link/ },
  ],
  'socket/link-to-file': [
    'is a link to a file',
    (path) => {
      writeFileSync(`${path}-file`, '');
      symlinkSync(`${path}-file`, path);
    },
    { cause: /ENOTSOCK/, doctor: /is a file/ },
  ],
  'socket/link-to-device': [
    'is a link to a device that never ends',
    (path) => symlinkSync('/dev/zero', path),
    { cause: /ENOTSOCK/, doctor: /device/ },
  ],
};

const deadMembers: readonly Member[] = Object.entries(dead).map(([name, [does, make, says]]) => ({
  name,
  does: `has a socket that ${does}`,
  kind: 'socket',
  exits: [3],
  cause: /cannot connect/,
  init: /cannot ask/,
  ...says,
  start: ({ socket }) => make(socket),
}));

/** What happens to the socket of an honest driver once it answered so many calls. */
const calls = 150;
const lost: Readonly<
  Record<string, readonly [does: string, change: (place: Place) => void | Promise<void>]>
> = {
  'socket/removed-later': ['removes its socket', ({ socket }) => rmSync(socket)],
  'socket/file-later': [
    'puts a file where its socket was',
    ({ socket }) => {
      rmSync(socket);
      writeFileSync(socket, '');
    },
  ],
  'socket/replaced-later': [
    'lets another server take its socket over',
    async ({ socket }) => {
      rmSync(socket);
      await openFront(socket, ({ write }) => write(Buffer.from('hello\n')));
    },
  ],
};

const lostMembers: readonly Member[] = Object.entries(lost).map(([name, [does, change]]) => ({
  name,
  does: `${does} in mid-run`,
  kind: 'socket',
  profile: true,
  passes: 1,
  exits: [1, 4],
  cause: /no longer a|failed|could not tell/,
  flags: ['--run', 'identity/**', '--run', 'ordering/**', '--run', 'transport/**'],
  async start(place) {
    let left = calls;
    const count: Hooks['messageReceived'] = () => {
      if (--left === 0) return change(place);
    };
    await serveReference(place.socket, place.folder, { messageReceived: count });
  },
}));

const closed = (name: string, does: string, close: (socket: string) => void): Member => ({
  name,
  does,
  kind: 'socket',
  unprivileged: true,
  exits: [3],
  cause: /EACCES/,
  doctor: /may not|forbid|permission/,
  init: /EACCES/,
  start: ({ socket }) =>
    new Promise((resolve) => {
      createServer().listen(socket, () => {
        close(socket);
        resolve();
      });
    }),
});

/** Drivers whose socket is none, or not theirs, or not for everybody. */
export const sockets: readonly Member[] = [
  ...deadMembers,
  {
    name: 'socket/left-behind',
    does: 'died and left its socket behind',
    kind: 'socket',
    exits: [3],
    cause: /ECONNREFUSED/,
    doctor: /nobody listens/,
    init: /ECONNREFUSED/,
    start: ({ socket, folder }) => {
      const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
      try {
        execFileSync(process.execPath, ['-e', script, socket], { cwd: folder, stdio: 'ignore' });
      } catch {
        // It ended as it was meant to.
      }
    },
  },
  closed('socket/forbidden', 'has a socket that is for nobody', (socket) => chmodSync(socket, 0)),
  closed('socket/forbidden-folder', 'has a socket in a folder that is for nobody', (socket) =>
    chmodSync(join(dirname(socket)), 0o700),
  ),
  ...lostMembers,
];
