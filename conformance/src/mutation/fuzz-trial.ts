import type { Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import type { Phase } from '../fuzz/fuzz-target.js';

/** One campaign against one mutant or oddity. */
export interface FuzzTrial {
  /** Id of the mutant or oddity; the reference driver itself where there is none. */
  readonly mutant?: string;
  readonly stage: Stage;
  readonly client: ClientKind;
  /** Most inputs. */
  readonly fuzzRuns: number;
  /** Requirements through which it is found; the campaign ends when one of them is broken. */
  readonly breaks: readonly string[];
  readonly seed: number;
  readonly deadlineMs: number;
}

/** What the fuzzer alone said of a mutant. */
export interface FuzzTrialResult {
  /** How it was found through a requirement that it breaks; absent where it was not. */
  readonly found?: {
    readonly requirement: string;
    /** Inputs that were played until then. */
    readonly inputs: number;
    readonly phase: Phase;
  };
  /** Other requirements that had a plain finding, in the order in which they were found. */
  readonly others: readonly string[];
  /** Requirements that had a flaky finding and no plain one. */
  readonly flaky: readonly string[];
  /** Inputs that were judged in all. */
  readonly inputs: number;
  readonly calls: number;
  /** Why the campaign ended before its inputs did, where no finding ended it. */
  readonly reason?: string;
}
