import type { Answer } from './driver/answer.js';
import type { Client, ClientKind } from './driver/client.js';
import type { Endpoint } from './driver/endpoint.js';
import type { FuzzTarget } from './fuzz/fuzz-target.js';
import type { MutationSet } from './mutation/trial.js';
import type { Profile } from './profile/profile.js';

/** Obligation of a requirement (RFC 2119). */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** Which semantics of the contract a requirement or a driver belongs to. */
export type Stage = 'alpha' | 'beta';

/** A requirement as the engine sees it; contracts take it from their data. */
export interface Requirement {
  /** Permanent path-shaped id, such as `ordering/same-order`. */
  readonly id: string;
  readonly level: Level;
  readonly stage: Stage;
  readonly party: 'driver' | 'co';
  /** A few words for lists. */
  readonly title?: string | undefined;
  /** The normative sentences. */
  readonly text: string;
  readonly rationale: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** What was decided where the source is open. */
  readonly decisions?: readonly Decision[] | undefined;
  /** Likely cause of a failure. */
  readonly cause?: string | undefined;
  /** How to fix a driver that fails it. */
  readonly fix?: string | undefined;
  /** Why no outside observer can test it; set where it has no check. */
  readonly untestable?: string | undefined;
}

/** What a contract decided on a question that its source leaves open. */
export interface Decision {
  readonly n: number;
  readonly question: string;
  readonly decision: string;
  readonly reason: string;
}

/** What a failing check shows to make its point; every text is redacted before it leaves the runner. */
export interface Evidence {
  /** What happened: each mismatch on its own. */
  readonly mismatches: readonly string[];
  /** The one well-formed call that shows it, when one does. */
  readonly call?: { readonly method: string; readonly request: unknown };
  /** A cause more exact than the requirement's own. */
  readonly cause?: string;
  /** Requirements that would explain it: where one of them fails by checks of its own, the failure is put down to that one. */
  readonly suspects?: readonly string[];
}

/** What a check came to; "the tool could not tell" is a case of its own. */
export type Verdict =
  | { readonly outcome: 'pass'; readonly note?: string }
  | { readonly outcome: 'fail'; readonly evidence: Evidence }
  | { readonly outcome: 'error'; readonly message: string }
  /** Needs something that the profile does not give, or its premise fails (`blockedBy` names the requirement at fault). */
  | { readonly outcome: 'untested'; readonly reason: string; readonly blockedBy?: string }
  | { readonly outcome: 'not-applicable'; readonly reason: string };

/** Something that a check needs from the profile. */
export interface Need<Profile> {
  /** Member of the profile, such as `keys.missing`. */
  readonly member: string;
  /** What the profile would have to say, as an instruction. */
  readonly say: string;
  met(profile: Profile): boolean;
}

/** Something that a driver must have declared for a check to apply. */
export interface Condition<Facts> {
  /** Why the check does not apply when the condition is not met. */
  readonly otherwise: string;
  met(facts: Facts): boolean;
}

/** One check: a stimulus, an obligation and a short script. */
export interface Check<Profile, Facts, Tools> {
  /** Permanent path-shaped name that begins with the requirement's id. */
  readonly name: string;
  readonly requirement: string;
  /** What the check does to the driver, as a sentence. */
  readonly stimulus: string;
  /** The acceptable outcomes, as a sentence. */
  readonly expects: string;
  /** Contract revision from which on the check counts; 1 unless said. */
  readonly since?: number;
  /** Last contract revision in which the check counts; absent while it does. */
  readonly until?: number;
  readonly needs?: readonly Need<Profile>[];
  readonly when?: readonly Condition<Facts>[];
  /** Runs by itself after all checks that are not alone. Lower numbers first. */
  readonly alone?: number;
  /** Left out by `--safe`: uses hooks, overload or malformed traffic. */
  readonly disturbs?: boolean;
  /** Evaluates what the other checks saw; runs after everything else, those with a number under `alone` last. */
  readonly final?: boolean;
  /** Milliseconds in which a check that gets no answer has to end, 60,000 unless said; with answers it goes on. */
  readonly budgetMs?: number;
  run(tools: Tools): Promise<Verdict>;
}

/** What the engine gives a contract to work with. */
export interface RunContext<Profile> {
  readonly endpoint: Endpoint;
  readonly clientKind: ClientKind;
  readonly profile: Profile;
  readonly options: {
    readonly timeoutMs: number;
    readonly startupTimeoutMs: number;
    readonly seed: number;
    readonly stage: Stage | 'auto';
    readonly safe: boolean;
  };
  /** Ends with the run. */
  readonly signal: AbortSignal;
  /** Ends the run for a reason, since the driver can no longer be talked to; what was told so far stays. */
  giveUp?(reason: string): void;
  openClient(kind?: ClientKind): Promise<Client>;
  /** Called for every call that is made, for `--trace`; values are never part of it. */
  trace(line: string): void;
  /** What an `exec:` driver wrote so far; undefined for drivers that the tool did not start. */
  readonly spawned?: SpawnedDriver;
  /** Closes all clients and ends a driver that the tool started, for good: only what is left of it can be looked at then. Never rejects. */
  end?(): Promise<Ending>;
}

/** How a driver ended that was asked to: by itself, or because it was killed after its time of grace. */
export type Ending = 'ended' | 'killed';

/** A driver that the tool started. */
export interface SpawnedDriver {
  readonly pid: number;
  /** It and what it started, as far as their environment, their output or their parents show it; on Linux only. */
  processes(): readonly number[];
  /** Output so far, stdout and stderr, oldest first, in bounded memory. */
  output(): readonly OutputChunk[];
  /** What of each stream was dropped from the front to keep memory bounded. */
  readonly dropped: Readonly<
    Record<OutputChunk['stream'], { readonly bytes: number; readonly lines: number }>
  >;
  /** Length of the output when the first call was made, in bytes. */
  readonly baselineBytes: number;
  markBaseline(): void;
  exited(): { readonly code: number | null; readonly signal: string | null } | undefined;
  /** Stops and starts it again on the same socket; resolves when it can be connected to. */
  restart(): Promise<void>;
}

/** A piece of a driver's output. */
export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}

/** What a driver says of itself, in the words of the report. */
export interface DriverIdentity {
  readonly name: string;
  readonly vendorVersion: string;
}

/** A connected driver in the hands of a contract. */
export interface Session<Facts, Tools> {
  readonly facts: Facts;
  readonly driver: DriverIdentity;
  readonly stage: Stage;
  /** What the driver declares and is judged by, as short texts that are safe to show. */
  readonly declares: readonly string[];
  /** What the driver lacks for anything of the contract to apply; a sentence for the verdict line. */
  readonly nothingApplies?: string;
  /** Set when the profile and the driver contradict each other so that the run means nothing. */
  readonly contradiction?: string;
  /** Whether the driver is so slow that waiting for it is all that a run does. */
  readonly slow: boolean;
  /** Checks that run at once against a slow driver; `--jobs` overrules it. */
  readonly jobs: number;
  /**
   * The requirements that calls at once do not disturb each other. Where a driver breaks one, whatever failed while checks ran
   * at once is made again by itself, and put down to that one where it passes then. `separate` has calls made one after the other from
   * then on, and drops what was seen of the driver so far.
   */
  readonly isolation?: { readonly requirements: readonly string[]; separate(): void };
  /** Tools for one check; the signal ends with the check. `afresh`: nothing that was learned once a run is taken for granted. */
  tools(check: string, signal: AbortSignal, afresh?: boolean): Tools;
  /** Whether a call of a check got no answer in the time that every call has: a busy machine looks like that, and a driver that hangs. */
  late?(tools: Tools): boolean;
  /** How many calls of a check got an answer so far: a check that a slow driver answers goes on beyond its budget. */
  answers?(tools: Tools): number;
  /** Whether even its cheapest call takes long now: the driver, or the machine, has less than it needs. Never rejects. */
  laboured?(): Promise<boolean>;
  /** Ends what the tools of one check opened. */
  release(tools: Tools): Promise<void>;
  /** Makes a text safe to show: no value of the driver's in any encoding, no control characters, bounded. */
  redact(text: string): string;
  /** Whether the driver still accepts connections and answers. */
  alive(): Promise<boolean>;
  /** Requirements whose violation was seen in passing while other checks ran. */
  close(): Promise<void>;
}

/** A contract's reference driver inside this process, with the profile that fits it. */
export interface EmbeddedDriver {
  readonly endpoint: Endpoint;
  readonly profile: Profile;
  /** Ends it, and leaves its files where they are. Never rejects. */
  end(): Promise<Ending>;
  /** Ends it and takes away its files. Never rejects. */
  stop(): Promise<void>;
}

/** A contract: its requirements, the checks that decide them, and how to talk to a driver. */
// biome-ignore lint/suspicious/noExplicitAny: the engine never looks into a contract's own types
export interface Contract<Profile = any, Facts = any, Tools = any> {
  readonly name: string;
  /** Revision that this object judges by. */
  readonly revision: number;
  readonly requirements: readonly Requirement[];
  readonly checks: readonly Check<Profile, Facts, Tools>[];
  /** Page of a requirement. */
  link(id: string): string;
  /** Connects, waits until the driver serves, and reads what it declares. Throws UnreachableError. */
  open(context: RunContext<Profile>): Promise<Session<Facts, Tools>>;
  /** A grpcurl command for a call of this contract. */
  grpcurl(endpoint: Endpoint, method: string, request: unknown): string;
  /** What the reference driver says of itself; absent where the contract has none. */
  readonly reference?: DriverIdentity;
  /** Starts the reference driver, which is tested when nobody names another; absent where the contract has none. */
  startEmbedded?(stage: Stage | 'auto'): Promise<EmbeddedDriver>;
  /** The reference driver's mutants, which show that the checks can fail; absent where the contract has none. */
  mutation?(): Promise<MutationSet>;
  /**
   * Model and generators for `fuzz`; absent where the contract has none.
   *
   * @internal its types are those of fast-check, which is no dependency of the package
   */
  fuzz?(): Promise<FuzzTarget>;
}

export const pass = (note?: string): Verdict =>
  note === undefined ? { outcome: 'pass' } : { outcome: 'pass', note };

/** Why a run of a script stops early, as a verdict. Thrown by premises inside checks, caught by the runner. */
export class Stop extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super(verdict.outcome);
    this.name = 'Stop';
    this.verdict = verdict;
  }
}

export type { Answer };
