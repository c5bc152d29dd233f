import type { MemoryBackend } from './backend.js';
import type { Cache } from './cache.js';
import type { Hooks } from './hooks.js';
import type { InFlight } from './in-flight.js';
import type { Limits } from './limits.js';
import type { ReferenceDriverOptions } from './options.js';

/** What the driver counts; read by its metrics page and by tests. */
export interface Counters {
  /** Calls by method. */
  readonly calls: Map<string, number>;
  /** Calls of NodeGetEnvVars by code name. */
  readonly codes: Map<string, number>;
  cacheHits: number;
  cacheMisses: number;
  backendErrors: number;
}

/** The parts of a running driver, as its service code sees them. */
export interface Driver {
  readonly options: ReferenceDriverOptions;
  /** The limits that hold, advertised or not. */
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly backend: MemoryBackend;
  readonly cache: Cache;
  readonly inFlight: InFlight;
  readonly counters: Counters;
  /** How often it was started. */
  readonly starts: number;
  /** When it was started, on the clock of `performance.now`. */
  readonly startedAt: number;
  readonly stateDirectory: string;
}
