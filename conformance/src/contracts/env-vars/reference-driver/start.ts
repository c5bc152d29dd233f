import { dirname } from 'node:path';
import { type MemoryBackend, memoryBackend } from './backend.js';
import { createCache } from './cache.js';
import { dataSet } from './data-set.js';
import type { Counters, Driver } from './driver.js';
import { type Hooks, noHooks } from './hooks.js';
import { createInFlight } from './in-flight.js';
import { effectiveLimits } from './limits.js';
import { serveMetrics } from './metrics.js';
import { type ReferenceDriverOptions, resolveOptions } from './options.js';
import { profileFor, type ReferenceProfile } from './reference-profile.js';
import { csiService } from './service.js';
import type { Serving } from './serving.js';
import { clearSocketPath, setSocketMode, socketMode } from './socket.js';

/** The reference driver's smallest limit of messages that its stack takes: gRPC's own default. */
const defaultReceiveBytes = 4 * 1024 * 1024;

/** What a running driver counted. */
export interface DriverStats extends Readonly<Counters> {
  readonly inFlight: number;
  /** The most calls of NodeGetEnvVars that were served at once. */
  readonly peakInFlight: number;
}

/** A running reference driver, with the controls that a profile's hooks give a test. */
export interface ReferenceDriver {
  /** `unix:///path.sock` */
  readonly endpoint: string;
  /** The options that hold, those of the mutant included. */
  readonly options: ReferenceDriverOptions;
  /** What a profile would tell of it. */
  readonly profile: ReferenceProfile;
  /** Its metrics page, where it has one. */
  readonly metricsUrl: string | undefined;
  readonly stats: DriverStats;
  /** Ends it: calls under way get {@link ReferenceDriverOptions.stopGraceMs}, the socket goes. */
  stop(): Promise<void>;
  /** Gives every key another value, as a rotation in the backend does; the cache holds on to its own until they expire. */
  rotate(): void;
  /** Stops it and starts it again on the same socket; the backend stays, the cache does not. */
  restart(): Promise<void>;
  backendDown(): void;
  backendUp(): void;
  /** What it asked of its backend so far: `VERB KEY`. */
  backendLog(): readonly string[];
}

/**
 * Starts the reference driver: a CSI node plugin that keeps the whole contract, unless a mutant makes it do otherwise.
 *
 * @throws Error when the socket path is taken
 */
export async function startReferenceDriver(
  given: Partial<ReferenceDriverOptions> & Pick<ReferenceDriverOptions, 'socketPath'>,
): Promise<ReferenceDriver> {
  const variation = given.mutant?.apply() ?? {};
  const options = resolveOptions(given, variation);
  const hooks: Hooks = { ...noHooks, ...options.hooks, ...variation.hooks };
  const limits = effectiveLimits(options.limits);
  const backend = options.backend ?? memoryBackend(dataSet(limits), options.backendLatencyMs);

  let generation = 0;
  let driver = assemble(options, hooks, backend, newCounters(), 1);
  let serving = await listen(driver);
  const metrics =
    options.metricsPort === undefined ? undefined : await serveMetrics(() => driver, options.metricsPort);

  async function end(): Promise<void> {
    await serving.stop(options.stopGraceMs);
    hooks.ended({ stateDirectory: driver.stateDirectory, log: options.log });
  }

  return {
    endpoint: `unix://${options.socketPath}`,
    options,
    profile: profileFor(limits, options.cache === false ? undefined : options.cache.ttlMs),
    metricsUrl: metrics?.url,
    get stats() {
      return { ...driver.counters, inFlight: driver.inFlight.count, peakInFlight: driver.inFlight.peak };
    },
    async stop() {
      await Promise.all([end(), metrics?.close()]);
    },
    rotate() {
      generation += 1;
      backend.replace(dataSet(limits, generation));
    },
    async restart() {
      await end();
      driver = assemble(options, hooks, backend, driver.counters, driver.starts + 1);
      serving = await listen(driver);
    },
    backendDown: () => backend.down(),
    backendUp: () => backend.up(),
    backendLog: () => backend.log(),
  };
}

/** The parts of a driver; all but backend and counters are new with each start. */
function assemble(
  options: ReferenceDriverOptions,
  hooks: Hooks,
  backend: MemoryBackend,
  counters: Counters,
  starts: number,
): Driver {
  const limits = effectiveLimits(options.limits);
  return {
    options,
    limits,
    hooks,
    backend,
    cache: createCache(options.cache),
    inFlight: createInFlight(hooks.slots(limits.maxInflightRequests), options.inFlightMode),
    counters,
    starts,
    startedAt: performance.now(),
    stateDirectory: options.stateDirectory ?? dirname(options.socketPath),
  };
}

/** Binds the socket and serves the driver on the stack of its choice; only that stack is loaded. */
async function listen(driver: Driver): Promise<Serving> {
  const { server, socketPath, maxReceiveBytes, compressResponses } = driver.options;
  await clearSocketPath(socketPath);
  const serve =
    server === 'connect'
      ? (await import('./serve-connect.js')).serveConnect
      : (await import('./serve-grpc-js.js')).serveGrpcJs;
  const serving = await serve(driver.hooks.service(csiService(driver)), {
    socketPath,
    // request/payload-size: what is a little too large has to reach the driver, so that it can say so.
    maxReceiveBytes:
      maxReceiveBytes ?? Math.max(defaultReceiveBytes, driver.limits.maxTotalPayloadBytes + 1024 * 1024),
    compressResponses,
    hooks: driver.hooks,
  });
  await setSocketMode(socketPath, driver.hooks.socketMode(socketMode));
  return serving;
}

function newCounters(): Counters {
  return { calls: new Map(), codes: new Map(), cacheHits: 0, cacheMisses: 0, backendErrors: 0 };
}
