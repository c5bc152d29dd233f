import type { Phase } from '../fuzz/fuzz-target.js';
import type { RunFlags } from './run-flags.js';

/** Options of `fuzz` as they were read; durations are milliseconds. */
export interface FuzzFlags
  extends Pick<
    RunFlags,
    | 'endpoint'
    | 'profile'
    | 'contract'
    | 'stage'
    | 'run'
    | 'skip'
    | 'seed'
    | 'client'
    | 'timeout'
    | 'deadline'
    | 'startupTimeout'
    | 'safe'
    | 'reporter'
    | 'output'
    | 'linkBase'
    | 'color'
    | 'trace'
    | 'verbose'
  > {
  readonly phases: readonly Phase[];
  readonly fuzzTime?: number;
  readonly fuzzRuns?: number;
  readonly continue: boolean;
  readonly findings: string;
}
