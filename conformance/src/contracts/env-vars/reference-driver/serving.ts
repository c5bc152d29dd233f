import type { Hooks } from './hooks.js';

/** A service that listens. */
export interface Serving {
  /** Takes no more calls and lets those under way end, but no longer than the grace. */
  stop(graceMs: number): Promise<void>;
}

/** What both servers need to know. */
export interface ServeOptions {
  readonly socketPath: string;
  /** Largest message taken; larger ones are refused by the stack. */
  readonly maxReceiveBytes: number;
  readonly compressResponses: boolean;
  readonly hooks: Hooks;
}
