import { statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { UsageError } from '../errors.js';

/** Where a driver listens, parsed. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string; readonly text: string }
  | { readonly kind: 'abstract'; readonly name: string; readonly text: string }
  | { readonly kind: 'npipe'; readonly path: string; readonly text: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly text: string };

/** An endpoint, or a command that the tool starts and that listens on a socket of the tool's choice. */
export type Target =
  | Endpoint
  | { readonly kind: 'exec'; readonly argv: readonly string[]; readonly text: string };

const forms =
  'unix:///path.sock, unix:@abstract, npipe:////./pipe/name, tcp://127.0.0.1:port or exec:command {socket}';

/**
 * Parses an endpoint as given by `--endpoint`, the profile or CSI_ENDPOINT.
 *
 * @throws UsageError when the text is none of the known forms, naming the form that was probably meant
 */
export function parseTarget(text: string): Target {
  const trimmed = text.trim();
  if (trimmed === '') throw new UsageError('endpoint is empty', `give one of ${forms}`);
  if (trimmed.startsWith('exec:')) {
    const argv = splitCommand(trimmed.slice(5));
    if (argv.length === 0)
      throw new UsageError('endpoint exec: names no command', 'write exec:./driver --socket {socket}');
    return { kind: 'exec', argv, text: trimmed };
  }
  return parseEndpoint(trimmed);
}

/** Parses an endpoint that something listens on; `exec:` is not one. */
export function parseEndpoint(text: string): Endpoint {
  if (text.startsWith('unix:@')) {
    const name = text.slice(6);
    if (name === '') throw new UsageError(`endpoint ${text} names no abstract socket`, 'write unix:@name');
    return { kind: 'abstract', name, text };
  }
  if (text.startsWith('unix:')) {
    const path = text.startsWith('unix://') ? text.slice(7) : text.slice(5);
    if (path === '' || path === '/')
      throw new UsageError(`endpoint ${text} names no socket path`, 'write unix:///path.sock');
    if (!path.startsWith('/')) {
      throw new UsageError(
        `endpoint ${text} is not an absolute path`,
        `write unix:///${path.replace(/^\.?\//, '')} with the full path`,
      );
    }
    if (Buffer.byteLength(path) > 107) {
      throw new UsageError(
        `endpoint ${text} is longer than a Unix socket path can be (${Buffer.byteLength(path)} bytes, at most 107)`,
        'use a shorter path',
      );
    }
    return { kind: 'unix', path, text };
  }
  if (text.startsWith('npipe:')) {
    const match = /^npipe:(?:\/\/)?[/\\]{2}\.[/\\]pipe[/\\](.+)$/.exec(text);
    if (match?.[1] === undefined)
      throw new UsageError(`endpoint ${text} is no named pipe`, 'write npipe:////./pipe/name');
    return { kind: 'npipe', path: `\\\\.\\pipe\\${match[1].replaceAll('/', '\\')}`, text };
  }
  if (text.startsWith('tcp://')) {
    const match = /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[^:/]+):(\d{1,5})$/.exec(text);
    const port = Number(match?.[2]);
    if (match?.[1] === undefined || port < 1 || port > 65535) {
      throw new UsageError(`endpoint ${text} has no host and port`, 'write tcp://127.0.0.1:port');
    }
    return { kind: 'tcp', host: match[1].replace(/^\[|\]$/g, ''), port, text };
  }
  const hint = text.startsWith('/') ? `write unix://${text}` : `write one of ${forms}`;
  throw new UsageError(`endpoint ${text} has no known scheme`, hint);
}

/** Opens a raw connection to an endpoint; rejects with the system's error, and once the signal is aborted. */
export function connectSocket(endpoint: Endpoint, timeoutMs = 5000, signal?: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(endpoint);
    const stop = (): void => void socket.destroy(new Error('connecting was ended'));
    signal?.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('connecting timed out'), { code: 'ETIMEDOUT' })),
      timeoutMs,
    );
    socket.once('connect', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      socket.removeListener('error', reject);
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      // The system says "refused" of a plain file too, where no waiting helps.
      const plain = endpoint.kind === 'unix' && error.code === 'ECONNREFUSED' && !isSocket(endpoint.path);
      reject(
        plain ? Object.assign(new Error('not a socket', { cause: error }), { code: 'ENOTSOCK' }) : error,
      );
    });
  });
}

function isSocket(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isSocket() ?? true;
}

/** Starts to connect to an endpoint; 'connect' or 'error' follows. */
export function openSocket(endpoint: Endpoint): Socket {
  switch (endpoint.kind) {
    case 'unix':
    case 'npipe':
      return connect(endpoint.path);
    case 'abstract':
      return connect(`\0${endpoint.name}`);
    case 'tcp':
      return connect(endpoint.port, endpoint.host);
  }
}

/** Splits a command line into words; single and double quotes group, a backslash escapes outside single quotes. */
export function splitCommand(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quote !== '') {
      if (c === quote) quote = '';
      else if (c === '\\' && quote === '"' && /["\\$`]/.test(text[i + 1] ?? '')) word += text[++i] ?? '';
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (c === '\\' && /[\s"'\\]/.test(text[i + 1] ?? '')) {
      word = (word ?? '') + (text[++i] ?? '');
    } else if (/\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + c;
    }
  }
  if (quote !== '')
    throw new UsageError(`command ${text.trim()} has a quote that does not end`, `close the ${quote}`);
  if (word !== undefined) words.push(word);
  return words;
}
