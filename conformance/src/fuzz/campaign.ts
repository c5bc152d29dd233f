import { setMaxListeners } from 'node:events';
import { arch, platform } from 'node:os';
import type { Contract } from '../contract.js';
import { ToolError, UnreachableError, UsageError } from '../errors.js';
import type { RunTarget } from '../runner/run-options.js';
import { version } from '../version.js';
import { createBudget } from './budget.js';
import { type CampaignOptions, deadlineFor, mostFindings } from './campaign-options.js';
import { type FuzzContext, fuzzContext } from './context.js';
import { type Coverage, createCoverage } from './coverage.js';
import { examine } from './examine.js';
import {
  type Breakage,
  type DriverGone,
  type FindingOrigin,
  findingFormatVersion,
  findingKey,
  type PlacedInput,
} from './finding.js';
import {
  type FuzzEvent,
  type FuzzFindingEvent,
  type FuzzFooterEvent,
  type FuzzHeaderEvent,
  type FuzzPhaseEvent,
  fuzzEventFormatVersion,
} from './fuzz-events.js';
import { type CampaignEnd, judgeCampaign } from './fuzz-footer.js';
import { type FuzzSession, type Observation, PHASES, type Phase, type Steer } from './fuzz-target.js';
import { type Failed, playPhase, sourceOf } from './play-phase.js';
import { rejectUnreachable, steerBy } from './steer.js';

/** Inputs before the last ones that are kept for the case that the driver goes away. */
const recentInputs = 20;
/** Different reasons for which inputs could not be judged that are told. */
const mostReasons = 5;

/**
 * Hunts for inputs that break a requirement.
 *
 * Yields a header, what the driver says of itself, what is found, one event for each phase that ended, and a footer. Ends with a footer
 * whatever the driver does.
 *
 * @throws UsageError when a pattern matches nothing that the phases can reach
 */
export async function* campaign(
  contract: Contract,
  endpointText: string,
  connect: () => Promise<RunTarget>,
  options: CampaignOptions,
): AsyncGenerator<FuzzEvent, FuzzFooterEvent> {
  const started = performance.now();
  const steer = steerBy(contract, options.selection);
  const target = await contract.fuzz?.();
  if (target === undefined) throw new UsageError(`contract ${contract.name} has no model to fuzz by`);
  const header = headerOf(contract, endpointText, options);
  yield header;

  const abort = new AbortController();
  // Every call of the campaign listens to it.
  setMaxListeners(0, abort.signal);
  const interrupt = (): void => abort.abort('interrupted');
  if (options.signal?.aborted === true) interrupt();
  options.signal?.addEventListener('abort', interrupt, { once: true });
  const deadlineMs = options.deadlineMs ?? deadlineFor(options.budget);
  const deadline = setTimeout(() => abort.abort('deadline'), deadlineMs);

  const state = createState();
  let opened: FuzzContext | undefined;
  let session: FuzzSession | undefined;
  try {
    try {
      opened = fuzzContext(await connect(), options, abort.signal);
      session = await target.open(opened.context);
    } catch (reason) {
      if (reason instanceof UsageError || reason instanceof ToolError) throw reason;
      if (!abort.signal.aborted) state.end = openingEnd(reason);
    }
    if (session !== undefined) {
      const phases = PHASES.filter((phase) => options.phases.includes(phase));
      rejectUnreachable(contract, options.selection, session, phases);
      state.coverage = createCoverage(selected(session.reachable(phases), steer));
      yield { type: 'driver', ...session.driver, stage: session.stage, embedded: options.embedded };
      const origin = originOf(header, session, options);
      yield* playPhases(session, phases, { contract, options, steer, state, signal: abort.signal, origin });
    }
    if (abort.signal.aborted)
      state.end =
        abort.signal.reason === 'deadline' ? { kind: 'deadline', deadlineMs } : { kind: 'interrupted' };
    const footer = footerOf(state, session, performance.now() - started);
    yield footer;
    return footer;
  } finally {
    clearTimeout(deadline);
    options.signal?.removeEventListener('abort', interrupt);
    await session?.close().catch(() => {});
    await opened?.close();
  }
}

/** What a campaign knows so far. */
interface State {
  coverage: Coverage;
  inputs: number;
  calls: number;
  inconclusive: number;
  readonly reasons: Set<string>;
  plain: number;
  flaky: number;
  /** By requirement and cause: everything that was examined, and how many further inputs failed alike. */
  readonly known: Map<string, { readonly requirement: string; readonly cause: string; inputs: number }>;
  readonly outside: Set<string>;
  readonly recent: PlacedInput[];
  readonly without: string[];
  end?: CampaignEnd;
}

function createState(): State {
  return {
    coverage: createCoverage({ requirements: [], boundaries: [] }),
    inputs: 0,
    calls: 0,
    inconclusive: 0,
    reasons: new Set(),
    plain: 0,
    flaky: 0,
    known: new Map(),
    outside: new Set(),
    recent: [],
    without: [],
  };
}

interface Surroundings {
  readonly contract: Contract;
  readonly options: CampaignOptions;
  readonly steer: Steer;
  readonly state: State;
  readonly signal: AbortSignal;
  readonly origin: FindingOrigin;
}

async function* playPhases(
  session: FuzzSession,
  phases: readonly Phase[],
  around: Surroundings,
): AsyncGenerator<FuzzEvent> {
  const { options, steer, state, signal } = around;
  const now = options.now ?? (() => performance.now());
  const budget = createBudget(options.budget, now);
  const playable = phases.filter((phase) => session.without[phase] === undefined);
  for (const phase of phases) {
    const began = performance.now();
    const before = { inputs: state.inputs, inconclusive: state.inconclusive };
    const ended = (more: Pick<FuzzPhaseEvent, 'of' | 'without'>): FuzzPhaseEvent => ({
      type: 'phase',
      phase,
      inputs: state.inputs - before.inputs,
      inconclusive: state.inconclusive - before.inconclusive,
      durationMs: Math.round(performance.now() - began),
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
      isNew: ({ requirement, cause }) =>
        steer(requirement) && !state.known.has(findingKey({ requirement, cause })),
      observed(placed, observation) {
        observe(state, steer, placed, observation);
        options.onProgress?.({ phase, inputs: state.inputs, findings: state.plain + state.flaky });
      },
    });
    while (!play.over && !signal.aborted && state.end === undefined) {
      const { failed, rejected } = await play.go();
      for (const one of failed) {
        if (state.end !== undefined || done(around)) break;
        const found = await budget.paused(() => examineOne(session, phase, one, { ...around, now }));
        if (found !== undefined)
          yield { type: 'finding', finding: found, ...requirementOf(around.contract, found) };
      }
      if (rejected !== undefined && !signal.aborted)
        state.end ??= await endOf(session, rejected.reason, rejected.pending, state);
      if (done(around)) break;
    }
    if (state.end === undefined && !signal.aborted && !(await session.alive())) state.end = gone();
    yield ended('list' in source ? { of: source.list.length } : {});
    if (state.end?.kind === 'gone') yield { type: 'finding', finding: goneFinding(around) };
    if (state.end !== undefined || signal.aborted || done(around)) return;
  }
}

/** Without `--continue` a campaign ends at its first plain finding. */
function done({ options, state }: Surroundings): boolean {
  return (state.plain > 0 && !options.keepOn) || state.known.size >= mostFindings;
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

function observe(state: State, steer: Steer, placed: PlacedInput, observation: Observation): void {
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

async function examineOne(
  session: FuzzSession,
  phase: Phase,
  failed: Failed,
  around: Surroundings & { readonly now: () => number },
): Promise<Breakage | undefined> {
  const { state, signal, origin } = around;
  const { requirement, cause } = failed.breach;
  const key = findingKey(failed.breach);
  const known = state.known.get(key);
  if (known !== undefined) {
    known.inputs++;
    return undefined;
  }
  state.known.set(key, { requirement, cause, inputs: 0 });
  let last: PlacedInput = { phase, index: failed.index, input: failed.input };
  try {
    const found = await examine(failed, {
      async playFresh(input) {
        last = { phase, index: failed.index, input };
        const observation = await session.play(input, { fresh: true, signal });
        state.calls += observation.calls;
        return observation;
      },
      now: around.now,
      signal,
    });
    if (found.flaky) state.flaky++;
    else state.plain++;
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
      ...(shrunk ? { original: failed.input } : {}),
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
async function endOf(
  session: FuzzSession,
  reason: unknown,
  pending: readonly PlacedInput[],
  state: State,
): Promise<CampaignEnd> {
  state.recent.push(...pending);
  const alive = await session.alive().catch(() => false);
  if (!alive) return gone();
  const message = reason instanceof Error ? reason.message : String(reason);
  return { kind: 'error', message: `internal error: ${session.redact(message)}` };
}

function gone(): CampaignEnd {
  return { kind: 'gone', message: 'the driver no longer answers' };
}

function goneFinding({ state, origin }: Surroundings): DriverGone {
  return {
    format: 'csi-env/finding',
    formatVersion: findingFormatVersion,
    kind: 'gone',
    ...origin,
    inputs: [...state.recent],
  };
}

function openingEnd(reason: unknown): CampaignEnd {
  const message = reason instanceof Error ? reason.message : String(reason);
  return reason instanceof UnreachableError
    ? { kind: 'unreachable', message }
    : { kind: 'error', message: `internal error: ${message}` };
}

function selected(
  { requirements, boundaries }: ReturnType<FuzzSession['reachable']>,
  steer: Steer,
): ReturnType<FuzzSession['reachable']> {
  return { requirements: requirements.filter(steer), boundaries };
}

function headerOf(contract: Contract, endpointText: string, options: CampaignOptions): FuzzHeaderEvent {
  return {
    type: 'header',
    format: 'csi-env/fuzz-events',
    formatVersion: fuzzEventFormatVersion,
    tool: { name: 'conformance', version },
    contract: { name: contract.name, revision: contract.revision },
    startedAt: new Date().toISOString(),
    platform: { os: platform(), arch: arch(), node: process.versions.node },
    endpoint: endpointText,
    client: options.client,
    seed: options.seed,
    ...(options.profilePath === undefined ? {} : { profile: options.profilePath }),
    ...(options.profileDigest === undefined ? {} : { profileDigest: options.profileDigest }),
    links: contract.link(''),
    phases: PHASES.filter((phase) => options.phases.includes(phase)),
    selection: { run: options.selection.run, skip: options.selection.skip, safe: options.safe },
    budget: options.budget,
  };
}

function originOf(header: FuzzHeaderEvent, session: FuzzSession, options: CampaignOptions): FindingOrigin {
  const { tool, contract, startedAt, endpoint, profile, profileDigest, client, seed } = header;
  return {
    tool,
    contract,
    foundAt: startedAt,
    endpoint,
    ...(profile === undefined ? {} : { profile }),
    ...(profileDigest === undefined ? {} : { profileDigest }),
    driver: { ...session.driver, embedded: options.embedded },
    stage: session.stage,
    client,
    seed,
    timeoutMs: options.timeoutMs,
  };
}

function footerOf(state: State, session: FuzzSession | undefined, durationMs: number): FuzzFooterEvent {
  const { plain, flaky, inputs: judged, inconclusive, end, without } = state;
  const outcome = judgeCampaign({
    plain,
    flaky,
    judged,
    inconclusive,
    without,
    ...(end === undefined ? {} : { end }),
  });
  const redact = (text: string): string => session?.redact(text) ?? text;
  return {
    type: 'footer',
    ...outcome,
    ...(outcome.reason === undefined ? {} : { reason: redact(outcome.reason) }),
    durationMs: Math.round(durationMs),
    inputs: judged,
    calls: state.calls,
    findings: { plain, flaky },
    repeated: [...state.known.values()].filter(({ inputs }) => inputs > 0),
    outside: [...state.outside].sort(),
    inconclusive: { inputs: inconclusive, reasons: [...state.reasons].map(redact) },
    requirements: state.coverage.requirements(),
    boundaries: state.coverage.boundaries(),
  };
}
