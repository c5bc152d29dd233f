/** Options of `replay` as they were read; durations are milliseconds. */
export interface ReplayFlags {
  readonly endpoint?: string;
  readonly profile?: string;
  readonly times?: number;
  readonly timeout?: number;
  readonly deadline: number;
  readonly startupTimeout: number;
  readonly safe: boolean;
  readonly reporter: 'console' | 'json';
  readonly trace: boolean;
}
