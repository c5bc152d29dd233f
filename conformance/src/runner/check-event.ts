import type { Check, Contract, Requirement, Session } from '../contract.js';
import type { Ended } from './ended.js';
import type { CheckEvent, FailureCard } from './events.js';
import { findKnownFailure } from './known-failures.js';
import type { PlannedCheck } from './plan.js';
import { reproduceCommand } from './reproduce.js';
import type { RunOptions, RunTarget } from './run-options.js';
import { shownRequest } from './shown-request.js';

/** The event of a check that ended, or that the plan left out. */
export function checkEvent(
  contract: Contract,
  planned: PlannedCheck,
  end: Ended | undefined,
  session: Session<unknown, unknown> | undefined,
  target: RunTarget | undefined,
  options: RunOptions,
): CheckEvent {
  const { check, decision } = planned;
  const { name, requirement } = check;
  if (decision.kind !== 'run')
    return {
      type: 'check',
      name,
      requirement,
      outcome: decision.kind,
      durationMs: 0,
      message: decision.reason,
    };
  const base = { type: 'check' as const, name, requirement };
  const redact = (text: string): string => (session ?? options).redact?.(text) ?? text;
  if (end === undefined)
    return { ...base, outcome: 'error', durationMs: 0, message: 'the check did not run' };
  const durationMs = Math.round(end.durationMs * 10) / 10;
  const { verdict } = end;
  switch (verdict.outcome) {
    case 'pass':
      return {
        ...base,
        outcome: 'pass',
        durationMs,
        ...(verdict.note === undefined ? {} : { message: redact(verdict.note) }),
      };
    case 'error':
      return { ...base, outcome: 'error', durationMs, message: redact(verdict.message) };
    case 'untested':
      return {
        ...base,
        outcome: 'untested',
        durationMs,
        message: redact(verdict.reason),
        ...(verdict.blockedBy === undefined ? {} : { blockedBy: verdict.blockedBy }),
      };
    case 'not-applicable':
    case 'skipped':
      return { ...base, outcome: verdict.outcome, durationMs, message: redact(verdict.reason) };
    case 'fail': {
      const happened = verdict.evidence.mismatches.map(redact);
      const known = findKnownFailure(options.knownFailures, check);
      const inBaseline = options.baseline.includes(check.name);
      const announced =
        known !== undefined
          ? { reason: known.reason, until: known.until }
          : inBaseline
            ? { reason: 'failed in the baseline report too' }
            : undefined;
      return {
        ...base,
        outcome: 'fail',
        durationMs,
        message: happened[0] ?? 'the check failed',
        ...(announced === undefined ? {} : { known: announced }),
        card: card(contract, check, happened, verdict.evidence, redact, target, options),
        ...(end.attempts === undefined ? {} : { attempts: end.attempts }),
      };
    }
  }
}

function card(
  contract: Contract,
  check: Check<unknown, unknown, unknown>,
  happened: readonly string[],
  evidence: {
    readonly call?: { readonly method: string; readonly request: unknown };
    readonly cause?: string;
  },
  redact: (text: string) => string,
  target: RunTarget | undefined,
  options: RunOptions,
): FailureCard {
  const requirement = contract.requirements.find((r) => r.id === check.requirement) as Requirement;
  const cause = evidence.cause ?? requirement.cause;
  const call = evidence.call;
  const shown = call === undefined ? undefined : shownRequest(call.request);
  const reachable = target !== undefined && target.spawned === undefined && !options.embedded;
  return {
    stimulus: check.stimulus,
    acceptable: check.expects,
    happened,
    ...(cause === undefined ? {} : { cause: redact(cause) }),
    ...(requirement.fix === undefined ? {} : { fix: requirement.fix }),
    reproduce: {
      conformance: reproduceCommand(options.reproduceArguments, check.name, options.seed),
      ...(shown === undefined ? {} : { request: shown.request }),
      ...(call === undefined || !reachable || !shown?.whole
        ? {}
        : { grpcurl: contract.grpcurl(target.endpoint, call.method, call.request) }),
    },
    link: contract.link(check.requirement),
  };
}
