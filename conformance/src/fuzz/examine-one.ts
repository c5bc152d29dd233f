import { type CampaignState, isNew, isWarning, type Surroundings } from './campaign-state.js';
import { examine } from './examine.js';
import {
  type Breakage,
  type DriverGone,
  findingFormatVersion,
  findingKey,
  type PlacedInput,
} from './finding.js';
import type { CampaignEnd } from './fuzz-footer.js';
import type { FuzzSession, Phase } from './fuzz-target.js';
import type { Failed } from './play-phase.js';

/** Examines a failed input and makes a finding of it; nothing where that was found already, where it is flaky once more, and where the campaign ended on the way. */
export async function examineOne(
  session: FuzzSession,
  phase: Phase,
  failed: Failed,
  around: Surroundings & { readonly now: () => number },
): Promise<Breakage | undefined> {
  const { state, signal, origin } = around;
  const { requirement, cause } = failed.breach;
  const key = findingKey(failed.breach);
  const known = state.known.get(key);
  if (known !== undefined && !isNew(around, failed.breach)) {
    known.inputs++;
    return undefined;
  }
  let last: PlacedInput = { phase, index: failed.index, input: failed.input };
  try {
    const found = await examine(failed, {
      reductions: session.reductions,
      async playFresh(input) {
        last = { phase, index: failed.index, input };
        const observation = await session.play(input, { fresh: true, signal });
        state.calls += observation.calls;
        state.spent.calls += observation.calls;
        return observation;
      },
      now: around.now,
      spentMs: state.spent.ms,
      signal,
    });
    // A driver that went away fails everything; that is told as what it is.
    if (!signal.aborted && !(await session.alive())) {
      state.recent.push(last);
      state.end = gone();
      return undefined;
    }
    state.known.set(key, {
      requirement,
      cause,
      warning: isWarning(around.contract, requirement),
      inputs: known?.inputs ?? 0,
      examined: (known?.examined ?? 0) + 1,
      flaky: found.flaky,
    });
    if (known !== undefined && found.flaky) return undefined;
    const { input, breach, shrunk, shrinkPlays, confirmed, flaky } = found;
    return {
      format: 'csi-env/finding',
      formatVersion: findingFormatVersion,
      kind: 'breach',
      ...origin,
      phase,
      index: failed.index,
      requirement,
      cause: session.redact(cause),
      mismatches: breach.mismatches.map((text) => session.redact(text)),
      expected: session.redact(breach.expected),
      input,
      // One of a list is known by its place, and may be large.
      ...(shrunk && failed.drawn !== undefined ? { original: failed.input } : {}),
      shrinkPlays,
      confirmed,
      flaky,
    };
  } catch (reason) {
    if (!signal.aborted) state.end = await endOf(session, reason, [last], state);
    return undefined;
  }
}

/** Why a play was rejected: the driver is gone, or the tool is at fault. */
export async function endOf(
  session: FuzzSession,
  reason: unknown,
  pending: readonly PlacedInput[],
  state: CampaignState,
): Promise<CampaignEnd> {
  state.recent.push(...pending);
  const alive = await session.alive().catch(() => false);
  if (!alive) return gone();
  const message = reason instanceof Error ? reason.message : String(reason);
  return { kind: 'error', message: `internal error: ${session.redact(message)}` };
}

/** The end of a campaign whose driver went away. */
export function gone(): CampaignEnd {
  return { kind: 'gone', message: 'the driver no longer answers' };
}

/** The finding of a driver that went away. */
export function driverGone({ state, origin }: Surroundings): DriverGone {
  return {
    format: 'csi-env/finding',
    formatVersion: findingFormatVersion,
    kind: 'gone',
    ...origin,
    inputs: [...state.recent],
  };
}
