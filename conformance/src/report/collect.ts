import type { Level, Stage } from '../contract.js';
import type { Attempts } from '../runner/attempts.js';
import type {
  CheckEvent,
  DriverEvent,
  FailureCard,
  FooterEvent,
  HeaderEvent,
  Implementation,
  PlanEvent,
  PlannedCheck,
  RunEvent,
} from '../runner/events.js';
import {
  type CheckOutcome,
  checkOutcomes,
  countOutcomes,
  type RequirementOutcome,
  type RunVerdict,
  requirementOutcome,
  requirementOutcomes,
} from '../runner/outcome.js';

/** Version of the json report; a reader refuses a higher one. */
export const reportFormatVersion = 1;

/** What a requirement tells of a check; {@link ReportCheck} of the same name tells the rest. */
export type CheckInShort = Pick<ReportCheck, 'name' | 'requirement' | 'outcome' | 'durationMs' | 'message'>;

/** A requirement in a report. */
export interface ReportRequirement {
  readonly id: string;
  readonly level: Level;
  readonly stage: Stage;
  readonly text: string;
  readonly outcome: RequirementOutcome;
  /** In the order of the plan. */
  readonly checks: readonly CheckInShort[];
}

/** A check in a report. */
export interface ReportCheck {
  readonly name: string;
  readonly requirement: string;
  readonly outcome: CheckOutcome;
  readonly durationMs: number;
  readonly message?: string;
  /** Member of the profile that the check would have needed. */
  readonly member?: string;
  readonly blockedBy?: string;
  readonly known?: { readonly reason: string; readonly until?: string };
  readonly card?: FailureCard;
  /** How often the check failed; set where it failed and was made again. */
  readonly attempts?: Attempts;
}

/** A whole run: what the json report holds and every other report is made from. */
export interface Report {
  readonly format: 'csi-env/report';
  readonly formatVersion: number;
  readonly tool: HeaderEvent['tool'];
  readonly contract: HeaderEvent['contract'];
  readonly verdict: RunVerdict;
  readonly exitCode: number;
  /** Why the exit code is what it is, when the verdict alone does not say. */
  readonly reason?: string;
  readonly interrupted: boolean;
  /** Name and version are empty when the driver was never reached. */
  readonly driver: {
    readonly name: string;
    readonly vendorVersion: string;
    readonly embedded: boolean;
    /** What the driver declares and was judged by, as short texts. */
    readonly declares: readonly string[];
  };
  /** Semantics that the driver was judged by; `unknown` when it was never reached. */
  readonly stage: Stage | 'unknown';
  /** Set when nothing of the contract's call applied. */
  readonly nothingApplies?: string;
  readonly client: HeaderEvent['client'];
  readonly seed: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly calls: number;
  readonly platform: HeaderEvent['platform'];
  readonly endpoint: string;
  readonly profile?: string;
  readonly profileDigest?: string;
  readonly implementation?: Implementation;
  readonly selection: HeaderEvent['selection'];
  readonly links: string;
  readonly counts: {
    readonly requirements: Readonly<Record<RequirementOutcome, number>>;
    readonly checks: Readonly<Record<CheckOutcome, number>>;
  };
  readonly requirements: readonly ReportRequirement[];
  readonly checks: readonly ReportCheck[];
}

/** Reduces the events of a run to a report. Throws when header or footer is missing: half a run is no report. */
export async function collect(events: AsyncIterable<RunEvent>): Promise<Report> {
  let header: HeaderEvent | undefined;
  let plan: PlanEvent | undefined;
  let driver: DriverEvent | undefined;
  let footer: FooterEvent | undefined;
  const ended = new Map<string, CheckEvent>();
  for await (const event of events) {
    if (event.type === 'header') header = event;
    else if (event.type === 'plan') plan = event;
    else if (event.type === 'driver') driver = event;
    else if (event.type === 'check') {
      const before = ended.get(event.name)?.outcome ?? event.outcome;
      if (before !== event.outcome)
        throw new Error(`check ${event.name} ended twice, ${before} and ${event.outcome}`);
      ended.set(event.name, event);
    } else footer = event;
  }
  if (header === undefined) throw new Error('the events of the run have no header');
  if (footer === undefined) throw new Error('the events of the run have no footer');
  return report(header, plan?.requirements ?? [], driver, ended, footer);
}

function report(
  header: HeaderEvent,
  planned: PlanEvent['requirements'],
  driver: DriverEvent | undefined,
  ended: ReadonlyMap<string, CheckEvent>,
  footer: FooterEvent,
): Report {
  const checks: ReportCheck[] = [];
  const requirements: ReportRequirement[] = [];
  for (const { id, level, stage, text, checks: plannedChecks } of planned) {
    const own = plannedChecks.map((check) =>
      reportCheck(id, check, ended.get(check.name), footer.interrupted),
    );
    const outcome = requirementOutcome(
      level,
      own.map((check) => ({ outcome: check.outcome })),
    );
    requirements.push({ id, level, stage, text, outcome, checks: own.map(inShort) });
    checks.push(...own);
  }
  const names = new Set(checks.map((check) => check.name));
  for (const name of ended.keys())
    if (!names.has(name)) throw new Error(`check ${name} ended but was never planned`);
  return {
    format: 'csi-env/report',
    formatVersion: reportFormatVersion,
    tool: header.tool,
    contract: header.contract,
    verdict: footer.verdict,
    exitCode: footer.exitCode,
    ...(footer.reason !== undefined && { reason: footer.reason }),
    interrupted: footer.interrupted,
    driver: {
      name: driver?.name ?? '',
      vendorVersion: driver?.vendorVersion ?? '',
      embedded: driver?.embedded ?? false,
      declares: driver?.declares ?? [],
    },
    stage: driver?.stage ?? 'unknown',
    ...(driver?.nothingApplies !== undefined && { nothingApplies: driver.nothingApplies }),
    client: header.client,
    seed: header.seed,
    startedAt: header.startedAt,
    durationMs: footer.durationMs,
    calls: footer.calls,
    platform: header.platform,
    endpoint: header.endpoint,
    ...(header.profile !== undefined && { profile: header.profile }),
    ...(header.profileDigest !== undefined && { profileDigest: header.profileDigest }),
    ...(header.implementation !== undefined && { implementation: header.implementation }),
    selection: header.selection,
    links: header.links,
    counts: {
      requirements: countOutcomes(requirementOutcomes, requirements),
      checks: countOutcomes(checkOutcomes, checks),
    },
    requirements,
    checks,
  };
}

/** A check that never ended has not passed: it was planned not to run, interrupted, or lost. */
function reportCheck(
  requirement: string,
  planned: PlannedCheck,
  ended: CheckEvent | undefined,
  interrupted: boolean,
): ReportCheck {
  const { name, decision, reason, member } = planned;
  const needs = member === undefined ? {} : { member };
  if (ended !== undefined) {
    const { outcome, durationMs, blockedBy, known, card, attempts } = ended;
    const asPlanned = outcome === decision;
    const message = ended.message ?? (asPlanned ? reason : undefined);
    return {
      name,
      requirement,
      outcome,
      durationMs,
      ...(message !== undefined && { message }),
      ...(asPlanned && needs),
      ...(blockedBy !== undefined && { blockedBy }),
      ...(known !== undefined && { known }),
      ...(card !== undefined && { card }),
      ...(attempts !== undefined && { attempts }),
    };
  }
  if (decision !== 'run') {
    return {
      name,
      requirement,
      outcome: decision,
      durationMs: 0,
      ...(reason !== undefined && { message: reason }),
      ...needs,
    };
  }
  return interrupted
    ? { name, requirement, outcome: 'untested', durationMs: 0, message: 'the run was interrupted before it' }
    : { name, requirement, outcome: 'error', durationMs: 0, message: 'the check never ended' };
}

/** What a requirement tells of a check. */
export function inShort({ name, requirement, outcome, durationMs, message }: ReportCheck): CheckInShort {
  return { name, requirement, outcome, durationMs, ...(message !== undefined && { message }) };
}
