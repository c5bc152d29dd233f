import type { MemoryBackend } from './backend.js';
import type { CacheOptions } from './cache.js';
import type { Hooks } from './hooks.js';
import type { InFlightMode } from './in-flight.js';
import { contractLimits, type Limits } from './limits.js';

/** The gRPC stacks that the driver can be served on. */
export const serverKinds = ['grpc-js', 'connect'] as const;

/** Name of a gRPC stack. */
export type ServerKind = (typeof serverKinds)[number];

/** Semantics that the driver keeps. */
export type DriverStage = 'alpha' | 'beta';

/** How the reference driver is set up. */
export interface ReferenceDriverOptions {
  /** Absolute path of the Unix socket. */
  readonly socketPath: string;
  /** The gRPC stack. Default `grpc-js`. */
  readonly server: ServerKind;
  /** Default `alpha`; `beta` honours optional queries and says so. */
  readonly stage: DriverStage;
  /** Limits to advertise; zero and `none` advertise nothing and keep the contract's. Default: the contract's. */
  readonly limits: Limits | 'none';
  /** Whether NodeGetEnvVars is served at all. Default true. */
  readonly advertised: boolean;
  /** The backend. Default: one in memory with the data set of {@link import('./reference-profile.js').profileFor}. */
  readonly backend?: MemoryBackend;
  /** How long the default backend takes for a read, in milliseconds. Default 1. */
  readonly backendLatencyMs: number;
  /** The cache. Default 2 s, 10,000 entries. */
  readonly cache: CacheOptions | false;
  /** What happens to a call beyond the in-flight limit. Default `refuse`. */
  readonly inFlightMode: InFlightMode;
  /** Receives each log line, without line break. Default: dropped. */
  readonly log: (line: string) => void;
  /** Serves a metrics page on this port of 127.0.0.1, 0 for any free one. Default: none. */
  readonly metricsPort?: number;
  /** Folder that is the driver's own. Default: that of the socket. */
  readonly stateDirectory?: string;
  /** Compresses every response for callers that take it; connect only. Default false. */
  readonly compressResponses: boolean;
  /** Largest message that the stack takes, in bytes. Default 4 MiB, or what the payload limit needs. */
  readonly maxReceiveBytes?: number;
  /** How long a stop waits for calls to end, in milliseconds. Default 2000. */
  readonly stopGraceMs: number;
  /** A change of behaviour: a mutant or an oddity. */
  readonly mutant?: { apply(): Variation };
  /** Hooks of the caller's own; a mutant's win. */
  readonly hooks?: Partial<Hooks>;
}

/** What a mutant or an oddity changes. */
export interface Variation {
  readonly hooks?: Partial<Hooks>;
  readonly options?:
    | Partial<ReferenceDriverOptions>
    | ((options: ReferenceDriverOptions) => Partial<ReferenceDriverOptions>);
}

/** What holds unless said. */
export const defaultOptions = {
  server: 'grpc-js',
  stage: 'alpha',
  limits: contractLimits,
  advertised: true,
  backendLatencyMs: 1,
  cache: { ttlMs: 2000, maxEntries: 10_000 },
  inFlightMode: 'refuse',
  log: () => {},
  compressResponses: false,
  stopGraceMs: 2000,
} as const satisfies Partial<ReferenceDriverOptions>;

/** Puts options, defaults and a variation together; the variation wins. */
export function resolveOptions(
  given: Partial<ReferenceDriverOptions> & Pick<ReferenceDriverOptions, 'socketPath'>,
  variation: Variation,
): ReferenceDriverOptions {
  const options: ReferenceDriverOptions = { ...defaultOptions, ...given };
  const changed = typeof variation.options === 'function' ? variation.options(options) : variation.options;
  return { ...options, ...changed };
}
