import type { Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';

/** Seeds from one to another, both among them. */
export interface SeedRange {
  readonly from: number;
  readonly to: number;
}

/** Options of `conformance mutants` as parsed. */
export interface MutantsFlags {
  readonly run?: string;
  readonly each?: number;
  /** The first is the one that the others are compared with. */
  readonly client: readonly ClientKind[];
  readonly stage: readonly Stage[];
  /** Seeds of changes of answers to try in place of mutants. */
  readonly responses?: SeedRange;
  readonly whole: boolean;
  /** Most inputs of a campaign against each, in place of the checks. */
  readonly fuzz?: number;
  readonly jobs?: number;
  readonly shuffle?: number;
  readonly deadline: number;
  readonly reporter: 'text' | 'json' | 'markdown';
  readonly output?: string;
  readonly check?: string;
}
