import type { Ending, SpawnedDriver, Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import type { Endpoint } from '../driver/endpoint.js';
import type { Clock } from './clock.js';
import type { Implementation } from './events.js';
import type { KnownFailure } from './known-failures.js';
import type { Selection } from './select.js';

/** Everything that a run is told; {@link runDefaults} has the defaults. */
export interface RunOptions {
  // biome-ignore lint/suspicious/noExplicitAny: the engine never looks into a contract's own types
  readonly profile: any;
  /** Path of the profile as the user gave it, for the report. */
  readonly profilePath?: string;
  readonly profileDigest?: string;
  readonly implementation?: Implementation;
  readonly client: ClientKind;
  /** Milliseconds that one call may take. */
  readonly timeoutMs: number;
  /** Milliseconds that the whole run may take; unless said three minutes, or more for a driver that answers slowly. */
  readonly deadlineMs?: number;
  readonly startupTimeoutMs: number;
  /** Checks that run at once. */
  readonly jobs: number;
  /** Times that a failing check is made again, so that the report can say how often it fails; its failure stays. */
  readonly repeat: number;
  readonly seed: number;
  /** Whether the checks are made in an order that the seed decides, not in that of the plan. */
  readonly shuffle: boolean;
  readonly stage: Stage | 'auto';
  readonly safe: boolean;
  readonly strict: boolean;
  readonly selection: Selection;
  readonly knownFailures: readonly KnownFailure[];
  /** Names of checks that failed in the report given by `--baseline`. */
  readonly baseline: readonly string[];
  readonly embedded: boolean;
  /** Arguments that reproduce this run's choice of driver, for failure cards. */
  readonly reproduceArguments: readonly string[];
  /** Interrupts the run; it still ends with a footer. */
  readonly signal?: AbortSignal;
  readonly trace?: (line: string) => void;
  /** Where the run's own times come from; the system's clock unless said. */
  readonly clock?: Clock;
  /** Takes expected values out of what is told of the driver before it answers; from then on the session does. */
  readonly redact?: (text: string) => string;
  /** Told whenever a check ends, in the order in which they end. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number;
    readonly check: string;
  }) => void;
}

/** Defaults of a run; each stands in the design. */
export const runDefaults = {
  client: 'wire',
  timeoutMs: 5000,
  startupTimeoutMs: 10_000,
  jobs: 16,
  repeat: 0,
  shuffle: false,
  stage: 'auto',
  safe: false,
  strict: false,
  selection: { run: [], skip: [] },
  knownFailures: [],
  baseline: [],
  embedded: false,
  reproduceArguments: [],
} as const;

/** How long a run may take whose options do not say it, in milliseconds. */
export const usualDeadlineMs = { ordinary: 180_000, slow: 900_000 } as const;

/** The driver under test: its endpoint, and its process when the tool started it. */
export interface RunTarget {
  readonly endpoint: Endpoint;
  /** The endpoint as the user wrote it. */
  readonly text: string;
  readonly spawned?: SpawnedDriver;
  /** Ends it for good, when the tool started it. Never rejects. */
  end?(): Promise<Ending>;
}
