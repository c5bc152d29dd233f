import { setTimeout as pause } from 'node:timers/promises';
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
  const calls = countCalls();
  for (const description of [Identity, Node]) addService(server, description, service, options.hooks, calls);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${options.socketPath}`, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  return {
    async stop(graceMs) {
      const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      // The library waits for ever for a session that a peer tore down in the middle of a frame, so the calls decide.
      const answered = calls.ended().then(() => pause(flushMs, undefined, { ref: false }));
      await Promise.race([closed, answered, pause(graceMs, undefined, { ref: false })]);
      server.forceShutdown();
    },
  };
}

/** Time in which the last answers leave the process. */
const flushMs = 50;

interface Calls {
  begin(): void;
  end(): void;
  /** Resolves when no call is under way. */
  ended(): Promise<void>;
}

function countCalls(): Calls {
  let open = 0;
  let resolveEnded = (): void => {};
  return {
    begin: () => void open++,
    end() {
      if (--open === 0) resolveEnded();
    },
    ended: () => (open === 0 ? Promise.resolve() : new Promise((resolve) => (resolveEnded = resolve))),
  };
}

function addService(
  server: Server,
  description: DescService,
  service: CsiService,
  hooks: Hooks,
  calls: Calls,
): void {
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
      responseSerialize: (message) =>
        Buffer.from(hooks.encode(() => toBinary(method.output, message as never), message as object)),
      responseDeserialize: () => undefined,
    };
    const answer = service[method.localName as keyof CsiService];
    implementation[method.localName] = (
      call: ServerUnaryCall<Received, unknown>,
      callback: sendUnaryData<unknown>,
    ) => {
      const incoming = incomingCall(call);
      calls.begin();
      const answered = answer(call.request.message as never, incoming);
      answered.finally(calls.end).catch(() => {});
      answered.then(
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
