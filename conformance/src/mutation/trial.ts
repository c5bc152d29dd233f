import type { Level, Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import type { RunVerdict } from '../runner/outcome.js';
import type { Answered } from './run-trials.js';

/** A reference driver of a contract with something changed. */
export interface DriverCard {
  /** Permanent name. */
  readonly id: string;
  /** What is different about the driver, as a sentence. */
  readonly description: string;
  /** The only stage at which it is different. */
  readonly stage?: Stage;
  /** Whether a process that tried it is of no more use. */
  readonly ownProcess: boolean;
}

/** A mutant of a contract's reference driver, as the kill matrix sees it: its name is a requirement's id and how it is broken. */
export interface MutantCard extends DriverCard {
  /** Requirements that have to fail. */
  readonly breaks: readonly string[];
  /** Requirements that may fail too, and why. */
  readonly also: readonly { readonly id: string; readonly why: string }[];
}

/** A legal oddity of a contract's reference driver. */
export interface OddityCard extends DriverCard {
  /** Requirements that it might be taken to break: all of their checks are always tried. */
  readonly near: readonly string[];
}

/** A contract's reference driver with its rules broken one by one, which shows that the checks can fail. */
export interface MutationSet {
  readonly mutants: readonly MutantCard[];
  /** Drivers that are odd and legal: they break nothing, and nothing may be held against them. */
  readonly oddities: readonly OddityCard[];
  /** Requirements that no mutant breaks, and why. */
  readonly excused: readonly { readonly id: string; readonly why: string }[];
  /** Patterns of checks that cost much: made only for mutants of their own requirements, unless everything is asked for. */
  readonly costly: readonly string[];
  /** Seeded changes of the driver's answers. */
  readonly responses: ResponseSet;
  /** Module of a process that works off {@link Trial}s and fuzz trials that it is sent and answers each with its result. */
  readonly worker: URL;
}

/** The reference driver with its answers changed on their way out, by seeds: what nobody thought of. */
export interface ResponseSet {
  /** Seeds from 1 to this one are tried when all are. */
  readonly seeds: number;
  /** The change that a seed gives: a pure function of it. */
  of(seed: number): ResponseCard;
  /** Changes that the contract permits. */
  readonly permitted: readonly Permitted[];
}

/** A change of answers: its name, what the driver does, and the stage without which it changes nothing. */
export type ResponseCard = Pick<MutantCard, 'id' | 'description' | 'stage'>;

/** Changes of answers that a suite has no right to notice. */
export interface Permitted {
  /** Glob of their ids, without seeds. */
  readonly pattern: string;
  /** Why the contract permits them. */
  readonly why: string;
  /** Whether what they permit takes time, so that a run that ran out of it, and in which nothing failed, is permitted as well. */
  readonly takesTime?: boolean;
}

/** One run of the suite against one mutant or oddity. */
export interface Trial {
  /** Id of the mutant, the oddity or the change of answers; the reference driver itself where there is none. */
  readonly mutant?: string;
  readonly stage: Stage;
  readonly client: ClientKind;
  /** Names of the checks to make; none for all. */
  readonly run: readonly string[];
  readonly deadlineMs: number;
  /** Seed of the order in which the checks are made; that of the plan unless said. */
  readonly shuffle?: number;
}

/** What the suite said of a mutant. */
export interface TrialResult {
  readonly verdict: RunVerdict;
  readonly exitCode: number;
  /** Requirements with a failed check. */
  readonly failed: readonly FailedRequirement[];
  /** Checks that could not tell, with what they said. */
  readonly errors: readonly { readonly check: string; readonly message: string }[];
  readonly calls: number;
  readonly durationMs: number;
  /** Answers that were changed on their way; of seeded changes of answers alone. */
  readonly changed?: number;
}

/** A requirement that failed, and the checks that showed it. */
export interface FailedRequirement {
  readonly id: string;
  readonly level: Level;
  readonly checks: readonly string[];
}

/** What a worker answers: the result, or why there is none. */
export type TrialAnswer = Answered<TrialResult>;
