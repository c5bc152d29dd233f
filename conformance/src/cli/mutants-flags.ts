import type { Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';

/** Options of `conformance mutants` as parsed. */
export interface MutantsFlags {
  readonly run?: string;
  readonly each?: number;
  readonly client: ClientKind;
  readonly stage: Stage;
  readonly whole: boolean;
  readonly jobs?: number;
  readonly deadline: number;
  readonly reporter: 'text' | 'json' | 'markdown';
  readonly output?: string;
  readonly check?: string;
}
