import type { ServerHttp2Session } from 'node:http2';
import type {
  EnvVarQuery,
  EnvVarResult,
  GetPluginCapabilitiesResponse,
  GetPluginInfoResponse,
  NodeGetCapabilitiesResponse,
  NodeGetEnvVarsRequest,
  NodeGetEnvVarsResponse,
  NodeGetInfoResponse,
  ProbeResponse,
} from '@csi-env/proto';
import type { QueryFailure } from './answer-queries.js';
import type { Refusal } from './authorize.js';
import type { MemoryBackend } from './backend.js';
import type { Limits } from './limits.js';
import type { DriverStage, ServerKind } from './options.js';
import type { CsiService } from './service.js';
import type { StatusError } from './status.js';
import type { Violation } from './validate-request.js';

/** What a hook may know of any call. */
export interface CallContext {
  /** Name of the method, such as `NodeGetEnvVars`. */
  readonly method: string;
  /** Number of the call among those of its method since the driver was made, from 1. */
  readonly call: number;
  /** How often the driver was started, 1 before any restart. */
  readonly starts: number;
  /** Milliseconds since the last start. */
  readonly upMs: number;
  /** Calls of NodeGetEnvVars being served now. */
  readonly inFlight: number;
  /** The most that ever were at once. */
  readonly peakInFlight: number;
  readonly stage: DriverStage;
  readonly server: ServerKind;
  /** The limits that hold, advertised or not. */
  readonly limits: Limits;
  readonly backend: MemoryBackend;
  /** Folder that the driver may write into. */
  readonly stateDirectory: string;
  /** Aborted when the caller no longer waits. */
  readonly signal: AbortSignal;
}

/** What a hook may know of a call of NodeGetEnvVars. */
export interface EnvVarsContext extends CallContext {
  readonly request: NodeGetEnvVarsRequest;
  /** Size of the serialized request. */
  readonly requestBytes: number;
  /** Whether the cache has a key. */
  cached(key: string): boolean;
}

/** What a hook may know of one query. */
export interface QueryContext extends EnvVarsContext {
  readonly query: EnvVarQuery;
  /** Index of the query. */
  readonly position: number;
  /** Number of queries in the request. */
  readonly size: number;
  /** Whether its bytes come from the cache. */
  readonly hit: boolean;
}

/** Metadata that goes with an answer; names in lower case. */
export interface AnswerMetadata {
  readonly headers: Map<string, string>;
  readonly trailers: Map<string, string>;
}

/** An HTTP/2 connection, where the server shows them (connect). */
export interface Connection {
  /** Number of the connection, from 1. */
  readonly number: number;
  /** Milliseconds since an earlier connection ended without GOAWAY from the peer, Infinity if none did. */
  readonly sinceCutMs: number;
  /** What tells what the peer does on it. */
  readonly session: ServerHttp2Session;
  /** Sends GOAWAY and lets the calls on it end. */
  goAway(): void;
  /** Closes it at once. */
  destroy(): void;
}

type Awaitable<T> = T | Promise<T>;

/**
 * The places at which a variation changes what the driver does.
 *
 * Each gets what the driver would do and returns what it does instead. The driver itself uses {@link noHooks}; whoever
 * reads it to learn how a driver is made can skip every call of a hook.
 */
export interface Hooks {
  pluginInfo(response: GetPluginInfoResponse, context: CallContext): Awaitable<GetPluginInfoResponse>;
  pluginCapabilities(
    response: GetPluginCapabilitiesResponse,
    context: CallContext,
  ): Awaitable<GetPluginCapabilitiesResponse>;
  probe(response: ProbeResponse, context: CallContext): Awaitable<ProbeResponse>;
  nodeCapabilities(
    response: NodeGetCapabilitiesResponse,
    context: CallContext,
  ): Awaitable<NodeGetCapabilitiesResponse>;
  nodeInfo(response: NodeGetInfoResponse, context: CallContext): Awaitable<NodeGetInfoResponse>;

  /** The service that is put on the stack: sees each request, its answer and its metadata. */
  service(service: CsiService): CsiService;
  /** Decodes a request's bytes; grpc-js only. */
  decode<T>(decode: (bytes: Uint8Array) => T, bytes: Uint8Array): T;
  /** Encodes an answer; grpc-js only. */
  encode(encode: () => Uint8Array, message: object): Uint8Array;
  /** Before anything else of NodeGetEnvVars; may wait or throw. */
  messageReceived(context: EnvVarsContext): Awaitable<void>;
  /** Whether a call gives its slot back; `failed` is set when it did not answer OK. */
  releaseSlot(release: () => void, context: EnvVarsContext, failed: StatusError | undefined): void;
  /** How many calls are served at once. */
  slots(limit: number): number;
  validate(violations: readonly Violation[], context: EnvVarsContext): readonly Violation[];
  authorize(refusals: readonly Refusal[], context: EnvVarsContext): Awaitable<readonly Refusal[]>;
  /** The signal that the work behind a call listens to. */
  onCancel(signal: AbortSignal, context: EnvVarsContext): AbortSignal;
  /** The key that the cache uses. */
  cacheKey(key: string, context: EnvVarsContext): string;
  /** The key that the backend is asked for. */
  backendKey(key: string, context: EnvVarsContext): string;
  /** Reads a key, from the cache on a hit and from the backend on a miss. */
  readBackend(
    read: () => Promise<Uint8Array | undefined>,
    context: QueryContext,
  ): Promise<Uint8Array | undefined>;
  /** The text that a value is carried as, before its size is checked. */
  value(text: string, context: QueryContext, bytes: Uint8Array): string;
  /** Whether a value is too long. */
  tooLong(tooLong: boolean, text: string, context: QueryContext): boolean;
  /** Whether a failing query that the request calls optional fails on its own. */
  optional(covered: boolean, failure: QueryFailure, context: EnvVarsContext): boolean;
  /** The failures that the call's status is chosen from, in the order of the queries. */
  failures(failures: readonly QueryFailure[], context: EnvVarsContext): readonly QueryFailure[];
  /** The failure that decides the status. */
  precedence(first: QueryFailure, failures: readonly QueryFailure[], context: EnvVarsContext): QueryFailure;
  oneResult(result: EnvVarResult, context: QueryContext): Awaitable<EnvVarResult>;
  results(results: EnvVarResult[], context: EnvVarsContext): Awaitable<EnvVarResult[]>;
  /** Whether the response is too large. */
  tooLarge(tooLarge: boolean, context: EnvVarsContext): boolean;
  response(response: NodeGetEnvVarsResponse, context: EnvVarsContext): Awaitable<NodeGetEnvVarsResponse>;

  /** The status of a call that failed, of any method. */
  status(status: StatusError, context: CallContext | EnvVarsContext): Awaitable<StatusError>;
  /** The metadata of an answer of any method. */
  metadata(metadata: AnswerMetadata, context: CallContext | EnvVarsContext): void;
  log(line: string, context: CallContext | EnvVarsContext): string;
  metricsPage(page: string): string;
  /** What the driver does last, once it serves no more; `log` writes a line. */
  ended(context: { readonly stateDirectory: string; log(line: string): void }): void;
  socketMode(mode: number): number;
  /** A connection was accepted; connect only. */
  connection(connection: Connection): void;
  /** Whether a call with this `:authority` and `:path` is taken; connect only. */
  acceptCall(accept: boolean, authority: string, path: string): boolean;
}

/** Changes nothing. */
export const noHooks: Hooks = {
  pluginInfo: (response) => response,
  pluginCapabilities: (response) => response,
  probe: (response) => response,
  nodeCapabilities: (response) => response,
  nodeInfo: (response) => response,
  service: (service) => service,
  decode: (decode, bytes) => decode(bytes),
  encode: (encode) => encode(),
  messageReceived: () => {},
  releaseSlot: (release) => release(),
  slots: (limit) => limit,
  validate: (violations) => violations,
  authorize: (refusals) => refusals,
  onCancel: (signal) => signal,
  cacheKey: (key) => key,
  backendKey: (key) => key,
  readBackend: (read) => read(),
  value: (text) => text,
  tooLong: (tooLong) => tooLong,
  optional: (covered) => covered,
  failures: (failures) => failures,
  precedence: (first) => first,
  oneResult: (result) => result,
  results: (results) => results,
  tooLarge: (tooLarge) => tooLarge,
  response: (response) => response,
  status: (status) => status,
  metadata: () => {},
  log: (line) => line,
  metricsPage: (page) => page,
  ended: () => {},
  socketMode: (mode) => mode,
  connection: () => {},
  acceptCall: (accept) => accept,
};

/** Whether the context is that of a call of NodeGetEnvVars. */
export function isEnvVars(context: CallContext | EnvVarsContext): context is EnvVarsContext {
  return 'request' in context;
}
