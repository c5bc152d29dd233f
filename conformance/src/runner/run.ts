import { setMaxListeners } from 'node:events';
import { arch, platform } from 'node:os';
import type { Contract, RunContext, Session } from '../contract.js';
import type { Client } from '../driver/client.js';
import { openClient } from '../driver/open-client.js';
import { exitCode, ToolError, UnreachableError, UsageError } from '../errors.js';
import { version } from '../version.js';
import { checkEvent } from './check-event.js';
import { systemClock } from './clock.js';
import { abortText, type Ended, type GivenUp, givenUpFor } from './ended.js';
import { type CheckEvent, eventFormatVersion, type FooterEvent, type RunEvent } from './events.js';
import { execute } from './execute.js';
import { makeFooter } from './footer.js';
import type { KnownFailure } from './known-failures.js';
import { applyFacts, makePlan, type PlannedCheck, planEvent } from './plan.js';
import { type RunOptions, type RunTarget, usualDeadlineMs } from './run-options.js';
import { isOpen, settleBlocked, settleSuspects } from './settle.js';

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
  const clock = options.clock ?? systemClock;
  const started = clock.now();
  let plan = makePlan(contract, options.profile, { selection: options.selection, safe: options.safe });
  rejectUnknownEntries(contract, options.knownFailures);
  yield {
    type: 'header',
    format: 'csi-env/events',
    formatVersion: eventFormatVersion,
    tool: { name: 'conformance', version },
    contract: { name: contract.name, revision: contract.revision },
    startedAt: clock.date().toISOString(),
    platform: { os: platform(), arch: arch(), node: process.versions.node },
    endpoint: options.redact?.(endpointText) ?? endpointText,
    client: options.client,
    seed: options.seed,
    ...(options.profilePath === undefined ? {} : { profile: options.profilePath }),
    ...(options.profileDigest === undefined ? {} : { profileDigest: options.profileDigest }),
    ...(options.implementation === undefined ? {} : { implementation: options.implementation }),
    selection: {
      run: options.selection.run,
      skip: options.selection.skip,
      safe: options.safe,
      strict: options.strict,
      ...(options.repeat === 0 ? {} : { repeat: options.repeat }),
      ...(options.shuffle ? { shuffle: true } : {}),
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
  let deadlineMs = options.deadlineMs ?? usualDeadlineMs.ordinary;
  let over = false;
  const pass = (): void => abort.abort('deadline');
  /** A driver that answers, and is short of time in all that it does, has what a slow one has, unless somebody said how much. */
  const passUnlessLaboured = async (): Promise<void> => {
    const goesOn =
      options.deadlineMs === undefined && (await session?.laboured?.().catch(() => false)) === true;
    if (over) return;
    if (!goesOn) return pass();
    deadlineMs = usualDeadlineMs.slow;
    cancelDeadline = clock.after(deadlineMs - (clock.now() - started), pass);
  };
  let cancelDeadline = clock.after(deadlineMs, () => void passUnlessLaboured());

  const ended = new Map<string, Ended>();
  let calls = 0;
  let session: Session<unknown, unknown> | undefined;
  let target: RunTarget | undefined;
  let unreachable: { message: string; exit: number } | undefined;
  const clients = new Set<Client>();
  try {
    try {
      target = await connect();
      const { endpoint, spawned, end } = target;
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
        giveUp: (givenUp) => abort.abort({ givenUp } satisfies GivenUp),
        trace: options.trace ?? (() => {}),
        ...(spawned === undefined ? {} : { spawned }),
        ...(end === undefined
          ? {}
          : {
              async end() {
                // Some drivers end only once their clients have gone.
                await Promise.all([...clients].map((client) => client.close().catch(() => {})));
                return end();
              },
            }),
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
      if (options.deadlineMs === undefined && session.slow) {
        deadlineMs = usualDeadlineMs.slow;
        cancelDeadline();
        cancelDeadline = clock.after(deadlineMs - (clock.now() - started), pass);
      }
    } catch (reason) {
      if (abort.signal.aborted) unreachable = undefined;
      else if (reason instanceof UnreachableError)
        unreachable = { message: reason.message, exit: exitCode.unreachable };
      else if (reason instanceof UsageError || reason instanceof ToolError) throw reason;
      else unreachable = { message: `internal error: ${(reason as Error).message}`, exit: exitCode.error };
    }
    if (session !== undefined) {
      // Of a driver to which nothing applies, nothing was tested: that is no conformance.
      if (session.nothingApplies === undefined) plan = applyFacts(plan, session.facts);
      yield {
        type: 'driver',
        ...session.driver,
        stage: session.stage,
        embedded: options.embedded,
        declares: session.declares,
        ...(session.nothingApplies === undefined ? {} : { nothingApplies: session.nothingApplies }),
      };
    }
    const events: CheckEvent[] = [];
    const emit = (planned: PlannedCheck): CheckEvent => {
      const event = checkEvent(contract, planned, ended.get(planned.check.name), session, target, options);
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
      const queue = execute(plan, session, ended, {
        target: target as RunTarget,
        options,
        signal: abort.signal,
        clock,
        repeatUntil: started + deadlineMs / 2,
      });
      // Some checks are judged again at the end, so what follows the first of them has to wait.
      let next = 0;
      for await (const _ of queue) {
        while (next < plan.length) {
          const planned = plan[next] as PlannedCheck;
          const end = ended.get(planned.check.name);
          if (planned.decision.kind === 'run' && (end === undefined || isOpen(end))) break;
          yield emit(planned);
          next++;
        }
      }
      settleSuspects(plan, ended);
      settleBlocked(plan, ended);
      for (; next < plan.length; next++) yield emit(plan[next] as PlannedCheck);
    }
    if (events.length === 0) for (const planned of plan) yield emit(planned);

    const footer = makeFooter(contract, events, {
      options,
      session,
      unreachable,
      deadlineMs,
      interrupted: abort.signal.reason === 'interrupted',
      overtime: abort.signal.reason === 'deadline',
      givenUp: givenUpFor(abort.signal),
      calls,
      durationMs: clock.now() - started,
    });
    yield footer;
    return footer;
  } finally {
    over = true;
    cancelDeadline();
    options.signal?.removeEventListener('abort', interrupt);
    await session?.close().catch(() => {});
    await Promise.all([...clients].map((client) => client.close().catch(() => {})));
  }
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
