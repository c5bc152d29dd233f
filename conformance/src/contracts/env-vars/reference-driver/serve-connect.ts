import { constants, createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import { type DescMessage, type Message, toBinary } from '@bufbuild/protobuf';
import { ConnectError, type ConnectRouter, type HandlerContext, type ServiceImpl } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { Identity, Node } from '@csi-env/proto';
import type { Connection, Hooks } from './hooks.js';
import type { CsiService, IncomingCall } from './service.js';
import type { ServeOptions, Serving } from './serving.js';
import type { StatusError } from './status.js';

/** Serves on @connectrpc/connect-node over node:http2, gRPC only. */
export async function serveConnect(service: CsiService, options: ServeOptions): Promise<Serving> {
  const handler = connectNodeAdapter({
    routes: (router) => addRoutes(router, service),
    grpc: true,
    grpcWeb: false,
    connect: false,
    readMaxBytes: options.maxReceiveBytes,
    compressMinBytes: options.compressResponses ? 0 : Number.MAX_SAFE_INTEGER,
  });
  const server = createServer((request, response) => {
    try {
      if (options.hooks.acceptCall(true, request.authority, request.url)) return handler(request, response);
    } catch {
      // transport/malformed: connect throws where `:authority` and `:path` make no URL.
    }
    request.stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
  });
  const sessions = watchSessions(server, options.hooks);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.socketPath, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  return {
    stop: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          for (const session of sessions) session.destroy();
        }, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        for (const session of sessions) session.close();
      }),
  };
}

function addRoutes(router: ConnectRouter, service: CsiService): void {
  const identity: ServiceImpl<typeof Identity> = {
    getPluginInfo: (request, context) => answer(service.getPluginInfo, request, context),
    getPluginCapabilities: (request, context) => answer(service.getPluginCapabilities, request, context),
    probe: (request, context) => answer(service.probe, request, context),
  };
  const node: ServiceImpl<typeof Node> = {
    nodeGetCapabilities: (request, context) => answer(service.nodeGetCapabilities, request, context),
    nodeGetInfo: (request, context) => answer(service.nodeGetInfo, request, context),
    nodeGetEnvVars: (request, context) => answer(service.nodeGetEnvVars, request, context),
  };
  router.service(Identity, identity);
  router.service(Node, node);
}

/** Carries a call from connect to the service and its answer, metadata or failure back. */
async function answer<I extends Message, O extends Message>(
  method: (request: I, call: IncomingCall) => Promise<O>,
  request: I,
  context: HandlerContext,
): Promise<O> {
  const input: DescMessage = context.method.input;
  const call: IncomingCall = {
    signal: context.signal,
    // Connect does not show the bytes; unknown fields are kept and counted.
    requestBytes: toBinary(input, request).length,
    metadata: { headers: new Map(), trailers: new Map() },
  };
  try {
    return await method(request, call);
  } catch (reason) {
    const status = reason as StatusError;
    throw new ConnectError(status.message, status.code);
  } finally {
    for (const [name, value] of call.metadata.headers) context.responseHeader.set(name, value);
    for (const [name, value] of call.metadata.trailers) context.responseTrailer.set(name, value);
  }
}

/** Keeps the open sessions, for a graceful stop. */
function watchSessions(server: Http2Server, hooks: Hooks): ReadonlySet<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>();
  let number = 0;
  let lastCut = Number.NEGATIVE_INFINITY;
  server.on('session', (session) => {
    let polite = false;
    sessions.add(session);
    session.on('goaway', () => {
      polite = true;
    });
    session.on('close', () => {
      sessions.delete(session);
      if (!polite) lastCut = performance.now();
    });
    // A peer that breaks off is no event for the driver.
    session.on('error', () => {});
    number += 1;
    hooks.connection(toConnection(session, number, performance.now() - lastCut));
  });
  server.on('sessionError', () => {});
  return sessions;
}

function toConnection(session: ServerHttp2Session, number: number, sinceCutMs: number): Connection {
  return {
    number,
    sinceCutMs,
    session,
    goAway: () => {
      if (session.closed || session.destroyed) return;
      session.goaway(0);
      session.close();
    },
    destroy: () => session.destroy(),
  };
}
