import {
  credentials,
  Client as GrpcClient,
  logVerbosity,
  Metadata,
  type ServiceError,
  type StatusObject,
  setLogVerbosity,
} from '@grpc/grpc-js';
import { type Answer, type MetadataEntry, statusCode, type TransportFailure } from './answer.js';
import type { CallOptions, Client } from './client.js';
import type { Endpoint } from './endpoint.js';
import { maxMessageBytes } from './grpc-message.js';
import { refusedText } from './refused-text.js';

/**
 * Largest answer that is read at once with others. The library inflates all that come together, so that many bombs of
 * {@link maxMessageBytes} would take the memory of many.
 */
const usualMessageBytes = 5 * 1024 * 1024;

/**
 * Opens a client on @grpc/grpc-js; messages pass through it as bytes. A call whose answer is large is made again, one after the
 * other with its like.
 */
export function openGrpcJsClient(endpoint: Endpoint): Client {
  // The library would write metadata that it cannot read to stderr, and with it what the driver sent.
  setLogVerbosity(logVerbosity.NONE);
  const usual = openChannel(endpoint, usualMessageBytes);
  let roomy: GrpcClient | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;
  return {
    kind: 'grpc-js',
    async unary(path, message, options) {
      const started = performance.now();
      const call = async (channel: () => GrpcClient): Promise<Answer> => {
        const left = options.timeoutMs - (performance.now() - started);
        if (closed) return failed('closed', statusCode.CANCELLED, 'the client is closed', started);
        if (options.signal?.aborted)
          return failed('cancelled', statusCode.CANCELLED, 'cancelled by the client', started);
        return makeCall(channel(), path, message, { ...options, timeoutMs: left });
      };
      const answer = await call(() => usual);
      if (!isTooLarge(answer)) return answer;
      const next = turn.then(() =>
        call(() => {
          roomy ??= openChannel(endpoint, maxMessageBytes);
          return roomy;
        }),
      );
      turn = next;
      return next;
    },
    async close() {
      closed = true;
      usual.close();
      roomy?.close();
    },
  };
}

function openChannel(endpoint: Endpoint, largest: number): GrpcClient {
  return new GrpcClient(target(endpoint), credentials.createInsecure(), {
    'grpc.max_receive_message_length': largest,
    'grpc.max_send_message_length': -1,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    'grpc.enable_http_proxy': 0,
    'grpc.initial_reconnect_backoff_ms': 50,
    'grpc.min_reconnect_backoff_ms': 50,
    'grpc.max_reconnect_backoff_ms': 200,
    'grpc.default_authority': 'localhost',
  });
}

function makeCall(
  channel: GrpcClient,
  path: string,
  message: Uint8Array,
  options: CallOptions,
): Promise<Answer> {
  return new Promise((resolve) => {
    const started = performance.now();
    const headers: MetadataEntry[] = [];
    let status: StatusObject | undefined;
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(options.metadata ?? {})) metadata.add(name, value);
    const call = channel.makeUnaryRequest(
      path,
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      Buffer.from(message),
      metadata,
      { deadline: Date.now() + options.timeoutMs },
      (error: ServiceError | null, body?: Buffer) => {
        // The status event may come after the callback.
        setImmediate(() => {
          options.signal?.removeEventListener('abort', onAbort);
          resolve(toAnswer(error, status, headers, body, options, started));
        });
      },
    );
    const onAbort = (): void => call.cancel();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    call.on('metadata', (m) => headers.push(...entries(m)));
    call.on('status', (s) => {
      status = s;
    });
  });
}

/** The library says so in words alone. */
function isTooLarge({ code, message }: Answer): boolean {
  return (
    code === statusCode.RESOURCE_EXHAUSTED &&
    /^Received message (larger than max|that decompresses to a size larger than)/.test(message)
  );
}

function target(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'unix':
      return `unix:${endpoint.path}`;
    case 'npipe':
      return `unix:${endpoint.path}`;
    case 'abstract':
      return `unix:\0${endpoint.name}`;
    case 'tcp':
      return `${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
  }
}

function entries(metadata: Metadata): MetadataEntry[] {
  const list: MetadataEntry[] = [];
  for (const name of Object.keys(metadata.getMap())) {
    for (const value of metadata.get(name)) {
      list.push([name, typeof value === 'string' ? value : value.toString('base64')]);
    }
  }
  return list;
}

function failed(failure: TransportFailure, code: number, message: string, started: number): Answer {
  return { code, message, failure, headers: [], trailers: [], durationMs: performance.now() - started };
}

function toAnswer(
  error: ServiceError | null,
  status: StatusObject | undefined,
  headers: readonly MetadataEntry[],
  body: Buffer | undefined,
  options: CallOptions,
  started: number,
): Answer {
  const durationMs = performance.now() - started;
  const trailers = entries(error?.metadata ?? status?.metadata ?? new Metadata());
  if (error === null)
    return { code: 0, message: '', headers, trailers, durationMs, ...(body ? { body } : {}) };
  const failure = failureOf(error, options, durationMs);
  return {
    code: error.code,
    message: failure === 'refused' ? refusedText(error.details) : (error.details ?? ''),
    headers,
    trailers,
    durationMs,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** grpc-js does not say which statuses it made itself; its own texts do. */
function failureOf(
  error: ServiceError,
  options: CallOptions,
  durationMs: number,
): TransportFailure | undefined {
  const text = error.details ?? '';
  if (options.signal?.aborted === true && error.code === statusCode.CANCELLED) return 'cancelled';
  if (error.code === statusCode.DEADLINE_EXCEEDED && durationMs >= options.timeoutMs - 5) return 'deadline';
  if (
    error.code === statusCode.UNAVAILABLE &&
    /^No connection established|ECONNREFUSED|ENOENT|connect E/.test(text)
  )
    return 'refused';
  if (
    error.code === statusCode.UNAVAILABLE &&
    /^(Connection dropped|Connection closed|read ECONN)/.test(text)
  )
    return 'closed';
  if (/^Received RST_STREAM|^Received HTTP status|^Call cancelled/.test(text)) return 'reset';
  return undefined;
}
