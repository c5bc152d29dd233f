import { connect as netConnect } from 'node:net';
import { type DescMethodUnary, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { type Empty, EmptySchema } from '@bufbuild/protobuf/wkt';
import { ConnectError } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { type Answer, type MetadataEntry, statusCode, type TransportFailure } from './answer.js';
import type { Client } from './client.js';
import type { Endpoint } from './endpoint.js';
import { maxMessageBytes } from './grpc-message.js';
import { refusedText } from './refused-text.js';

/**
 * Opens a client on @connectrpc/connect-node.
 *
 * Messages pass through it as bytes: Connect sees an Empty whose unknown fields are the message's fields.
 */
export function openConnectClient(endpoint: Endpoint): Client {
  const nodeOptions = {
    createConnection: () =>
      endpoint.kind === 'tcp'
        ? netConnect(endpoint.port, endpoint.host)
        : netConnect(endpoint.kind === 'abstract' ? `\0${endpoint.name}` : endpoint.path),
    settings: { enablePush: false },
  };
  const sessionManager = new Http2SessionManager('http://localhost', {}, nodeOptions);
  const transport = createGrpcTransport({
    baseUrl: 'http://localhost',
    sessionManager,
    readMaxBytes: maxMessageBytes,
  });
  return {
    kind: 'connect',
    async unary(path, message, options) {
      const started = performance.now();
      if (options.signal?.aborted === true) {
        return failed('cancelled', statusCode.CANCELLED, 'cancelled by the client', started);
      }
      try {
        const response = await transport.unary(
          passThrough(path),
          options.signal,
          options.timeoutMs,
          options.metadata,
          fromBinary(EmptySchema, message) as MessageShape<typeof EmptySchema>,
        );
        return {
          code: 0,
          message: '',
          headers: entries(response.header),
          trailers: entries(response.trailer),
          body: toBinary(EmptySchema, response.message as Empty),
          durationMs: performance.now() - started,
        };
      } catch (reason) {
        return toAnswer(ConnectError.from(reason), options.signal, options.timeoutMs, started);
      }
    },
    async close() {
      sessionManager.abort();
    },
  };
}

function passThrough(path: string): DescMethodUnary<typeof EmptySchema, typeof EmptySchema> {
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
