import type { Arbitrary } from 'fast-check';
import type { DriverIdentity, RunContext, Stage } from '../contract.js';

/**
 * Parts of a campaign, in the order in which they run. `examples` and `boundary` are finite lists; the others are drawn
 * from the seed for as long as the budget lasts.
 */
export const PHASES = ['examples', 'boundary', 'fuzz', 'stateful', 'concurrent'] as const;
export type Phase = (typeof PHASES)[number];

/**
 * One thing to do to a driver: plain JSON data, whole and without a value of the driver's, so that it can be written to a
 * finding and played again by another process. Its inner shape is the contract's.
 */
export interface FuzzInput {
  readonly phase: Phase;
  /** What it does, in a few words for people. */
  readonly title: string;
  readonly [member: string]: unknown;
}

/** One rule that a driver broke when an input was played to it; every text is redacted. */
export interface Breach {
  /** The requirement that the model says is broken. */
  readonly requirement: string;
  /** Names the fault within the requirement, without the particulars of the input: findings with equal requirement and cause are one. */
  readonly cause: string;
  /** What happened: each mismatch on its own. */
  readonly mismatches: readonly string[];
  /** What the model allows, as a sentence. */
  readonly expected: string;
}

/** A fault that a play could not have shown; named as a {@link Breach} names it. */
export type Unshown = Pick<Breach, 'requirement' | 'cause'>;

/** What playing one input came to. */
export interface Observation {
  /** RPCs made and judged. */
  readonly calls: number;
  /**
   * Requirements that the model could have found broken by this input; after a fresh play those too that it would have put a wrong
   * answer down to only after further calls.
   */
  readonly reached: readonly string[];
  /** After a fresh play: faults of these requirements that it could not have shown, since too little is known of what was asked for. */
  readonly unshown?: readonly Unshown[];
  /** Boundaries that the input stood at, such as `key/bytes/limit+1`. */
  readonly boundaries: readonly string[];
  readonly breaches: readonly Breach[];
  /** Why nothing can be said, such as a hook that failed; then `breaches` is empty. */
  readonly inconclusive?: string;
  /** Set where `inconclusive` says why it was not played at all: a hook that the profile does not say, or `--safe`. */
  readonly unplayed?: true;
}

/** Why a play that broke nothing says nothing about a requirement. */
export function notReached(requirement: string): string {
  return `with this profile and driver the input cannot show whether ${requirement} holds`;
}

/** Why a play that broke nothing says nothing about a fault that another profile would have let it show. */
export function notShown(requirement: string): string {
  return `the profile tells too little of what the input asks for to show whether ${requirement} holds`;
}

/** Which requirements a campaign is after: those that `--run` and `--skip` leave. */
export type Steer = (requirement: string) => boolean;

/**
 * A way to make an input smaller: smaller ones to try in its place, those that lack most first; none where it can do no more. Each is
 * smaller than the input, so that taking one after the other comes to an end. A function of the input alone.
 */
export type Reduction = (input: FuzzInput) => Iterable<FuzzInput>;

/** A driver in the hands of a campaign. */
export interface FuzzSession {
  readonly driver: DriverIdentity;
  readonly stage: Stage;
  /** Inputs of `examples`, `boundary` and `fuzz` that may be played at once. Those of other phases are played alone. */
  readonly atOnce: number;
  /** Phases that cannot be played with this profile and driver, with the reason of each. */
  readonly without: Readonly<Partial<Record<Phase, string>>>;
  /** Every requirement that inputs of these phases can reach, and every boundary that they can stand at. */
  reachable(phases: readonly Phase[]): {
    readonly requirements: readonly string[];
    readonly boundaries: readonly string[];
  };
  /** The whole list of a finite phase, in a fixed order. */
  listed(phase: 'examples' | 'boundary', steer: Steer): readonly FuzzInput[];
  /** Ways to make an input of a finite phase smaller that fails, in the order in which they are tried. */
  readonly reductions: readonly Reduction[];
  /** What the other phases draw from. Equal seeds give equal inputs on every machine and Node version. */
  arbitrary(phase: 'fuzz' | 'stateful' | 'concurrent', steer: Steer): Arbitrary<FuzzInput>;
  /**
   * Plays an input and judges all that came back by the model. `fresh` opens connections for this input alone. Rejects only when
   * the driver is gone or the tool itself is at fault.
   *
   * @throws {UsageError} when the input is not one of this contract's.
   */
  play(
    input: FuzzInput,
    options: { readonly fresh: boolean; readonly signal: AbortSignal },
  ): Promise<Observation>;
  /** Makes a text safe to show: no value of the driver's in any encoding, no control characters, bounded. */
  redact(text: string): string;
  /** Whether the driver still accepts connections and answers. */
  alive(): Promise<boolean>;
  close(): Promise<void>;
}

/** What a contract brings for fuzzing. */
export interface FuzzTarget {
  /** Connects, waits until the driver serves, and reads what it declares. Throws UnreachableError. */
  // biome-ignore lint/suspicious/noExplicitAny: the engine never looks into a contract's own types
  open(context: RunContext<any>): Promise<FuzzSession>;
}
