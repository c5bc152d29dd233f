import { connect, createServer, type Socket } from 'node:net';
import { type Behave, followClient, openPeer } from './peer.js';

/** An honest driver to stand before. */
export interface Honest {
  /** Path of its socket. */
  readonly upstream: string;
  /** Calls that it answers before the front turns hostile. */
  readonly calls: number;
}

/** Listens on a socket and is hostile on every connection; with an honest driver behind it, only once that one had its calls. */
export async function openFront(path: string, behave: Behave, honest?: Honest): Promise<void> {
  let calls = 0;
  let turned = honest === undefined;
  const server = createServer((socket) => {
    const relayed = turned || honest === undefined ? undefined : relay(socket, honest.upstream);
    const { peer, call, settings } = openPeer(socket, () => relayed !== undefined);
    const follow = followClient((stream) => {
      if (honest !== undefined && ++calls > honest.calls) turned = true;
      if (turned) call(stream);
    }, settings);
    let hostile = turned;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      follow(chunk);
      if (!hostile && !turned) relayed?.write(chunk);
      else if (!hostile) {
        hostile = true;
        relayed?.destroy();
        behave(peer);
      }
    });
    if (hostile) behave(peer);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
}

/** Hands an honest driver's frames on, each whole, so that a hostile one never begins within another. */
function relay(socket: Socket, upstream: string): Socket {
  const honest = connect(upstream);
  let rest: Buffer = Buffer.alloc(0);
  honest.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let end = 0;
    while (rest.length - end >= 9 && rest.length - end >= 9 + rest.readUIntBE(end, 3))
      end += 9 + rest.readUIntBE(end, 3);
    if (end > 0 && socket.writable) socket.write(rest.subarray(0, end));
    rest = rest.subarray(end);
  });
  honest.on('error', () => {});
  // A driver that is turned away by its own front ends nothing.
  honest.on('end', () => socket.end());
  socket.on('close', () => honest.destroy());
  return honest;
}
