import { setMaxListeners } from 'node:events';
import { arch, platform } from 'node:os';
import {
  type Check,
  type Contract,
  type Requirement,
  type RunContext,
  type Session,
  type SpawnedDriver,
  type Stage,
  Stop,
  type Verdict,
} from '../contract.js';
import type { Client, ClientKind } from '../driver/client.js';
import type { Endpoint } from '../driver/endpoint.js';
import { openClient } from '../driver/open-client.js';
import { exitText } from '../driver/spawn.js';
import { exitCode, ToolError, UnreachableError, UsageError } from '../errors.js';
import { version } from '../version.js';
import {
  type CheckEvent,
  eventFormatVersion,
  type FailureCard,
  type FooterEvent,
  type Implementation,
  type RunEvent,
} from './events.js';
import { findKnownFailure, type KnownFailure, staleKnownFailures } from './known-failures.js';
import {
  type CheckOutcome,
  checkOutcomes,
  exitCodeOf,
  requirementOutcome,
  requirementOutcomes,
  runVerdict,
} from './outcome.js';
import { makePlan, type PlannedCheck, planEvent } from './plan.js';
import { reproduceCommand } from './reproduce.js';
import type { Selection } from './select.js';

/** Everything that a run is told; {@link runDefaults} has the defaults. */
export interface RunOptions {
  // biome-ignore lint/suspicious/noExplicitAny: the engine never looks into a contract's own types
  readonly profile: any;
  readonly profileDigest?: string;
  readonly implementation?: Implementation;
  readonly client: ClientKind;
  /** Milliseconds that one call may take. */
  readonly timeoutMs: number;
  /** Milliseconds that the whole run may take. */
  readonly deadlineMs: number;
  readonly startupTimeoutMs: number;
  /** Checks that run at once. */
  readonly jobs: number;
  /** Times that every check is made; the first outcome other than pass stays. */
  readonly repeat: number;
  readonly seed: number;
  readonly stage: Stage | 'auto';
  readonly safe: boolean;
  readonly strict: boolean;
  readonly selection: Selection;
  readonly knownFailures: readonly KnownFailure[];
  /** Names of checks that failed in the report given by `--baseline`. */
  readonly baseline: readonly string[];
  readonly embedded: boolean;
  /** Arguments that reproduce this run's choice of driver, for failure cards. */
  readonly reproduceArguments: readonly string[];
  /** Interrupts the run; it still ends with a footer. */
  readonly signal?: AbortSignal;
  readonly trace?: (line: string) => void;
  /** Told whenever a check ends, in the order in which they end. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number;
    readonly check: string;
  }) => void;
}

/** Defaults of a run; each stands in the design. */
export const runDefaults = {
  client: 'wire',
  timeoutMs: 5000,
  deadlineMs: 180_000,
  startupTimeoutMs: 10_000,
  jobs: 16,
  repeat: 1,
  stage: 'auto',
  safe: false,
  strict: false,
  selection: { run: [], skip: [] },
  knownFailures: [],
  baseline: [],
  embedded: false,
  reproduceArguments: [],
} as const;

/** The driver under test: its endpoint, and its process when the tool started it. */
export interface RunTarget {
  readonly endpoint: Endpoint;
  /** The endpoint as the user wrote it. */
  readonly text: string;
  readonly spawned?: SpawnedDriver;
}

const defaultBudgetMs = 60_000;

interface Ended {
  readonly verdict: Verdict | { readonly outcome: 'skipped'; readonly reason: string };
  readonly durationMs: number;
}

/**
 * Runs a contract's checks against a driver.
 *
 * Yields a header, the plan, what the driver declares, one event per check in the order of the plan, and a footer. `connect`
 * is called after the plan, so that mistakes in the selection come to light before a driver is started. Ends with a footer
 * whatever the driver does.
 *
 * @throws UsageError when a pattern or a known failure matches nothing, before the first event
 */
export async function* run(
  contract: Contract,
  endpointText: string,
  connect: () => Promise<RunTarget>,
  options: RunOptions,
): AsyncGenerator<RunEvent, FooterEvent> {
  const started = performance.now();
  const plan = makePlan(contract, options.profile, { selection: options.selection, safe: options.safe });
  rejectUnknownEntries(contract, options.knownFailures);
  yield {
    type: 'header',
    format: 'csi-env/events',
    formatVersion: eventFormatVersion,
    tool: { name: 'conformance', version },
    contract: { name: contract.name, revision: contract.revision },
    startedAt: new Date().toISOString(),
    platform: { os: platform(), arch: arch(), node: process.versions.node },
    endpoint: endpointText,
    client: options.client,
    seed: options.seed,
    ...(options.profileDigest === undefined ? {} : { profileDigest: options.profileDigest }),
    ...(options.implementation === undefined ? {} : { implementation: options.implementation }),
    selection: {
      run: options.selection.run,
      skip: options.selection.skip,
      safe: options.safe,
      strict: options.strict,
    },
    links: contract.link(''),
  };
  yield planEvent(contract, plan);

  const abort = new AbortController();
  // Every call of the run listens to it.
  setMaxListeners(0, abort.signal);
  const interrupt = (): void => abort.abort('interrupted');
  if (options.signal?.aborted === true) interrupt();
  options.signal?.addEventListener('abort', interrupt, { once: true });
  const deadline = setTimeout(() => abort.abort('deadline'), options.deadlineMs);

  const ended = new Map<string, Ended>();
  let calls = 0;
  let session: Session<unknown, unknown> | undefined;
  let target: RunTarget | undefined;
  let unreachable: { message: string; exit: number } | undefined;
  const clients = new Set<Client>();
  try {
    try {
      target = await connect();
      const { endpoint, spawned } = target;
      const context: RunContext<unknown> = {
        endpoint,
        clientKind: options.client,
        profile: options.profile,
        options: {
          timeoutMs: options.timeoutMs,
          startupTimeoutMs: options.startupTimeoutMs,
          seed: options.seed,
          stage: options.stage,
          safe: options.safe,
        },
        signal: abort.signal,
        trace: options.trace ?? (() => {}),
        ...(spawned === undefined ? {} : { spawned }),
        async openClient(kind = options.client) {
          const client = counted(await openClient(kind, endpoint), () => calls++);
          clients.add(client);
          return {
            ...client,
            close: () => {
              clients.delete(client);
              return client.close();
            },
          };
        },
      };
      session = await contract.open(context);
    } catch (reason) {
      if (abort.signal.aborted) unreachable = undefined;
      else if (reason instanceof UnreachableError)
        unreachable = { message: reason.message, exit: exitCode.unreachable };
      else if (reason instanceof UsageError || reason instanceof ToolError) throw reason;
      else unreachable = { message: `internal error: ${(reason as Error).message}`, exit: exitCode.error };
    }
    if (session !== undefined) {
      yield {
        type: 'driver',
        ...session.driver,
        stage: session.stage,
        embedded: options.embedded,
        declares: [],
        ...(session.nothingApplies === undefined ? {} : { nothingApplies: session.nothingApplies }),
      };
    }
    const events: CheckEvent[] = [];
    const emit = (planned: PlannedCheck): CheckEvent => {
      const event = checkEvent(
        contract,
        planned,
        ended.get(planned.check.name),
        session,
        target,
        endpointText,
        options,
      );
      events.push(event);
      return event;
    };

    if (session === undefined) {
      const reason = unreachable?.message ?? abortText(abort.signal);
      for (const planned of plan) {
        if (planned.decision.kind === 'run') {
          ended.set(planned.check.name, { verdict: { outcome: 'error', message: reason }, durationMs: 0 });
        }
      }
    } else {
      const queue = execute(contract, plan, session, target as RunTarget, options, abort.signal, ended);
      // Blocked checks are judged again at the end, so what follows the first of them has to wait.
      let next = 0;
      for await (const _ of queue) {
        while (next < plan.length) {
          const planned = plan[next] as PlannedCheck;
          const end = ended.get(planned.check.name);
          if (planned.decision.kind === 'run' && (end === undefined || isBlocked(end))) break;
          yield emit(planned);
          next++;
        }
      }
      settleBlocked(plan, ended);
      for (; next < plan.length; next++) yield emit(plan[next] as PlannedCheck);
    }
    if (events.length === 0) for (const planned of plan) yield emit(planned);

    const footer = makeFooter(contract, events, {
      options,
      session,
      unreachable,
      interrupted: abort.signal.reason === 'interrupted',
      overtime: abort.signal.reason === 'deadline',
      calls,
      durationMs: performance.now() - started,
    });
    yield footer;
    return footer;
  } finally {
    clearTimeout(deadline);
    options.signal?.removeEventListener('abort', interrupt);
    await session?.close().catch(() => {});
    await Promise.all([...clients].map((client) => client.close().catch(() => {})));
  }
}

/** Runs what the plan says should run; yields whenever a check ended. */
async function* execute(
  contract: Contract,
  plan: readonly PlannedCheck[],
  session: Session<unknown, unknown>,
  target: RunTarget,
  options: RunOptions,
  signal: AbortSignal,
  ended: Map<string, Ended>,
): AsyncGenerator<void> {
  const toRun = plan.filter((planned) => planned.decision.kind === 'run').map((planned) => planned.check);
  const total = toRun.length;
  let death: { check: string; text: string } | undefined;
  let done = 0;

  const record = (check: Check<unknown, unknown, unknown>, end: Ended): void => {
    ended.set(check.name, end);
    options.onProgress?.({ done: ++done, total, check: check.name });
  };

  const one = async (check: Check<unknown, unknown, unknown>): Promise<void> => {
    const unmet = check.when?.find((condition) => !condition.met(session.facts));
    if (unmet !== undefined)
      return record(check, {
        verdict: { outcome: 'not-applicable', reason: unmet.otherwise },
        durationMs: 0,
      });
    const started = performance.now();
    const end = (verdict: Verdict): void =>
      record(check, { verdict, durationMs: performance.now() - started });
    if (signal.aborted) return end({ outcome: 'error', message: abortText(signal) });
    if (death !== undefined && check.final !== true) {
      return end({ outcome: 'error', message: `the driver was gone: it died during ${death.check}` });
    }
    let verdict: Verdict = { outcome: 'pass' };
    for (let round = 0; round < options.repeat && verdict.outcome === 'pass'; round++) {
      verdict = await runOne(check, session, signal);
    }
    if (signal.aborted && verdict.outcome !== 'pass' && verdict.outcome !== 'fail') {
      return end({ outcome: 'error', message: abortText(signal) });
    }
    if (death !== undefined && check.final !== true) {
      if (verdict.outcome === 'pass') return end(verdict);
      return end({ outcome: 'error', message: `the driver was gone: it died during ${death.check}` });
    }
    const exit = target.spawned?.exited();
    const suspicious =
      exit !== undefined ||
      verdict.outcome === 'fail' ||
      verdict.outcome === 'error' ||
      verdict.outcome === 'untested';
    if (
      check.final !== true &&
      !signal.aborted &&
      suspicious &&
      (exit !== undefined || !(await session.alive()))
    ) {
      if (death === undefined) {
        const how =
          exit === undefined ? 'it no longer accepts connections' : `it ended with ${exitText(exit)}`;
        death = { check: check.name, text: how };
        const before = verdict.outcome === 'fail' ? verdict.evidence.mismatches : [];
        return end({
          outcome: 'fail',
          evidence: {
            ...(verdict.outcome === 'fail' ? verdict.evidence : {}),
            mismatches: [`the driver died during this check: ${how}`, ...before],
            cause:
              'the driver crashed, or stopped listening, while it handled this stimulus or one that ran at the same time',
          },
        });
      }
      return end({ outcome: 'error', message: `the driver was gone: it died during ${death.check}` });
    }
    end(verdict);
  };

  const together = toRun.filter((check) => check.alone === undefined && check.final !== true);
  const alone = toRun
    .filter((check) => check.alone !== undefined && check.final !== true)
    .sort((a, b) => (a.alone ?? 0) - (b.alone ?? 0));
  const final = toRun.filter((check) => check.final === true);

  yield* pool(together, options.jobs, one);
  for (const check of [...alone, ...final]) {
    await one(check);
    yield;
  }
}

async function runOne(
  check: Check<unknown, unknown, unknown>,
  session: Session<unknown, unknown>,
  signal: AbortSignal,
): Promise<Verdict> {
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  const stop = (): void => own.abort();
  signal.addEventListener('abort', stop, { once: true });
  const budgetMs = check.budgetMs ?? defaultBudgetMs;
  let timer: NodeJS.Timeout | undefined;
  const tools = session.tools(check.name, own.signal);
  try {
    const late = new Promise<Verdict>((resolve) => {
      timer = setTimeout(
        () => resolve({ outcome: 'error', message: `the check did not end within ${budgetMs / 1000} s` }),
        budgetMs,
      );
      own.signal.addEventListener('abort', () => resolve({ outcome: 'error', message: abortText(signal) }), {
        once: true,
      });
    });
    const script = check.run(tools).catch((reason: unknown): Verdict => {
      if (reason instanceof Stop) return reason.verdict;
      const error = reason as Error;
      return {
        outcome: 'error',
        message: `internal error in the check: ${error?.message ?? String(reason)}`,
      };
    });
    return await Promise.race([script, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    own.abort();
    await session.release(tools).catch(() => {});
  }
}

/** Works through a list with so many at once; yields whenever one is done. */
async function* pool<T>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<void>,
): AsyncGenerator<void> {
  const running = new Set<Promise<void>>();
  let next = 0;
  while (next < items.length || running.size > 0) {
    while (next < items.length && running.size < jobs) {
      const promise: Promise<void> = work(items[next++] as T).finally(() => running.delete(promise));
      running.add(promise);
    }
    await Promise.race(running);
    yield;
  }
}

function isBlocked(end: Ended): boolean {
  return end.verdict.outcome === 'untested' && end.verdict.blockedBy !== undefined;
}

/**
 * A check whose premise failed stays untested only while the requirement at fault shows the fault itself; where that one
 * passed, something was seen that no check explains, and the tool cannot tell.
 */
function settleBlocked(plan: readonly PlannedCheck[], ended: Map<string, Ended>): void {
  for (const { check } of plan) {
    const end = ended.get(check.name);
    if (end?.verdict.outcome !== 'untested' || end.verdict.blockedBy === undefined) continue;
    const { blockedBy, reason } = end.verdict;
    const outcomes = plan
      .filter((planned) => planned.check.requirement === blockedBy)
      .map((planned) => ended.get(planned.check.name)?.verdict.outcome);
    if (outcomes.includes('pass') && !outcomes.includes('fail') && !outcomes.includes('error')) {
      ended.set(check.name, {
        verdict: {
          outcome: 'error',
          message: `${reason}, yet the checks of ${blockedBy} passed: the driver does not answer alike each time`,
        },
        durationMs: end.durationMs,
      });
    }
  }
}

function checkEvent(
  contract: Contract,
  planned: PlannedCheck,
  end: Ended | undefined,
  session: Session<unknown, unknown> | undefined,
  target: RunTarget | undefined,
  endpointText: string,
  options: RunOptions,
): CheckEvent {
  const { check, decision } = planned;
  const base = { type: 'check' as const, name: check.name, requirement: check.requirement };
  const redact = (text: string): string => session?.redact(text) ?? text;
  if (decision.kind !== 'run')
    return { ...base, outcome: decision.kind, durationMs: 0, message: decision.reason };
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
        card: card(contract, check, happened, verdict.evidence, redact, target, endpointText, options),
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
  endpointText: string,
  options: RunOptions,
): FailureCard {
  const requirement = contract.requirements.find((r) => r.id === check.requirement) as Requirement;
  const cause = evidence.cause ?? requirement.cause;
  const call = evidence.call;
  const reachable = target !== undefined && target.spawned === undefined && !options.embedded;
  return {
    stimulus: check.stimulus,
    acceptable: check.expects,
    happened,
    ...(cause === undefined ? {} : { cause: redact(cause) }),
    ...(requirement.fix === undefined ? {} : { fix: requirement.fix }),
    reproduce: {
      conformance: reproduceCommand(options.reproduceArguments, check.name, options.seed),
      ...(call === undefined ? {} : { request: call.request }),
      ...(call === undefined || !reachable
        ? {}
        : { grpcurl: contract.grpcurl(target.endpoint, call.method, call.request) }),
    },
    link: contract.link(check.requirement),
  };
}

interface FooterInput {
  readonly options: RunOptions;
  readonly session: Session<unknown, unknown> | undefined;
  readonly unreachable: { readonly message: string; readonly exit: number } | undefined;
  readonly interrupted: boolean;
  readonly overtime: boolean;
  readonly calls: number;
  readonly durationMs: number;
}

function makeFooter(contract: Contract, events: readonly CheckEvent[], input: FooterInput): FooterEvent {
  const { options, session, unreachable } = input;
  const requirements = contract.requirements
    .filter((requirement) => requirement.party === 'driver')
    .map((requirement) => {
      const checks = events
        .filter((event) => event.requirement === requirement.id)
        .map((event) => ({ outcome: event.outcome, known: event.known !== undefined }));
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
    else if (input.overtime)
      settle(
        'error',
        exitCode.error,
        `the run did not end within its deadline of ${options.deadlineMs / 1000} s`,
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
    ...(reason === undefined ? {} : { reason: session?.redact(reason) ?? reason }),
    interrupted: input.interrupted,
    durationMs: Math.round(input.durationMs),
    calls: input.calls,
    checks: countBy(
      checkOutcomes,
      events.map((event) => event.outcome),
    ),
    requirements: countBy(
      requirementOutcomes,
      requirements.map((requirement) => requirement.outcome),
    ),
  };
}

function countBy<T extends string>(keys: readonly T[], list: readonly T[]): Record<T, number> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<T, number>;
  for (const item of list) counts[item]++;
  return counts;
}

function rejectUnknownEntries(contract: Contract, entries: readonly KnownFailure[]): void {
  const names = new Set([
    ...contract.requirements.map((r) => r.id),
    ...contract.checks.map((check) => check.name),
  ]);
  for (const entry of entries) {
    if (!names.has(entry.id))
      throw new UsageError(`known failure ${entry.id} matches no requirement and no check`);
  }
}

function abortText(signal: AbortSignal): string {
  return signal.reason === 'deadline' ? 'the deadline of the run passed' : 'the run was interrupted';
}

function counted(client: Client, onCall: () => void): Client {
  return {
    kind: client.kind,
    unary(path, message, options) {
      onCall();
      return client.unary(path, message, options);
    },
    close: () => client.close(),
  };
}

export type { CheckOutcome };
