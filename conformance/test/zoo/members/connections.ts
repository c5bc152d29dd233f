import { writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Hostility, Member } from '../member.js';
import { variants } from '../variants.js';

const garbage = Buffer.from(Array.from({ length: 256 }, (_, i) => (i * 151 + 83) % 256));
const http1 =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<h1>Hello</h1>';

const hostilities: readonly Hostility[] = [
  {
    name: 'connection/silent',
    does: 'accepts connections and says nothing',
    behave: () => {},
    first: {
      exits: [3],
      cause: /did not finish the HTTP\/2 handshake/,
      doctor: /says nothing/,
      init: /handshake/,
    },
    later: { exits: [1, 4], fuzz: [3, 4], cause: /no longer answers|within its deadline/ },
  },
  {
    name: 'connection/closes-at-once',
    does: 'closes each connection at once',
    behave: ({ socket }) => void socket.end(),
    first: {
      exits: [3],
      cause: /the connection closed/,
      doctor: /closes the connection/,
      init: /connection closed/,
    },
    later: { exits: [1, 4], cause: /no longer accepts|no longer answers/ },
  },
  {
    name: 'connection/resets-at-once',
    does: 'cuts each connection at once',
    behave: ({ socket }) => void socket.destroy(),
    first: {
      exits: [3],
      cause: /connection closed|ECONNRESET/,
      doctor: /closes the connection/,
      init: /connection closed|ECONNRESET/,
    },
    later: { exits: [1, 4], cause: /no longer accepts|no longer answers/ },
  },
  {
    name: 'connection/http1',
    does: 'answers in HTTP/1.1',
    behave: ({ socket }) => void socket.end(http1),
    first: { exits: [3], cause: /broke HTTP\/2/, doctor: /speaks HTTP\/1/, init: /broke HTTP\/2/ },
    later: { exits: [1, 4], cause: /broke HTTP\/2|no longer answers/ },
  },
  {
    name: 'connection/garbage',
    does: 'sends bytes that mean nothing',
    behave: ({ write }) => write(garbage),
    first: { exits: [3], cause: /broke HTTP\/2/, doctor: /does not speak HTTP\/2/, init: /broke HTTP\/2/ },
    later: { exits: [1, 4], cause: /broke HTTP\/2|no longer answers/ },
  },
  {
    name: 'connection/endless-garbage',
    does: 'sends bytes that mean nothing without end',
    behave: ({ flood }) => flood(() => Buffer.alloc(65_536, 0x41)),
    first: { exits: [3], cause: /broke HTTP\/2/, doctor: /does not speak HTTP\/2/, init: /broke HTTP\/2/ },
  },
  {
    name: 'connection/byte-per-second',
    does: 'sends a byte a second',
    behave: ({ socket }) => {
      const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
      let at = 0;
      const timer = setInterval(() => {
        if (!socket.writable || at >= settings.length) return clearInterval(timer);
        socket.write(settings.subarray(at, ++at));
      }, 1000);
    },
    first: {
      exits: [3],
      cause: /did not finish the HTTP\/2 handshake/,
      doctor: /says nothing/,
      init: /handshake/,
    },
  },
];

/** Keeps this process from ever looking at a connection again. */
function neverAgain(): void {
  writeSync(1, 'ready\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Drivers with whom no connection comes about. */
export const connections: readonly Member[] = [
  ...hostilities.flatMap(variants),
  {
    name: 'connection/never-accepts',
    does: 'listens and never accepts',
    kind: 'socket',
    exits: [3],
    cause: /did not finish the HTTP\/2 handshake/,
    doctor: /says nothing/,
    init: /handshake/,
    start: ({ socket }) => void createServer().listen(socket, neverAgain),
  },
  {
    name: 'connection/full-queue',
    does: 'listens, never accepts, and has no room in its queue',
    kind: 'socket',
    exits: [3],
    cause: /EAGAIN|timed out/,
    doctor: /queue of connections is full|does not accept/,
    init: /EAGAIN|timed out/,
    start: ({ socket }) =>
      void createServer().listen({ path: socket, backlog: 1 }, () => {
        for (let i = 0; i < 4; i++) connect(socket).on('error', () => {});
        neverAgain();
      }),
  },
];
