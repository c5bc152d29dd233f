import type { Arbitrary } from 'fast-check';
import type { Budget } from './budget.js';
import { drawAt, plain } from './draw.js';
import type { Suspicion } from './examine.js';
import type { PlacedInput } from './finding.js';
import type { Breach, FuzzInput, FuzzSession, Observation, Phase, Steer } from './fuzz-target.js';

/** Where the inputs of a phase come from. */
export type Source =
  | { readonly list: readonly FuzzInput[] }
  | { readonly arbitrary: Arbitrary<FuzzInput>; readonly seed: number };

/** The source of a phase's inputs. */
export function sourceOf(session: FuzzSession, phase: Phase, steer: Steer, seed: number): Source {
  return phase === 'examples' || phase === 'boundary'
    ? { list: session.listed(phase, steer) }
    : { arbitrary: session.arbitrary(phase, steer), seed };
}

/** A failed input that nobody has examined yet. */
export interface Failed extends Suspicion {
  readonly index: number;
}

/** What playing went on until. */
export interface PlayEnd {
  /** New failures, in the order of their inputs. */
  readonly failed: readonly Failed[];
  /** Set when a play was rejected: the driver is gone, or the tool is at fault. */
  readonly rejected?: { readonly reason: unknown; readonly pending: readonly PlacedInput[] };
}

/** What a phase is played with. */
export interface PhaseTools {
  readonly session: FuzzSession;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** Whether a breach is worth stopping for. */
  isNew(breach: Breach): boolean;
  /** Told of every input that was played and judged. */
  observed(placed: PlacedInput, observation: Observation): void;
}

/** A phase that is played piece by piece. */
export interface PhasePlay {
  /** Inputs handed out so far. */
  readonly handedOut: number;
  /** Plays until something new fails, the budget or the list ends, or the signal does. */
  go(): Promise<PlayEnd>;
  /** Whether there are inputs left that the budget pays for; false once `go` found none. */
  readonly over: boolean;
}

/** Prepares a phase. Inputs are played as many at once as the session allows; none is drawn twice. */
export function playPhase(phase: Phase, source: Source, tools: PhaseTools): PhasePlay {
  const { session, budget, signal } = tools;
  const lanes = phase === 'stateful' || phase === 'concurrent' ? 1 : Math.max(1, session.atOnce);
  let next = 0;
  let over = false;

  function take(): { readonly placed: PlacedInput; readonly drawn?: Suspicion['drawn'] } | undefined {
    if ('list' in source && next >= source.list.length) return undefined;
    if (!budget.take()) return undefined;
    const index = next++;
    if ('list' in source) return { placed: { phase, index, input: source.list[index] as FuzzInput } };
    const { arbitrary } = source;
    const value = drawAt(arbitrary, source.seed, phase, index);
    return { placed: { phase, index, input: value.value_ }, drawn: { value, arbitrary } };
  }

  return {
    get handedOut() {
      return next;
    },
    get over() {
      return over;
    },
    async go() {
      const failed: Failed[] = [];
      const pending = new Set<PlacedInput>();
      let rejected: PlayEnd['rejected'];
      const lane = async (): Promise<void> => {
        while (!signal.aborted && failed.length === 0 && rejected === undefined) {
          const taken = take();
          if (taken === undefined) {
            over = true;
            return;
          }
          const { placed, drawn } = taken;
          pending.add(placed);
          try {
            const observation = await session.play(placed.input, { fresh: false, signal });
            pending.delete(placed);
            // What came after the end of the run says nothing of the driver.
            if (signal.aborted) return;
            tools.observed(placed, observation);
            for (const breach of observation.breaches.filter(tools.isNew)) {
              const { index } = placed;
              const input = plain(placed.input);
              failed.push({ index, input, breach, ...(drawn === undefined ? {} : { drawn }) });
            }
          } catch (reason) {
            if (signal.aborted) return;
            rejected ??= { reason, pending: [...pending] };
          }
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      failed.sort((a, b) => a.index - b.index);
      return { failed, ...(rejected === undefined ? {} : { rejected }) };
    },
  };
}
