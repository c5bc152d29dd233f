import type { Contract } from '../contract.js';
import { type CampaignOptions, mostFindings } from './campaign-options.js';
import { type Coverage, createCoverage } from './coverage.js';
import { type FindingOrigin, findingKey, type PlacedInput } from './finding.js';
import type { FuzzFooterEvent } from './fuzz-events.js';
import { type CampaignEnd, judgeCampaign } from './fuzz-footer.js';
import type { Breach, Observation, Steer } from './fuzz-target.js';

/** Inputs before the last ones that are kept for the case that the driver goes away. */
const recentInputs = 20;
/** Inputs that are looked at before it is believed that a failure is flaky. */
const mostExaminations = 5;
/** Different reasons for which inputs could not be judged that are told. */
const mostReasons = 5;

/** A requirement that is broken for one cause. */
export interface Known {
  readonly requirement: string;
  readonly cause: string;
  /** Whether it is no MUST, so that the verdict does not depend on it. */
  readonly warning: boolean;
  /** Further inputs that failed alike. */
  inputs: number;
  /** How often a failed input was played again and shrunk. */
  examined: number;
  /** Whether none of those failed each time. */
  flaky: boolean;
}

/** What a campaign knows so far. */
export interface CampaignState {
  coverage: Coverage;
  inputs: number;
  calls: number;
  /** What findings took of the time and the calls. */
  readonly spent: { ms: number; calls: number };
  inconclusive: number;
  readonly reasons: Set<string>;
  /** By requirement and cause: everything that was examined. */
  readonly known: Map<string, Known>;
  readonly outside: Set<string>;
  readonly recent: PlacedInput[];
  readonly without: string[];
  end?: CampaignEnd;
}

/** What the phases of a campaign share. */
export interface Surroundings {
  readonly contract: Contract;
  readonly options: CampaignOptions;
  readonly steer: Steer;
  readonly state: CampaignState;
  readonly signal: AbortSignal;
  readonly origin: FindingOrigin;
}

/** The state before the first input. */
export function createState(): CampaignState {
  return {
    coverage: createCoverage({ requirements: [], boundaries: [] }),
    inputs: 0,
    calls: 0,
    spent: { ms: 0, calls: 0 },
    inconclusive: 0,
    reasons: new Set(),
    known: new Map(),
    outside: new Set(),
    recent: [],
    without: [],
  };
}

/** How many findings there are. */
export function countFindings({ known }: CampaignState): FuzzFooterEvent['findings'] {
  const musts = [...known.values()].filter((one) => !one.warning);
  const flaky = musts.filter((one) => one.flaky).length;
  return { plain: musts.length - flaky, flaky, warnings: known.size - musts.length };
}

/** Whether a broken requirement is a warning alone; one that the contract does not list is none. */
export function isWarning({ requirements }: Contract, requirement: string): boolean {
  const level = requirements.find(({ id }) => id === requirement)?.level;
  return level !== undefined && level !== 'MUST';
}

/**
 * Whether a breach is worth a look: nothing is known of it, or only inputs that failed by chance are, which must not hide one that fails
 * each time. Warnings end no campaign, so that those above {@link mostFindings} are left alone instead.
 */
export function isNew(
  { contract, state }: Pick<Surroundings, 'contract' | 'state'>,
  breach: Breach,
): boolean {
  const one = state.known.get(findingKey(breach));
  if (one !== undefined) return one.flaky && one.examined < mostExaminations;
  return !isWarning(contract, breach.requirement) || countFindings(state).warnings < mostFindings;
}

/** Takes in what playing one input came to. */
export function observe(
  state: CampaignState,
  steer: Steer,
  placed: PlacedInput,
  observation: Observation,
): void {
  state.calls += observation.calls;
  state.recent.push(placed);
  if (state.recent.length > recentInputs) state.recent.shift();
  if (observation.inconclusive !== undefined) {
    state.inconclusive++;
    if (state.reasons.size < mostReasons) state.reasons.add(observation.inconclusive);
    return;
  }
  state.inputs++;
  state.coverage.count({
    ...observation,
    reached: observation.reached.filter(steer),
  });
  for (const breach of observation.breaches) {
    const known = state.known.get(findingKey(breach));
    if (known !== undefined) known.inputs++;
    else if (!steer(breach.requirement)) state.outside.add(breach.requirement);
  }
}

/** The last event of a campaign. */
export function footerOf(
  state: CampaignState,
  redact: (text: string) => string,
  durationMs: number,
): FuzzFooterEvent {
  const findings = countFindings(state);
  const { inputs: judged, inconclusive, end, without } = state;
  const outcome = judgeCampaign({
    ...findings,
    judged,
    inconclusive,
    without,
    ...(end === undefined ? {} : { end }),
  });
  return {
    type: 'footer',
    ...outcome,
    ...(outcome.reason === undefined ? {} : { reason: redact(outcome.reason) }),
    durationMs: Math.round(durationMs),
    inputs: judged,
    calls: state.calls,
    findings,
    repeated: [...state.known.values()]
      .filter((one) => one.inputs > 0)
      .map(({ requirement, cause, inputs }) => ({ requirement, cause: redact(cause), inputs })),
    outside: [...state.outside].sort(),
    inconclusive: { inputs: inconclusive, reasons: [...state.reasons].map(redact) },
    requirements: state.coverage.requirements(),
    boundaries: state.coverage.boundaries(),
  };
}
