import type { Contract } from '../contract.js';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { compileSelection, type Selection } from '../runner/select.js';
import { type FuzzSession, PHASES, type Phase, type Steer } from './fuzz-target.js';

/**
 * Turns `--run` and `--skip` into what a campaign is after. Patterns match requirements alone, since a campaign makes no checks.
 *
 * @throws UsageError when a pattern matches no requirement
 */
export function steerBy(contract: Contract, selection: Selection): Steer {
  const selected = compileSelection({ ...contract, checks: [] }, selection);
  // Asked of every requirement that an input reaches.
  const known = new Map<string, boolean>();
  return (requirement) => {
    let wanted = known.get(requirement);
    if (wanted === undefined) {
      wanted = selected(requirement, requirement);
      known.set(requirement, wanted);
    }
    return wanted;
  };
}

/**
 * Makes sure that a campaign can reach what was asked for.
 *
 * @throws UsageError for a pattern of `--run` none of whose requirements the phases reach, and when `--skip` leaves nothing
 */
export function rejectUnreachable(
  contract: Contract,
  selection: Selection,
  session: Pick<FuzzSession, 'reachable'>,
  phases: readonly Phase[],
): void {
  const reached = session.reachable(phases).requirements;
  for (const pattern of selection.run) {
    const steer = steerBy(contract, { run: [pattern], skip: [] });
    if (reached.some(steer)) continue;
    const elsewhere = PHASES.filter((phase) => session.reachable([phase]).requirements.some(steer));
    throw new UsageError(
      elsewhere.length === 0
        ? `--run ${pattern} matches only requirements that fuzzing cannot reach`
        : `--run ${pattern} matches no requirement that phase ${phases.join(' or ')} reaches`,
      elsewhere.length === 0
        ? `${invocation} run tests them`
        : `it is reached by phase ${elsewhere.join(' and ')}`,
    );
  }
  if (!reached.some(steerBy(contract, selection)))
    throw new UsageError('--run and --skip leave no requirement that fuzzing can reach');
}
