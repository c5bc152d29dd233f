import type { Level, Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import type { Attempts } from './attempts.js';
import type { CheckOutcome, RequirementOutcome, RunVerdict } from './outcome.js';

/** Version of the event format; a reader refuses a higher one. */
export const eventFormatVersion = 1;

/** First event of every run. */
export interface HeaderEvent {
  readonly type: 'header';
  readonly format: 'csi-env/events';
  readonly formatVersion: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly contract: { readonly name: string; readonly revision: number };
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly platform: { readonly os: string; readonly arch: string; readonly node: string };
  readonly endpoint: string;
  readonly client: ClientKind;
  readonly seed: number;
  /** Path of the profile as the user gave it; absent without a profile. */
  readonly profile?: string;
  /** `sha256:` and hex of the profile as read; absent without a profile. */
  readonly profileDigest?: string;
  readonly implementation?: Implementation;
  /** What the run was asked to leave out or to do otherwise, in words. */
  readonly selection: {
    readonly run: readonly string[];
    readonly skip: readonly string[];
    readonly safe: boolean;
    readonly strict: boolean;
    /** Times that a failing check was to be made again; absent for none. */
    readonly repeat?: number;
    /** Whether the checks were made in an order that the seed decided; absent where not. */
    readonly shuffle?: true;
  };
  /** Where requirements are explained, a prefix for ids. */
  readonly links: string;
}

/** Who made the driver, as the profile says. */
export interface Implementation {
  readonly organization?: string;
  readonly project?: string;
  readonly url?: string;
  readonly version?: string;
  readonly contact?: readonly string[];
}

/** What will be done, decided before the first call. */
export interface PlanEvent {
  readonly type: 'plan';
  readonly requirements: readonly PlannedRequirement[];
}

/** A requirement of the plan. */
export interface PlannedRequirement {
  readonly id: string;
  readonly level: Level;
  readonly stage: Stage;
  readonly text: string;
  readonly checks: readonly PlannedCheck[];
}

/** A check of the plan. */
export interface PlannedCheck {
  readonly name: string;
  /** Made before the first call: what is to be untested turns out not to apply where the driver's own words say so. */
  readonly decision: 'run' | 'untested' | 'skipped' | 'not-applicable';
  /** Why it will not run: what the profile would have to say, or who asked. */
  readonly reason?: string;
  /** Member of the profile that is missing, such as `keys.missing`. */
  readonly member?: string;
}

/** What the driver says of itself; comes once, after the first calls. */
export interface DriverEvent {
  readonly type: 'driver';
  readonly name: string;
  readonly vendorVersion: string;
  readonly stage: Stage;
  readonly embedded: boolean;
  /** What of the contract the driver declares, in words. */
  readonly declares: readonly string[];
  /** Set when nothing of the contract's call applied. */
  readonly nothingApplies?: string;
}

/** The failure card: everything that a vendor needs to understand and reproduce a failure. */
export interface FailureCard {
  readonly stimulus: string;
  readonly acceptable: string;
  readonly happened: readonly string[];
  readonly cause?: string;
  readonly fix?: string;
  readonly reproduce: {
    /** A command line of this tool. */
    readonly conformance: string;
    /** A grpcurl command line, where one call that fits a command line shows the failure. */
    readonly grpcurl?: string;
    /** The request as protobuf JSON; where that is long, most of its long texts and lists is left out. */
    readonly request?: unknown;
  };
  readonly link: string;
}

/** One check ended. Events come in the order of the plan. */
export interface CheckEvent {
  readonly type: 'check';
  readonly name: string;
  readonly requirement: string;
  readonly outcome: CheckOutcome;
  readonly durationMs: number;
  /** One line: why it did not pass, or a note. */
  readonly message?: string;
  /** Requirement at fault when the premise of the check failed. */
  readonly blockedBy?: string;
  /** Set when the failure was announced by `--known-failures` or `--baseline`. */
  readonly known?: { readonly reason: string; readonly until?: string };
  readonly card?: FailureCard;
  /** How often the check failed; set where it failed and was made again. */
  readonly attempts?: Attempts;
}

/** Last event of every run; a stream without it is truncated. */
export interface FooterEvent {
  readonly type: 'footer';
  readonly verdict: RunVerdict;
  readonly exitCode: number;
  /** Why the exit code is what it is, when the verdict alone does not say. */
  readonly reason?: string;
  readonly interrupted: boolean;
  readonly durationMs: number;
  readonly calls: number;
  readonly checks: Readonly<Record<CheckOutcome, number>>;
  readonly requirements: Readonly<Record<RequirementOutcome, number>>;
}

/** Everything that a run says. */
export type RunEvent = HeaderEvent | PlanEvent | DriverEvent | CheckEvent | FooterEvent;
