import type { Finding, Rate } from './finding.js';
import {
  type Breach,
  type FuzzInput,
  type FuzzSession,
  notReached,
  notShown,
  type Unshown,
} from './fuzz-target.js';

/** What a finding came to when it was played again. */
export const replayOutcomes = ['fixed', 'failing', 'changed', 'flaky', 'unclear'] as const;
export type ReplayOutcome = (typeof replayOutcomes)[number];

/** What playing a finding again showed. */
export interface Replayed {
  readonly outcome: ReplayOutcome;
  /** How often it failed as it was found to. */
  readonly rate: Rate;
  /** What fails in its place, or why nothing can be said. */
  readonly notes: readonly string[];
}

/** Plays of a finding that failed each time when it was found, and of one that did not. */
export const replayPlays = { plain: 3, flaky: 20 } as const;

/**
 * Plays a finding again on fresh connections. A text that the signal is aborted with is told as the reason.
 *
 * `failing`: each play breaks the same requirement for the same cause. `flaky`: some do. `changed`: none does, yet another requirement or
 * cause is broken. `fixed`: every play was judged, could show the fault, and breaks nothing. `unclear`: anything else.
 */
export async function replay(
  session: FuzzSession,
  finding: Finding,
  options: { readonly plays?: number; readonly signal: AbortSignal },
): Promise<Replayed> {
  if (finding.kind === 'gone')
    return replayGone(
      session,
      finding.inputs.map(({ input }) => input),
      options.signal,
    );
  const flaky = finding.flaky ? replayPlays.flaky : replayPlays.plain;
  const most = options.plays ?? flaky;
  let failed = 0;
  let plays = 0;
  const others = new Map<string, Breach>();
  const without = session.without[finding.input.phase];
  const unjudged = new Set(without === undefined ? [] : [without]);
  try {
    for (; plays < most; plays++) {
      options.signal.throwIfAborted();
      const {
        breaches,
        inconclusive,
        reached,
        unshown = [],
      } = await session.play(finding.input, {
        fresh: true,
        signal: options.signal,
      });
      options.signal.throwIfAborted();
      const same = (one: Unshown): boolean =>
        one.requirement === finding.requirement && session.redact(one.cause) === finding.cause;
      if (inconclusive !== undefined) unjudged.add(inconclusive);
      else if (!reached.includes(finding.requirement)) unjudged.add(notReached(finding.requirement));
      else if (unshown.some(same)) unjudged.add(notShown(finding.requirement));
      if (breaches.some(same)) failed++;
      else for (const one of breaches) others.set(`${one.requirement}: ${one.cause}`, one);
    }
  } catch (reason) {
    if (options.signal.aborted)
      return { outcome: 'unclear', rate: { failed, plays }, notes: [whyEnded(options.signal)] };
    if (await session.alive().catch(() => false)) throw reason;
    return { outcome: 'changed', rate: { failed, plays }, notes: ['the driver no longer answers'] };
  }
  const rate = { failed, plays };
  if (failed > 0) return { outcome: failed === plays ? 'failing' : 'flaky', rate, notes: [] };
  if (others.size > 0) return { outcome: 'changed', rate, notes: [...others.keys()].map(session.redact) };
  if (unjudged.size > 0) return { outcome: 'unclear', rate, notes: [...unjudged].map(session.redact) };
  return { outcome: 'fixed', rate, notes: [] };
}

/** Plays the last inputs of a driver that went away: it is fixed when all could be played and it is still there afterwards. */
async function replayGone(
  session: FuzzSession,
  inputs: readonly FuzzInput[],
  signal: AbortSignal,
): Promise<Replayed> {
  const unclear = (notes: readonly string[]): Replayed => ({
    outcome: 'unclear',
    rate: { failed: 0, plays: 0 },
    notes,
  });
  let trouble: unknown;
  const unjudged = new Set<string>();
  for (const input of inputs) {
    if (signal.aborted) return unclear([whyEnded(signal)]);
    try {
      const { inconclusive } = await session.play(input, { fresh: true, signal });
      if (inconclusive !== undefined) unjudged.add(inconclusive);
    } catch (reason) {
      trouble = reason;
      break;
    }
  }
  if (signal.aborted) return unclear([whyEnded(signal)]);
  if (!(await session.alive()))
    return { outcome: 'failing', rate: { failed: 1, plays: 1 }, notes: ['the driver no longer answers'] };
  if (trouble !== undefined) throw trouble;
  if (unjudged.size > 0) return unclear([...unjudged].map(session.redact));
  return { outcome: 'fixed', rate: { failed: 0, plays: 1 }, notes: [] };
}

/** Why a replay was ended: the text that its signal was aborted with, or else an interrupt. */
export function whyEnded({ reason }: AbortSignal): string {
  return typeof reason === 'string' ? reason : 'interrupted';
}
