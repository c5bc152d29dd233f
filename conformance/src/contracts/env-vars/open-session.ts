import { setTimeout as pause } from 'node:timers/promises';
import { toBinary } from '@bufbuild/protobuf';
import { NodeServiceCapabilitySchema, PluginCapabilitySchema } from '@csi-env/proto';
import type { RunContext, Session } from '../../contract.js';
import { type Answer, answered, codeName, statusCode } from '../../driver/answer.js';
import type { Client } from '../../driver/client.js';
import { UnreachableError } from '../../errors.js';
import { invocation } from '../../invocation.js';
import type { Profile } from '../../profile/profile.js';
import { canonical } from './capability-set.js';
import { firstLog } from './checks/idempotency/no-side-effects.js';
import { declaredTexts } from './declares.js';
import { envVarInjection, type Facts, type Hints, limitsOf } from './facts.js';
import {
  getPluginCapabilities,
  getPluginInfo,
  type Invoke,
  nodeGetCapabilities,
  probe,
  type Read,
} from './identity.js';
import { noteAnswer, openJournal } from './journal.js';
import { underOtherAuthority } from './other-authority.js';
import { probeMs } from './probe-ms.js';
import { createRedaction } from './redaction.js';
import { queriesFor } from './request.js';
import { createSemaphore } from './semaphore.js';
import { createTools, type Shared, type Tools } from './tools.js';
import { startWatching } from './watch.js';

/** Calls longer than this leave a run waiting, in milliseconds. */
const slowMs = 200;

/** Connections on which a driver is asked whether it still answers, before it counts as gone. */
const probes = 3;
/**
 * How many of them it may let pass in silence, and how long each is waited for at least: the tool itself may be busy. One that was
 * slow from the start has more to work off.
 */
const silences = { usual: 3, laboured: 8 } as const;
const silenceMs = 3000;

/** Probes that take longer than this show a driver, or a machine, that has less than it needs, in milliseconds. */
const labouredMs = 25;

function isCutOff(answer: Answer): boolean {
  return answer.failure === 'closed' || answer.failure === 'reset' || answer.failure === 'refused';
}

/** Connects to a driver, waits until it serves, and reads what it declares. Throws UnreachableError. */
export async function openSession(given: RunContext<Profile>): Promise<Session<Facts, Tools>> {
  const watch = await startWatching(given.profile, given.signal);
  const { context, client } = await connect(given).catch(async (reason: unknown) => {
    await watch.close();
    throw reason;
  });
  const journal = openJournal();
  const invoke: Invoke = async (path, message) => {
    const call = () =>
      client.unary(path, message, { timeoutMs: context.options.timeoutMs, signal: context.signal });
    let answer = await call();
    // What the driver declares decides the whole run: a call that was cut off says nothing of it.
    for (let again = 0; again < 3 && isCutOff(answer) && !context.signal.aborted; again++)
      answer = await call();
    noteAnswer(journal, path, answer);
    journal.declared.note(path, answer, client.kind === 'wire');
    return answer;
  };
  const started = performance.now();
  const info = await getPluginInfo(invoke);
  const plugin = await getPluginCapabilities(invoke);
  const node = await nodeGetCapabilities(invoke);
  const callMs = (performance.now() - started) / 3;
  context.spawned?.markBaseline();

  if (context.signal.aborted) throw new UnreachableError('interrupted before the driver was asked');
  const hints = readHints(plugin.message?.capabilities ?? []);
  const listed = (node.message?.capabilities ?? []).some(
    ({ type }) => type.case === 'rpc' && (type.value.type as number) === envVarInjection,
  );
  // A driver that does not say what it does breaks identity/stable-capabilities; the rest is judged by what it seems to do.
  const likely = hints !== undefined || context.profile.keys.available.length > 0;
  const advertised = listed || (node.message === undefined && likely);
  const name = info.message?.name ?? '';
  const vendorVersion = info.message?.vendorVersion ?? '';
  const facts: Facts = {
    advertised,
    capabilitiesRead: node.message !== undefined,
    hints,
    stage:
      context.options.stage === 'auto'
        ? hints?.optionalQueries === true
          ? 'beta'
          : 'alpha'
        : context.options.stage,
    limits: limitsOf(hints),
    capabilitySets: {
      plugin: canonical(plugin.message?.capabilities.map((entry) => toBinary(PluginCapabilitySchema, entry))),
      node: canonical(
        node.message?.capabilities.map((entry) => toBinary(NodeServiceCapabilitySchema, entry)),
      ),
    },
    capabilityRefusals: { plugin: refusalOf(plugin), node: refusalOf(node) },
    identity: [
      name,
      vendorVersion,
      hints?.description ?? '',
      ...Object.entries(info.message?.manifest ?? {}).flat(),
    ].filter((text) => text !== ''),
    callMs,
  };
  const { redact } = createRedaction(journal, context.profile, facts);
  const shared: Shared = {
    context,
    facts,
    journal,
    client,
    slots: createSemaphore(facts.limits.inFlight),
    watch,
    valuesHold: true,
    unfinished: new Set(),
    lastAsked: new Map(),
    servedBytes: new Map(),
    memo: new Map(),
  };
  // What a driver does with a key for the first time is done before any check looks.
  const log =
    advertised && !context.options.safe
      ? await context.profile.hooks.backendLog?.(context.signal)
      : undefined;
  if (log?.ok === true) shared.memo.set(firstLog, Promise.resolve(log.output));
  const asked = performance.now();
  const version = advertised ? await findVersion(shared) : undefined;
  const firstCallMs = performance.now() - asked;
  if (version !== undefined) shared.version = version;
  const nothingApplies = advertised
    ? undefined
    : facts.capabilitiesRead
      ? 'nothing of NodeGetEnvVars applied: the driver does not list ENV_VAR_INJECTION'
      : 'nothing of NodeGetEnvVars applied: NodeGetCapabilities did not say what the driver does';
  const contradiction =
    advertised || !facts.capabilitiesRead || context.profile.keys.available.length === 0
      ? undefined
      : 'the profile lists available keys, but the driver does not list ENV_VAR_INJECTION: they contradict each other';
  return {
    facts,
    driver: { name: redact(name), vendorVersion: redact(vendorVersion) },
    stage: facts.stage,
    declares: declaredTexts(facts, context.options.stage),
    ...(nothingApplies === undefined ? {} : { nothingApplies }),
    ...(contradiction === undefined ? {} : { contradiction }),
    // A driver of 800 ms a call is waited for by as many checks at once as it takes calls.
    slow: Math.max(callMs, firstCallMs) > slowMs,
    jobs: Math.max(16, Math.min(96, facts.limits.inFlight)),
    isolation: {
      requirements: ['concurrency/isolation', 'idempotency/concurrent', 'concurrency/in-flight'],
      separate() {
        shared.slots = createSemaphore(1);
        journal.forget();
        // What a mixed-up answer taught is no premise.
        shared.memo.clear();
        delete shared.served;
      },
    },
    tools: (check, signal, afresh = false) =>
      createTools(check, signal, afresh ? withoutMemory(shared) : shared),
    late: (tools) => tools.lateness.seen,
    answers: (tools) => tools.answers.count,
    async release(tools) {
      await Promise.all([...(tools as ReturnType<typeof createTools>).lanes].map((lane) => lane.close()));
    },
    redact,
    async alive() {
      const timeoutMs = Math.max(silenceMs, context.options.timeoutMs);
      let shut = 0;
      let silent = 0;
      let odd = 0;
      let message = '';
      const mostSilent = silences[Math.min(callMs, firstCallMs) > 2 * labouredMs ? 'laboured' : 'usual'];
      while (shut + odd < probes && silent < mostSilent) {
        const fresh = await context.openClient('wire');
        try {
          const { answer } = await probe((path, message) =>
            fresh.unary(path, message, { timeoutMs, signal: context.signal }),
          );
          // An aborted run needs no answer.
          if (answered(answer) || context.signal.aborted) return true;
          if (answer.failure === 'refused' || answer.failure === 'closed') shut++;
          else if (answer.failure === 'deadline') silent++;
          else odd++;
          message = answer.message;
        } finally {
          await fresh.close();
        }
        await pause(100, undefined, { signal: context.signal }).catch(() => {});
      }
      if (shut >= probes || context.giveUp === undefined) return false;
      // It is there and cannot be talked to: every further check would only say so again, as late as its calls.
      context.giveUp(`the driver no longer answers: Probe on new connections came to nothing (${message})`);
      return true;
    },
    async laboured() {
      const fresh = await context.openClient('wire').catch(() => undefined);
      if (fresh === undefined) return false;
      // One that hangs is not short of time, and is not waited for nine times.
      const hangs = new AbortController();
      const signal = AbortSignal.any([context.signal, hangs.signal]);
      let silent = 0;
      const cheapest = await probeMs(async (path, message) => {
        const answer = await fresh.unary(path, message, { timeoutMs: context.options.timeoutMs, signal });
        if (answer.failure === 'deadline' && ++silent > 1) hangs.abort();
        return answer;
      });
      await fresh.close();
      return !hangs.signal.aborted && cheapest > labouredMs;
    },
    async close() {
      await Promise.allSettled(shared.unfinished);
      await watch.close();
      await client.close();
    },
  };
}

/** What a session shares, with nothing remembered; whatever else changes, changes for all. */
function withoutMemory(shared: Shared): Shared {
  const memo: Shared['memo'] = new Map();
  return new Proxy(shared, {
    get: (target, name) => (name === 'memo' ? memo : Reflect.get(target, name)),
  });
}

const knownVersions = ['v1', '1.0.0', 'v1.10.0', '1.10.0', 'v1.12.0', '1.12.0', 'v1alpha1'];

/** A version without which the driver refuses the profile's own call; undefined for every driver that keeps identity/version-free. */
async function findVersion(shared: Shared): Promise<string | undefined> {
  const { profile, signal } = shared.context;
  const key = profile.keys.available[0];
  if (key === undefined || profile.pod === undefined || profile.providerClass === undefined) return undefined;
  const tools = createTools('identity/version-free', signal, shared);
  const request = tools.request(queriesFor([key]));
  const plain = await tools.call(request);
  if (plain.ok || !answered(plain.answer)) return undefined;
  for (const version of knownVersions) {
    if ((await tools.call({ ...request, version })).ok) return version;
  }
  return undefined;
}

/** Opens the run's client once the driver serves; transport/authority: under localhost, unless it serves under another one only. */
async function connect(
  given: RunContext<Profile>,
): Promise<{ context: RunContext<Profile>; client: Client }> {
  const client = await given.openClient();
  const first = await waitUntilServing(client, given).catch((reason: unknown) => ({ reason }));
  if ('code' in first && first.code === statusCode.OK) return { context: given, client };
  const context = given.signal.aborted ? undefined : await underOtherAuthority(given);
  if (context !== undefined) {
    await client.close();
    const other = await context.openClient();
    await waitUntilServing(other, context);
    return { context, client: other };
  }
  if ('reason' in first) throw first.reason;
  return { context: given, client };
}

/** identity/probe: ready=false, FAILED_PRECONDITION and UNAVAILABLE are waited out. */
async function waitUntilServing(client: Client, context: RunContext<Profile>): Promise<Answer> {
  const until = performance.now() + context.options.startupTimeoutMs;
  for (let wait = 20; ; wait = Math.min(250, wait * 2)) {
    const { answer, message } = await probe((path, bytes) =>
      client.unary(path, bytes, { timeoutMs: context.options.timeoutMs, signal: context.signal }),
    );
    if (context.signal.aborted) throw new UnreachableError('interrupted before the driver served');
    const exited = context.spawned?.exited();
    if (exited !== undefined)
      throw new UnreachableError('the driver ended before it answered', 'run its command by hand to see why');
    const late = performance.now() > until;
    const starting =
      (answer.code === 0 && message?.ready === false) ||
      (answered(answer) &&
        (answer.code === statusCode.FAILED_PRECONDITION || answer.code === statusCode.UNAVAILABLE));
    // What a driver answers is judged by identity/probe; only one that cannot be talked to is unreachable.
    if (answered(answer) && (!starting || late)) return answer;
    if (!answered(answer)) {
      const gone = answer.failure === 'refused' || answer.failure === 'closed';
      if (late || !gone || isHopeless(answer.message)) {
        throw new UnreachableError(
          `cannot talk to ${context.endpoint.text}: ${answer.message}${answer.failure === 'http' || answer.failure === 'protocol' ? ` (${codeName(answer.code)})` : ''}`,
          `${invocation} doctor --endpoint ${context.endpoint.text} says why`,
        );
      }
    }
    await pause(wait);
  }
}

/** Failures that no waiting cures. */
function isHopeless(message: string): boolean {
  return /EACCES|EPERM|ENOTSOCK|EPROTOTYPE|ENOTDIR|ELOOP/.test(message);
}

function readHints(
  capabilities: readonly { readonly type: { readonly case: string | undefined; readonly value?: unknown } }[],
): Hints | undefined {
  const entry = capabilities.find(({ type }) => type.case === 'envVarInjection');
  return entry?.type.value as Hints | undefined;
}

/** The status that a call got in place of an answer that can be read; undefined where it got one, or none. */
function refusalOf({ answer, message }: Read<unknown>): string | undefined {
  if (message !== undefined || !answered(answer)) return undefined;
  return answer.code === statusCode.OK ? 'OK with a response that cannot be read' : codeName(answer.code);
}
