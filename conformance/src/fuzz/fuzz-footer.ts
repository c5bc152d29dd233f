import { exitCode } from '../errors.js';
import { plural } from '../report/summary.js';
import type { FuzzFooterEvent, FuzzVerdict } from './fuzz-events.js';

/** What ended a campaign before its budget did. */
export type CampaignEnd =
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'deadline'; readonly deadlineMs: number }
  | { readonly kind: 'interrupted' };

/** What the verdict of a campaign depends on. */
export interface FuzzOutcome {
  /** Findings of MUSTs, as those of other requirements are warnings. */
  readonly plain: number;
  readonly flaky: number;
  /** Inputs that were judged. */
  readonly judged: number;
  readonly inconclusive: number;
  readonly end?: CampaignEnd;
  /** Why phases were not played, for a campaign in which nothing ran. */
  readonly without: readonly string[];
}

/** The verdict of a campaign: what it found counts before what kept it from looking further, and an interrupt ends with 130. */
export function judgeCampaign(
  outcome: FuzzOutcome,
): Pick<FuzzFooterEvent, 'verdict' | 'exitCode' | 'reason' | 'interrupted'> {
  const { end, plain, flaky, judged, inconclusive } = outcome;
  const interrupted = end?.kind === 'interrupted';
  const say = (verdict: FuzzVerdict, code: number, reason?: string) => ({
    verdict,
    exitCode: interrupted ? exitCode.interrupted : code,
    ...(reason === undefined ? {} : { reason }),
    interrupted,
  });
  const early = end === undefined ? undefined : endText(end);
  if (plain > 0) return say('found', exitCode.nonconformant, early);
  if (end?.kind === 'unreachable' || end?.kind === 'gone') return say('unclear', exitCode.unreachable, early);
  if (end !== undefined) return say('unclear', exitCode.error, early);
  if (flaky > 0)
    return say('unclear', exitCode.error, 'what failed did not fail each time when it was played again');
  // As with a check that ends in an error: what a hook that failed would have shown is not known.
  if (inconclusive > 0)
    return say(
      'unclear',
      exitCode.error,
      judged === 0 ? 'no input could be judged' : `${plural(inconclusive, 'input')} could not be judged`,
    );
  if (judged === 0) {
    const why = outcome.without.length === 0 ? '' : `: ${outcome.without.join('; ')}`;
    return say('unclear', exitCode.nothingRan, `nothing ran${why}`);
  }
  return say('nothing found', exitCode.ok);
}

function endText(end: CampaignEnd): string {
  if (end.kind === 'interrupted') return 'interrupted';
  if (end.kind === 'deadline')
    return `the campaign did not end within its deadline of ${end.deadlineMs / 1000} s`;
  return end.message;
}
