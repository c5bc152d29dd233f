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

/** Why a run ends before its checks did: the driver can no longer be talked to. Reason of its signal. */
export interface GivenUp {
  readonly givenUp: string;
}

/** What a run was given up for; undefined where it was not. */
export function givenUpFor({ reason }: AbortSignal): string | undefined {
  return typeof reason === 'object' && reason !== null && 'givenUp' in reason
    ? (reason as GivenUp).givenUp
    : undefined;
}

/** What is said of what a run's deadline kept from its end. */
export const deadlinePassed = 'the deadline of the run passed';

/** Why a run was aborted, in words. */
export function abortText(signal: AbortSignal): string {
  const cause = givenUpFor(signal);
  if (cause !== undefined) return cause;
  return signal.reason === 'deadline' ? deadlinePassed : 'the run was interrupted';
}
