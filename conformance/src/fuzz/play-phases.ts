import type { Contract } from '../contract.js';
import { createBudget } from './budget.js';
import { mostFindings } from './campaign-options.js';
import { countFindings, isNew, observe, type Surroundings } from './campaign-state.js';
import { driverGone, endOf, examineOne, gone } from './examine-one.js';
import type { Breakage } from './finding.js';
import type { FuzzEvent, FuzzFindingEvent, FuzzPhaseEvent } from './fuzz-events.js';
import type { FuzzSession, Phase, Steer } from './fuzz-target.js';
import { playPhase, sourceOf } from './play-phase.js';

/** Plays one phase after the other; what ends the campaign early is told in the state. */
export async function* playPhases(
  session: FuzzSession,
  phases: readonly Phase[],
  around: Surroundings,
): AsyncGenerator<FuzzEvent> {
  const { options, steer, state, signal } = around;
  const now = options.now ?? (() => performance.now());
  const budget = createBudget(options.budget, now);
  const playable = phases.filter((phase) => session.without[phase] === undefined);
  for (const phase of phases) {
    const began = now();
    const before = { ...state, spent: { ...state.spent } };
    const ended = (more: Pick<FuzzPhaseEvent, 'of' | 'without'>): FuzzPhaseEvent => ({
      type: 'phase',
      phase,
      inputs: state.inputs - before.inputs,
      inconclusive: state.inconclusive - before.inconclusive,
      calls: state.calls - before.calls - (state.spent.calls - before.spent.calls),
      durationMs: Math.round(now() - began - (state.spent.ms - before.spent.ms)),
      ...more,
    });
    const without = session.without[phase] ?? unreached(session, phase, steer);
    if (without !== undefined) {
      state.without.push(`phase ${phase}: ${without}`);
      yield ended({ without });
      continue;
    }
    budget.enter(
      phase,
      playable
        .slice(playable.indexOf(phase) + 1)
        .filter((one) => unreached(session, one, steer) === undefined),
    );
    const source = sourceOf(session, phase, steer, options.seed);
    const play = playPhase(phase, source, {
      session,
      budget,
      signal,
      isNew: (breach) => steer(breach.requirement) && isNew(around, breach),
      observed(placed, observation) {
        observe(state, steer, placed, observation);
        options.onProgress?.({ phase, inputs: state.inputs, findings: state.known.size });
      },
    });
    while (!play.over && !signal.aborted && state.end === undefined) {
      const { failed, rejected } = await play.go();
      for (const one of failed) {
        if (state.end !== undefined || done(around)) break;
        const examined = now();
        const found = await budget.paused(() => examineOne(session, phase, one, { ...around, now }));
        state.spent.ms += now() - examined;
        if (found !== undefined)
          yield { type: 'finding', finding: found, ...requirementOf(around.contract, found) };
      }
      if (rejected !== undefined && !signal.aborted)
        state.end ??= await endOf(session, rejected.reason, rejected.pending, state);
      if (done(around)) break;
    }
    if (state.end === undefined && !signal.aborted && !(await session.alive())) state.end = gone();
    yield ended('list' in source ? { of: source.list.length } : {});
    if (state.end?.kind === 'gone') yield { type: 'finding', finding: driverGone(around) };
    if (state.end !== undefined || signal.aborted || done(around)) return;
  }
}

/** Without `--continue` a campaign ends at its first plain finding; warnings never end it. */
function done({ options, state }: Surroundings): boolean {
  const { plain, flaky } = countFindings(state);
  return (plain > 0 && !options.keepOn) || plain + flaky >= mostFindings;
}

function requirementOf(contract: Contract, { requirement }: Breakage): Pick<FuzzFindingEvent, 'requirement'> {
  const found = contract.requirements.find(({ id }) => id === requirement);
  if (found === undefined) return {};
  const { id, level, text } = found;
  return { requirement: { id, level, text, link: contract.link(id) } };
}

function unreached(session: FuzzSession, phase: Phase, steer: Steer): string | undefined {
  return session.reachable([phase]).requirements.some(steer)
    ? undefined
    : 'it reaches nothing that --run and --skip leave';
}
