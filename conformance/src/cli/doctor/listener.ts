import { connectSocket } from '../../driver/endpoint.js';
import type { Examine } from './finding.js';

const cures: Readonly<Record<string, readonly [text: string, cure: string]>> = {
  ECONNREFUSED: [
    'nobody listens',
    'start the driver; a socket that a dead driver left behind has to be removed before it can bind again',
  ],
  ENOENT: ['there is no such endpoint', 'start the driver, or correct the endpoint'],
  EACCES: [
    'the system forbids it',
    'run as the owner of the socket or as root; look for AppArmor, SELinux or a sandbox',
  ],
  EPERM: ['the system forbids it', 'look for AppArmor, SELinux or a sandbox'],
  EPROTOTYPE: ['it is a socket of another kind', 'the driver has to bind a stream socket'],
  ETIMEDOUT: [
    'it does not accept the connection',
    'the driver listens and does not accept: it is overloaded or hangs; restart it and look at its log',
  ],
  EAGAIN: [
    'its queue of connections is full',
    'the driver listens and does not accept: it is overloaded or hangs',
  ],
};

/** Somebody listens. */
export const examineListener: Examine = async function* (endpoint, timeoutMs, signal) {
  try {
    (await connectSocket(endpoint, timeoutMs, signal)).destroy();
    yield { step: 'listening', state: 'ok', text: 'somebody listens' };
  } catch (reason) {
    const code = (reason as NodeJS.ErrnoException).code ?? 'unknown';
    const [text, cure] = cures[code] ?? ['connecting fails', 'correct the endpoint'];
    yield { step: 'listening', state: 'fail', text: `${text} (${code})`, cure };
  }
};
