import type { Endpoint } from '../../driver/endpoint.js';

/** What one step of the examination came to. */
export interface Finding {
  /** One word. */
  readonly step: string;
  readonly state: 'ok' | 'note' | 'fail';
  readonly text: string;
  /** What to do about it. */
  readonly cure?: string;
}

/** Examines one layer; the first failure is its last finding. What it finds once the signal is aborted says nothing of the driver. */
export type Examine = (endpoint: Endpoint, timeoutMs: number, signal: AbortSignal) => AsyncGenerator<Finding>;
