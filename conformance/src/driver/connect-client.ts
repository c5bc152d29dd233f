import { connect as netConnect, type Socket } from 'node:net';
import { create, type DescMethodUnary } from '@bufbuild/protobuf';
import { EmptySchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import type { UniversalClientFn, UniversalClientResponse } from '@connectrpc/connect/protocol';
import { createTransport } from '@connectrpc/connect/protocol-grpc';
import { compressionGzip, createNodeHttpClient, Http2SessionManager } from '@connectrpc/connect-node';
import { type Answer, type MetadataEntry, statusCode, type TransportFailure } from './answer.js';
import type { Client } from './client.js';
import type { Endpoint } from './endpoint.js';
import { frameMessage, maxMessageBytes, readMessage, statusIn } from './grpc-message.js';
import { refusedText } from './refused-text.js';

/**
 * Opens a client on @connectrpc/connect-node.
 *
 * Messages pass beside it, as bytes: what Connect sends and reads is an empty message. Its own reader would turn each field of
 * an answer into an object, and inflate several bombs at once.
 */
export function openConnectClient(endpoint: Endpoint): Client {
  const sockets = new Set<Socket>();
  const createConnection = (): Socket => {
    const socket =
      endpoint.kind === 'tcp'
        ? netConnect(endpoint.port, endpoint.host)
        : netConnect(endpoint.kind === 'abstract' ? `\0${endpoint.name}` : endpoint.path);
    sockets.add(socket);
    return socket.once('close', () => sockets.delete(socket));
  };
  const options = { createConnection, settings: { enablePush: false } };
  const sessionManager = new Http2SessionManager('http://localhost', {}, options);
  const http = createNodeHttpClient({ httpVersion: '2', sessionProvider: () => sessionManager });
  return {
    kind: 'connect',
    async unary(path, message, options) {
      const started = performance.now();
      if (options.signal?.aborted === true) {
        return failed('cancelled', statusCode.CANCELLED, 'cancelled by the client', started);
      }
      const beside = passBeside(http, message);
      try {
        const response = await transportOf(beside.http).unary(
          methodAt(path),
          options.signal,
          options.timeoutMs,
          options.metadata,
          create(EmptySchema),
        );
        return {
          code: 0,
          message: '',
          headers: entries(response.header),
          trailers: entries(response.trailer),
          body: beside.body(),
          durationMs: performance.now() - started,
        };
      } catch (reason) {
        return toAnswer(ConnectError.from(reason), options.signal, options.timeoutMs, started);
      }
    },
    async close() {
      sessionManager.abort();
      // The manager forgets connections that broke; a peer may hold their other end open.
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Options are what `createGrpcTransport` of connect-node would give. */
function transportOf(httpClient: UniversalClientFn): ReturnType<typeof createTransport> {
  return createTransport({
    httpClient,
    baseUrl: 'http://localhost',
    useBinaryFormat: true,
    interceptors: [],
    acceptCompression: [compressionGzip],
    sendCompression: null,
    compressMinBytes: 1024,
    readMaxBytes: maxMessageBytes,
    writeMaxBytes: maxMessageBytes,
  });
}

/** Sends a message in place of Connect's, and keeps the one of the answer; both are framed as gRPC has it. */
function passBeside(
  http: UniversalClientFn,
  message: Uint8Array,
): { readonly http: UniversalClientFn; body(): Uint8Array } {
  let body: Uint8Array = new Uint8Array();
  const keep = (received: Uint8Array): void => {
    body = received;
  };
  return {
    http: async (request) => {
      const response = await http({ ...request, body: once(frameMessage(message)) });
      return { ...response, body: setAside(response, keep) };
    },
    body: () => body,
  };
}

/** Reads the message of an answer, and gives an empty one in its place. */
async function* setAside(
  { body, header }: UniversalClientResponse,
  keep: (message: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const reader = readMessage();
  for await (const chunk of body) {
    const error = reader.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (error !== undefined) throw new ConnectError(error, Code.Internal);
  }
  const { body: message, error } = reader.finish(header.get('grpc-encoding') ?? '');
  if (error !== undefined) throw new ConnectError(error, Code.Internal);
  if (message === undefined) return;
  keep(message);
  yield frameMessage(new Uint8Array());
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Connect takes the path of a call from the description of its method. */
function methodAt(path: string): DescMethodUnary<typeof EmptySchema, typeof EmptySchema> {
  const [, typeName = '', name = ''] = path.split('/');
  return {
    kind: 'rpc',
    methodKind: 'unary',
    name,
    localName: name,
    parent: { typeName },
    input: EmptySchema,
    output: EmptySchema,
    idempotency: 0,
  } as unknown as DescMethodUnary<typeof EmptySchema, typeof EmptySchema>;
}

function entries(headers: Headers): MetadataEntry[] {
  return [...headers.entries()].map(([name, value]) => [name.toLowerCase(), value] as const);
}

function failed(failure: TransportFailure, code: number, message: string, started: number): Answer {
  return { code, message, failure, headers: [], trailers: [], durationMs: performance.now() - started };
}

function toAnswer(
  error: ConnectError,
  signal: AbortSignal | undefined,
  timeoutMs: number,
  started: number,
): Answer {
  const durationMs = performance.now() - started;
  const trailers = entries(error.metadata);
  const failure = failureOf(error, signal, durationMs, timeoutMs);
  // Connect takes code and message from grpc-status-details-bin where there is one; what the driver answered is its status.
  const told =
    failure === undefined
      ? statusIn(
          error.metadata.get('grpc-status') ?? undefined,
          error.metadata.get('grpc-message') ?? undefined,
        )
      : undefined;
  if (told !== undefined && told.code !== 0) return { ...told, headers: [], trailers, durationMs };
  return {
    // Connect's codes have gRPC's numbers.
    code: failure === 'refused' || failure === 'closed' ? statusCode.UNAVAILABLE : error.code,
    message: failure === 'refused' ? refusedText(error.rawMessage) : error.rawMessage,
    headers: [],
    trailers,
    durationMs,
    ...(failure === undefined ? {} : { failure }),
  };
}

function failureOf(
  error: ConnectError,
  signal: AbortSignal | undefined,
  durationMs: number,
  timeoutMs: number,
): TransportFailure | undefined {
  const cause = error.cause as { code?: string } | undefined;
  const code = cause?.code ?? '';
  if (signal?.aborted === true) return 'cancelled';
  if (error.metadata.has('grpc-status')) return undefined;
  if (error.code === statusCode.DEADLINE_EXCEEDED && durationMs >= timeoutMs - 5) return 'deadline';
  if (/^(ECONNREFUSED|ENOENT|EACCES|ENOTSOCK|EPERM)$/.test(code)) return 'refused';
  if (
    /^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|ERR_HTTP2_(SESSION_ERROR|STREAM_CANCEL|GOAWAY_SESSION))$/.test(
      code,
    )
  )
    return 'closed';
  if (/^http\/2 stream closed/.test(error.rawMessage)) return 'reset';
  return undefined;
}
