import type { Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';

/** When output has colours. */
export type ColorChoice = 'auto' | 'always' | 'never';

/** Options of `run` as they were read; durations are milliseconds. */
export interface RunFlags {
  readonly endpoint?: string;
  readonly profile?: string;
  readonly contract?: string;
  readonly stage: Stage | 'auto';
  readonly run?: readonly string[];
  readonly skip?: readonly string[];
  readonly seed?: number;
  readonly client: ClientKind;
  readonly timeout: number;
  readonly deadline?: number;
  readonly startupTimeout: number;
  readonly jobs: number;
  readonly repeat: number;
  readonly shuffle: boolean;
  readonly safe: boolean;
  readonly knownFailures?: string;
  readonly baseline?: string;
  readonly cases?: string;
  readonly strict: boolean;
  readonly reporter?: readonly string[];
  readonly output?: string;
  readonly linkBase?: string;
  readonly color: ColorChoice;
  readonly trace: boolean;
  readonly verbose: boolean;
}
