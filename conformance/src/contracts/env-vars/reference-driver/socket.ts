import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';

/** `transport/socket-mode`: owner and group may write, others may not. */
export const socketMode = 0o660;

/**
 * Makes room for a socket: removes one that a dead driver left behind.
 *
 * @throws Error when something listens on it, or when the path is something else than a socket, which is never removed
 */
export async function clearSocketPath(path: string): Promise<void> {
  const found = await lstat(path).catch((reason: NodeJS.ErrnoException) => {
    if (reason.code === 'ENOENT') return undefined;
    throw reason;
  });
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`cannot listen on ${path}: it exists and is not a socket`);
  if (await isListening(path)) throw new Error(`cannot listen on ${path}: another process listens on it`);
  await unlink(path);
}

/** Sets the mode of a socket that was just bound; until then the folder's mode protects it. */
export async function setSocketMode(path: string, mode: number): Promise<void> {
  await chmod(path, mode);
}

/** Only a refused connection proves that nobody listens. */
function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (reason: NodeJS.ErrnoException) => resolve(reason.code !== 'ECONNREFUSED'));
  });
}
