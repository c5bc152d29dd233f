import type { Contract, Session } from '../contract.js';
import { exitCode } from '../errors.js';
import type { CheckEvent, FooterEvent } from './events.js';
import { groupBy } from './group-by.js';
import { staleKnownFailures } from './known-failures.js';
import {
  checkOutcomes,
  countOutcomes,
  exitCodeOf,
  requirementOutcome,
  requirementOutcomes,
  runVerdict,
} from './outcome.js';
import type { RunOptions } from './run-options.js';

/** What the footer is made from beside the events. */
export interface FooterInput {
  readonly options: RunOptions;
  readonly session: Session<unknown, unknown> | undefined;
  readonly unreachable: { readonly message: string; readonly exit: number } | undefined;
  readonly interrupted: boolean;
  readonly overtime: boolean;
  /** Why the run was given up; undefined where it was not. */
  readonly givenUp: string | undefined;
  /** Longest run, in milliseconds. */
  readonly deadlineMs: number;
  readonly calls: number;
  readonly durationMs: number;
}

/** The last event of a run: verdict, exit code and counts. */
export function makeFooter(
  contract: Contract,
  events: readonly CheckEvent[],
  input: FooterInput,
): FooterEvent {
  const { options, session, unreachable } = input;
  const eventsOf = groupBy(events, (event) => event.requirement);
  const requirements = contract.requirements
    .filter((requirement) => requirement.party === 'driver')
    .map((requirement) => {
      const checks = (eventsOf.get(requirement.id) ?? []).map((event) => ({
        outcome: event.outcome,
        known: event.known !== undefined,
      }));
      return { level: requirement.level, checks, outcome: requirementOutcome(requirement.level, checks) };
    });
  let verdict = runVerdict(requirements);
  let code = exitCodeOf(verdict, options.strict);
  let reason: string | undefined;
  const decided = events.some((event) => event.outcome === 'pass' || event.outcome === 'fail');
  const stale = staleKnownFailures(options.knownFailures, events);
  const settle = (newVerdict: typeof verdict, newCode: number, why: string): void => {
    verdict = newVerdict;
    code = newCode;
    reason = why;
  };
  if (verdict !== 'nonconformant') {
    if (unreachable !== undefined) settle('error', unreachable.exit, unreachable.message);
    else if (input.givenUp !== undefined) settle('error', exitCode.error, input.givenUp);
    else if (input.overtime)
      settle(
        'error',
        exitCode.error,
        `the run did not end within its deadline of ${input.deadlineMs / 1000} s`,
      );
    else if (stale.length > 0)
      settle(
        'error',
        exitCode.usage,
        `known failures that pass: ${stale.map((entry) => entry.id).join(', ')}`,
      );
    else if (session?.contradiction !== undefined)
      settle('error', exitCode.nothingRan, session.contradiction);
    else if (!decided && verdict !== 'error') settle('error', exitCode.nothingRan, 'nothing ran');
  }
  if (input.interrupted) {
    if (verdict !== 'nonconformant') verdict = 'error';
    code = exitCode.interrupted;
    reason = 'interrupted';
  }
  return {
    type: 'footer',
    verdict,
    exitCode: code,
    ...(reason === undefined ? {} : { reason: (session ?? options).redact?.(reason) ?? reason }),
    interrupted: input.interrupted,
    durationMs: Math.round(input.durationMs),
    calls: input.calls,
    checks: countOutcomes(checkOutcomes, events),
    requirements: countOutcomes(requirementOutcomes, requirements),
  };
}
