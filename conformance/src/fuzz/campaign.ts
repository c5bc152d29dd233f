import { setMaxListeners } from 'node:events';
import { arch, platform } from 'node:os';
import type { Contract } from '../contract.js';
import { ToolError, UnreachableError, UsageError } from '../errors.js';
import type { RunTarget } from '../runner/run-options.js';
import { version } from '../version.js';
import { type CampaignOptions, deadlineFor } from './campaign-options.js';
import { createState, footerOf } from './campaign-state.js';
import { type FuzzContext, fuzzContext } from './context.js';
import { createCoverage } from './coverage.js';
import type { FindingOrigin } from './finding.js';
import {
  type FuzzEvent,
  type FuzzFooterEvent,
  type FuzzHeaderEvent,
  fuzzEventFormatVersion,
} from './fuzz-events.js';
import type { CampaignEnd } from './fuzz-footer.js';
import { type FuzzSession, PHASES, type Steer } from './fuzz-target.js';
import { playPhases } from './play-phases.js';
import { rejectUnreachable, steerBy } from './steer.js';

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
      const { driver, stage, atOnce } = session;
      yield { type: 'driver', ...driver, stage, embedded: options.embedded, atOnce };
      const origin = originOf(header, session, options);
      yield* playPhases(session, phases, { contract, options, steer, state, signal: abort.signal, origin });
    }
    if (abort.signal.aborted)
      state.end =
        abort.signal.reason === 'deadline' ? { kind: 'deadline', deadlineMs } : { kind: 'interrupted' };
    const footer = footerOf(
      state,
      session?.redact ?? options.redact ?? ((text) => text),
      performance.now() - started,
    );
    yield footer;
    return footer;
  } finally {
    clearTimeout(deadline);
    options.signal?.removeEventListener('abort', interrupt);
    await session?.close().catch(() => {});
    await opened?.close();
  }
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
