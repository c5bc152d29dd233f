import type { Verdict } from '../contract.js';
import type { Attempts } from './attempts.js';

/** How a check ended. */
export interface Ended {
  readonly verdict: Verdict | { readonly outcome: 'skipped'; readonly reason: string };
  readonly durationMs: number;
  /** Set where the check failed and was made again. */
  readonly attempts?: Attempts;
  /** Whether a call got no answer in time. */
  readonly late?: boolean;
}

/** Why a run was aborted, in words. */
export function abortText(signal: AbortSignal): string {
  return signal.reason === 'deadline' ? 'the deadline of the run passed' : 'the run was interrupted';
}
