import type { Level, Stage } from '../contract.js';
import type { HeaderEvent } from '../runner/events.js';
import type { Reached } from './coverage.js';
import type { Finding } from './finding.js';
import type { Phase } from './fuzz-target.js';

/** Version of the format of a campaign's events. */
export const fuzzEventFormatVersion = 1;

/** First event of every campaign. */
export interface FuzzHeaderEvent
  extends Pick<
    HeaderEvent,
    | 'tool'
    | 'contract'
    | 'startedAt'
    | 'platform'
    | 'endpoint'
    | 'client'
    | 'seed'
    | 'profile'
    | 'profileDigest'
    | 'links'
  > {
  readonly type: 'header';
  readonly format: 'csi-env/fuzz-events';
  readonly formatVersion: number;
  readonly phases: readonly Phase[];
  readonly selection: {
    readonly run: readonly string[];
    readonly skip: readonly string[];
    readonly safe: boolean;
  };
  readonly budget: { readonly timeMs?: number; readonly runs?: number };
}

/** What the driver says of itself; comes once, after the first calls. */
export interface FuzzDriverEvent {
  readonly type: 'driver';
  readonly name: string;
  readonly vendorVersion: string;
  readonly stage: Stage;
  readonly embedded: boolean;
  /** Inputs of the first three phases that are played at once. */
  readonly atOnce: number;
}

/** A phase ended. */
export interface FuzzPhaseEvent {
  readonly type: 'phase';
  readonly phase: Phase;
  /** Inputs that were played and judged, without those that findings took. */
  readonly inputs: number;
  /** Length of the list of a finite phase. */
  readonly of?: number;
  readonly inconclusive: number;
  /** RPCs made and judged, without those that findings took. */
  readonly calls: number;
  /** Without the time that findings took. */
  readonly durationMs: number;
  /** Why it was not played at all. */
  readonly without?: string;
}

/** Something was found, shrunk and played again. */
export interface FuzzFindingEvent {
  readonly type: 'finding';
  readonly finding: Finding;
  /** The requirement that is broken; absent for a driver that is gone. */
  readonly requirement?: {
    readonly id: string;
    readonly level: Level;
    readonly text: string;
    readonly link: string;
  };
  /** File that holds it, as the user would write it; absent until it was written. */
  readonly file?: string;
  /** Command line that plays it again; absent until it was written. */
  readonly replay?: string;
}

/**
 * What a campaign came to. `unclear` covers flaky findings and all that kept the tool from telling; what is broken in a campaign of
 * `nothing found` is no MUST.
 */
export const fuzzVerdicts = ['found', 'unclear', 'nothing found'] as const;
export type FuzzVerdict = (typeof fuzzVerdicts)[number];

/** Last event of every campaign; a stream without it is truncated. */
export interface FuzzFooterEvent {
  readonly type: 'footer';
  readonly verdict: FuzzVerdict;
  readonly exitCode: number;
  /** Why the exit code is what it is, when the verdict alone does not say. */
  readonly reason?: string;
  readonly interrupted: boolean;
  readonly durationMs: number;
  /** Inputs that were played and judged, without those that findings took. */
  readonly inputs: number;
  /** RPCs made and judged, with those that findings took. */
  readonly calls: number;
  /** Findings of MUSTs that failed each time and that did not, and those of other requirements, which decide nothing. */
  readonly findings: { readonly plain: number; readonly flaky: number; readonly warnings: number };
  /** Inputs that failed as an earlier finding had, by requirement and cause. */
  readonly repeated: readonly {
    readonly requirement: string;
    readonly cause: string;
    readonly inputs: number;
  }[];
  /** Requirements that failed though `--run` and `--skip` leave them out. */
  readonly outside: readonly string[];
  readonly inconclusive: { readonly inputs: number; readonly reasons: readonly string[] };
  /** How many inputs reached each requirement and each boundary of the selection, those that none reached too. */
  readonly requirements: readonly Reached[];
  readonly boundaries: readonly Reached[];
}

/** Everything that a campaign says. */
export type FuzzEvent =
  | FuzzHeaderEvent
  | FuzzDriverEvent
  | FuzzPhaseEvent
  | FuzzFindingEvent
  | FuzzFooterEvent;
