import type { Verdict } from '../contract.js';

/** How a check ended. */
export interface Ended {
  readonly verdict: Verdict | { readonly outcome: 'skipped'; readonly reason: string };
  readonly durationMs: number;
}

/** Why a run was aborted, in words. */
export function abortText(signal: AbortSignal): string {
  return signal.reason === 'deadline' ? 'the deadline of the run passed' : 'the run was interrupted';
}
