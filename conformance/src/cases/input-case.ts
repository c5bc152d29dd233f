import type { Stage } from '../contract.js';
import type { FuzzInput } from '../fuzz/fuzz-target.js';

/** A declarative case that plays an input, as a file of `--cases` holds it. */
export interface InputCase {
  /** Permanent name that begins with the requirement's id. */
  readonly id: string;
  readonly requirement: string;
  /** First and last revision of the contract in which it counts. */
  readonly since: number;
  readonly until?: number;
  /** Semantics for which it holds; both unless said. */
  readonly stage?: Stage;
  readonly stimulus: string;
  readonly input: FuzzInput;
  /** Whether others who use the driver would notice; true unless said. */
  readonly disturbs?: boolean;
  /** What a driver gets wrong here. */
  readonly why: string;
}

/** A file of `--cases`. */
export interface CaseFile {
  readonly area: string;
  readonly cases?: readonly InputCase[];
}
