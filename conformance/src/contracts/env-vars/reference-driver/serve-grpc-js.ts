import { type DescService, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Identity, Node } from '@csi-env/proto';
import {
  logVerbosity,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  setLogVerbosity,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Hooks } from './hooks.js';
import type { CsiService, IncomingCall } from './service.js';
import type { ServeOptions, Serving } from './serving.js';
import { type StatusError, statusCode } from './status.js';

/** A request and the size it had on the wire, which only the deserializer sees. */
interface Received {
  readonly message: unknown;
  readonly bytes: number;
}

/** Serves on @grpc/grpc-js. */
export async function serveGrpcJs(service: CsiService, options: ServeOptions): Promise<Serving> {
  // The library would write metadata that it cannot read to stderr, and with it what callers sent.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.max_receive_message_length': options.maxReceiveBytes,
    'grpc.max_send_message_length': -1,
  });
  for (const description of [Identity, Node]) addService(server, description, service, options.hooks);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${options.socketPath}`, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  return {
    stop: (graceMs) =>
      new Promise((resolve) => {
        // The library does not call back where a session that it waits for is torn down meanwhile.
        const timer = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, graceMs);
        server.tryShutdown(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

function addService(server: Server, description: DescService, service: CsiService, hooks: Hooks): void {
  const definition: Record<string, MethodDefinition<unknown, unknown>> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const method of description.methods) {
    definition[method.localName] = {
      path: `/${description.typeName}/${method.name}`,
      requestStream: false,
      responseStream: false,
      requestSerialize: () => Buffer.alloc(0),
      requestDeserialize: (bytes): Received => ({
        message: hooks.decode((raw) => fromBinary(method.input, raw), bytes),
        bytes: bytes.length,
      }),
      responseSerialize: (message) => Buffer.from(toBinary(method.output, message as never)),
      responseDeserialize: () => undefined,
    };
    const answer = service[method.localName as keyof CsiService];
    implementation[method.localName] = (
      call: ServerUnaryCall<Received, unknown>,
      callback: sendUnaryData<unknown>,
    ) => {
      const incoming = incomingCall(call);
      answer(call.request.message as never, incoming).then(
        (message) => {
          const headers = toMetadata(incoming.metadata.headers);
          if (incoming.metadata.headers.size > 0) call.sendMetadata(headers);
          callback(null, message, toMetadata(incoming.metadata.trailers));
        },
        (status: StatusError) => {
          if (incoming.metadata.headers.size > 0) call.sendMetadata(toMetadata(incoming.metadata.headers));
          const metadata = toMetadata(incoming.metadata.trailers);
          callback({ code: status.code, details: status.message, metadata });
        },
      );
    };
  }
  server.addService(definition, implementation);
}

function incomingCall(call: ServerUnaryCall<Received, unknown>): IncomingCall {
  const controller = new AbortController();
  call.on('cancelled', () => {
    const deadline = call.getDeadline();
    const late = deadline !== Number.POSITIVE_INFINITY && Number(deadline) <= Date.now();
    controller.abort({ code: late ? statusCode.DEADLINE_EXCEEDED : statusCode.CANCELLED });
  });
  return {
    signal: controller.signal,
    requestBytes: call.request.bytes,
    metadata: { headers: new Map(), trailers: new Map() },
  };
}

function toMetadata(entries: ReadonlyMap<string, string>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of entries) {
    metadata.set(name, name.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  }
  return metadata;
}
