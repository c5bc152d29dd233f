import { setTimeout as pause } from 'node:timers/promises';
import { type Check, type RunContext, Stop, type Verdict } from '../../contract.js';
import { detached } from '../../detach.js';
import { type Answer, codeName, statusCode } from '../../driver/answer.js';
import type { Client, ClientKind } from '../../driver/client.js';
import type { AvailableKey, Key, Profile } from '../../profile/profile.js';
import type { Facts } from './facts.js';
import { countResults } from './first-results.js';
import { probe } from './identity.js';
import { countDetails, type Journal, noteAnswer } from './journal.js';
import { asCarried, type Fault, judge } from './judge.js';
import {
  decodeResponse,
  type EnvRequest,
  type EnvResult,
  encodeRequest,
  podContext,
  type Query,
  queriesFor,
  requestJson,
} from './request.js';
import { secretsOf } from './secret-fields.js';
import type { Semaphore } from './semaphore.js';
import { whyTooLarge } from './too-large.js';
import { askedText, traceCall } from './trace-call.js';
import type { Watch } from './watch.js';
import { isWellFormed } from './well-formed.js';

/** A check of this contract. */
export type EnvCheck = Check<Profile, Facts, Tools>;

/** The path of the call that this contract is about. */
export const getEnvVars = '/csi.v1.Node/NodeGetEnvVars';

/** A NodeGetEnvVars call and what came of it. */
export interface Reply {
  readonly request: EnvRequest;
  readonly answer: Answer;
  /** Status OK with a readable response. */
  readonly ok: boolean;
  readonly code: number;
  /** The results as they came; empty unless OK. */
  readonly results: readonly EnvResult[];
  /** The result that belongs to each query; empty unless OK with one per query. */
  readonly aligned: readonly EnvResult[];
  /** Rules that the OK answer breaks by itself. */
  readonly faults: readonly Fault[];
  /** Whether the request keeps every rule that can be told without the backend. */
  readonly wellFormed: boolean;
  /** Whether the driver refuses whatever it is asked with RESOURCE_EXHAUSTED, though no more calls are open than it takes. */
  readonly exhausted?: boolean;
  /** Why this driver may refuse the call, where the request or the values together are over its payload; unless it is served. */
  readonly tooLarge?: string;
}

/** Settings of one NodeGetEnvVars call. */
export interface EnvCallOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Whether a RESOURCE_EXHAUSTED is tried again after a backoff, as a CO does; true unless said. */
  readonly retry?: boolean;
  /** Whether the call waits for one of the driver's in-flight slots; true unless said. Only overload and cancellation say false. */
  readonly slot?: boolean;
  /**
   * Whether faults of the answer count against the rules that they break (the final checks report them); true unless said.
   * False where the stimulus is special, so that a deviation belongs to the check's own requirement.
   */
  readonly observe?: boolean;
  /** The serialized request, where it is to differ from the canonical encoding. */
  readonly bytes?: Uint8Array;
  /** Whether the values of the answer are those of the profile; true unless said (false after `rotate`, for other pods' data). */
  readonly expectValues?: boolean;
}

/** A connection of a check's own. */
export interface Lane {
  readonly client: Client;
  call(request: EnvRequest, options?: EnvCallOptions): Promise<Reply>;
  invoke(path: string, message: Uint8Array, timeoutMs?: number): Promise<Answer>;
  close(): Promise<void>;
}

/** A key that was served by itself, with what is known of its value. */
export interface ServedKey extends AvailableKey {
  /** The value as the driver returned it. */
  readonly got: string;
  /** Its length in UTF-8 bytes. */
  readonly bytes: number;
}

/** What a session shares between the tools of its checks. */
export interface Shared {
  readonly context: RunContext<Profile>;
  readonly facts: Facts;
  readonly journal: Journal;
  readonly client: Client;
  /** Calls that may be open at once: what the driver takes; one only where it mixes calls. */
  slots: Semaphore;
  /** Log files and folders as they were before the first call. */
  readonly watch: Watch;
  /** Whether the profile's values still hold; false from the first `rotate` on. */
  valuesHold: boolean;
  /** Sent with every request; set only for a driver that refuses requests without one, so that `identity/version-free` alone is blamed. */
  version?: string;
  /** Set while the driver refuses every call with RESOURCE_EXHAUSTED. */
  outOfSlots?: boolean;
  served?: Promise<readonly ServedKey[]>;
  /** Bytes of the smallest value that each available key was served with. */
  readonly servedBytes: Map<string, number>;
  /** What has to come to its end even when the run is ended: bringing a backend up again. */
  readonly unfinished: Set<Promise<unknown>>;
  /** When each key was last asked for, in milliseconds of `performance.now()`: what was asked lately may be cached. */
  readonly lastAsked: Map<string, number>;
  /** Free for areas that remember something between their checks, by a key of their own. */
  readonly memo: Map<string, unknown>;
}

/** What a check has in its hands: a connected driver, the fixtures, an abort signal; nothing global. */
export interface Tools {
  readonly check: string;
  readonly facts: Facts;
  readonly profile: Profile;
  readonly signal: AbortSignal;
  readonly journal: Journal;
  readonly shared: Shared;
  readonly seed: number;
  /** Set once a call that had the whole of `timeoutMs` got no answer. */
  readonly lateness: { seen: boolean };
  /** How many calls the driver answered. */
  readonly answers: { count: number };
  /** Milliseconds that a call may take: `--timeout`, or the driver's hint plus 2 s where that is longer. */
  readonly timeoutMs: number;
  /** Calls NodeGetEnvVars over the run's shared connection. */
  call(request: EnvRequest, options?: EnvCallOptions): Promise<Reply>;
  /** Calls any method with a raw message. */
  invoke(path: string, message: Uint8Array, timeoutMs?: number): Promise<Answer>;
  /** Opens a new connection, of the run's client or of another; closed with the check. */
  connect(kind?: ClientKind): Promise<Lane>;
  /** The request that the profile vouches for: its class, its pod, and these queries. */
  request(queries: readonly Query[], change?: Partial<EnvRequest>): EnvRequest;
  /**
   * The available keys that are served by themselves, smallest value first. Asked once a run.
   * Stops the check as untested, blocked by `request/legal-served`, when there are fewer than `atLeast`.
   */
  served(atLeast?: number): Promise<readonly ServedKey[]>;
  /** Runs a hook of the profile; stops the check with `error` when it fails. */
  hook(name: keyof Profile['hooks']): Promise<string>;
}

/** Bytes of an answer over the driver's limit that are kept; checks keep hundreds of answers. */
const largestKept = 64 * 1024;
/** Characters of each of its texts that are kept, where the limit is below. */
const longestKept = 16 * 1024;

/** A result of an answer that is too large and was judged: its texts cut, but so that they stay over the limit. */
function shortened(result: EnvResult, valueBytes: number): EnvResult {
  const most = Math.max(valueBytes + 1, longestKept);
  const cut = (text: string): string => (text.length <= most ? text : detached(text.slice(0, most)));
  return { ...result, name: cut(result.name), value: cut(result.value), error: cut(result.error) };
}

/** Creates the tools of one check. */
export function createTools(
  check: string,
  signal: AbortSignal,
  shared: Shared,
): Tools & { readonly lanes: Set<Client> } {
  const { context, facts, journal } = shared;
  const { profile } = context;
  const lanes = new Set<Client>();
  const timeoutMs = Math.max(context.options.timeoutMs, facts.limits.timeoutMs + 2000);

  async function callOver(client: Client, request: EnvRequest, options: EnvCallOptions = {}): Promise<Reply> {
    const bytes = options.bytes ?? encodeRequest(request);
    noteSent(journal, request);
    for (const { key } of request.queries) shared.lastAsked.set(key, performance.now());
    for (let attempt = 0; ; attempt++) {
      const release = options.slot === false ? () => {} : await acquire(shared.slots, signal);
      let answer: Answer;
      try {
        answer = await client.unary(getEnvVars, bytes, {
          timeoutMs: options.timeoutMs ?? timeoutMs,
          signal: options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]),
        });
      } finally {
        release();
      }
      if (options.timeoutMs === undefined && answer.failure === 'deadline') tools.lateness.seen = true;
      if (answer.failure === undefined) tools.answers.count++;
      const again =
        answer.code === statusCode.RESOURCE_EXHAUSTED &&
        options.retry !== false &&
        attempt < 7 &&
        shared.outOfSlots !== true &&
        bytes.length < 4_000_000;
      if (!again || signal.aborted) {
        const patient = options.retry !== false && options.slot !== false;
        return {
          ...toReply(client, request, bytes.length, answer, options),
          exhausted: patient && (await isOutOfSlots(client, answer)),
        };
      }
      // A slot that was just given back may still be counted by the driver.
      await pause(Math.min(800, 15 * 2 ** attempt), undefined, { signal }).catch(() => {});
    }
  }

  /** Whether the driver refuses even the profile's first key for want of a slot, though no more calls are open than it takes. */
  async function isOutOfSlots(client: Client, answer: Answer): Promise<boolean> {
    if (answer.code === 0) shared.outOfSlots = false;
    if (answer.code !== statusCode.RESOURCE_EXHAUSTED || answer.failure !== undefined) return false;
    const [key] = profile.keys.available;
    if (key === undefined || profile.pod === undefined) return false;
    const control = await client.unary(getEnvVars, encodeRequest(tools.request(queriesFor([key]))), {
      timeoutMs,
      signal,
    });
    shared.outOfSlots = control.code === statusCode.RESOURCE_EXHAUSTED && control.failure === undefined;
    return shared.outOfSlots;
  }

  function toReply(
    client: Client,
    request: EnvRequest,
    size: number,
    answer: Answer,
    options: EnvCallOptions,
  ): Reply {
    // One too many tells as much as a million of them.
    const most = request.queries.length + 1;
    const results =
      answer.code === 0 && answer.body !== undefined ? decodeResponse(answer.body, most) : undefined;
    noteAnswer(journal, getEnvVars, answer);
    traceCall(context, check, askedText(request), answer);
    const wellFormed = options.bytes === undefined && isWellFormed(request, size, facts.limits.payloadBytes);
    const tooLarge = whyTooLarge(request, size, answer, facts.limits.payloadBytes, shared.servedBytes);
    const reply = {
      ...{ request, answer, code: answer.code, wellFormed },
      ...(tooLarge === undefined ? {} : { tooLarge }),
    };
    if (answer.code !== 0 || results === undefined) {
      if (answer.failure === undefined && answer.code !== 0) {
        journal.status({
          check,
          method: getEnvVars,
          code: answer.code,
          message: answer.message,
          details: countDetails(answer),
          wire: client.kind === 'wire',
          wellFormed,
          asked: request,
          // Only what fails shows its request.
          get request() {
            return safeJson(request);
          },
        });
      }
      const faults: Fault[] =
        answer.code === 0
          ? [
              {
                requirement: 'values/exact',
                text: 'the response cannot be read: it is no valid NodeGetEnvVarsResponse',
              },
            ]
          : [];
      if (options.observe !== false)
        for (const fault of faults) journal.fault({ ...fault, check, request: safeJson(request) });
      return { ...reply, ok: false, results: [], aligned: [], faults };
    }
    for (const { value, at } of secretsOf(getEnvVars, 'response', { results }))
      journal.value(value, request.queries[at ?? -1]?.key ?? '');
    for (const result of results) {
      if (result.error !== '') journal.text({ source: 'result error', name: getEnvVars, text: result.error });
    }
    const { faults, aligned } = judge({
      request,
      results,
      ...(results.length === most ? { total: countResults(answer.body ?? new Uint8Array()) } : {}),
      responseBytes: answer.body?.length ?? 0,
      limits: facts.limits,
      stage: facts.stage,
      expected: (index) =>
        options.expectValues === false ? undefined : expectedValue(shared, request, index),
    });
    if (options.observe !== false) {
      journal.okAnswers++;
      if (aligned.length > 0) journal.answersWithResults++;
      for (const fault of faults) journal.fault({ ...fault, check, request: safeJson(request) });
    }
    // What the bytes say is read; kept beside it they would take as much room again.
    const { body, ...rest } = answer;
    const read = { ...reply, answer: rest, ok: true, faults } as const;
    if ((body?.length ?? 0) <= Math.max(facts.limits.payloadBytes, largestKept))
      return { ...read, results, aligned };
    const cut = new Map(results.map((result) => [result, shortened(result, facts.limits.valueBytes)]));
    const kept = (list: readonly EnvResult[]): EnvResult[] => list.flatMap((result) => cut.get(result) ?? []);
    return { ...read, results: kept(results), aligned: kept(aligned) };
  }

  async function invokeOver(
    client: Client,
    path: string,
    message: Uint8Array,
    ms = timeoutMs,
  ): Promise<Answer> {
    const answer = await client.unary(path, message, { timeoutMs: ms, signal });
    if (ms >= timeoutMs && answer.failure === 'deadline') tools.lateness.seen = true;
    if (answer.failure === undefined) tools.answers.count++;
    noteAnswer(journal, path, answer);
    journal.declared.note(path, answer, client.kind === 'wire');
    traceCall(context, check, path.split('/')[2] ?? path, answer);
    return answer;
  }

  const tools: Tools & { readonly lanes: Set<Client> } = {
    check,
    facts,
    profile,
    signal,
    journal,
    shared,
    lanes,
    lateness: { seen: false },
    answers: { count: 0 },
    seed: context.options.seed,
    timeoutMs,
    call: (request, options) => callOver(shared.client, request, options),
    invoke: (path, message, ms) => invokeOver(shared.client, path, message, ms),
    async connect(kind) {
      const client = await context.openClient(kind);
      lanes.add(client);
      return {
        client,
        call: (request, options) => callOver(client, request, options),
        invoke: (path, message, ms) => invokeOver(client, path, message, ms),
        async close() {
          lanes.delete(client);
          await client.close();
        },
      };
    },
    request: (queries, change) => ({
      className: profile.providerClass?.name ?? '',
      classParameters: profile.providerClass?.parameters ?? {},
      queries,
      podContext: profile.pod === undefined ? {} : podContext(profile.pod),
      ...(shared.version === undefined ? {} : { version: shared.version }),
      ...change,
    }),
    async served(atLeast = 1) {
      shared.served ??= readServed(tools);
      const keys = await shared.served;
      if (keys.length < atLeast) {
        const text = `${keys.length} of ${profile.keys.available.length} available keys are served by themselves, ${atLeast} ${atLeast === 1 ? 'is' : 'are'} needed`;
        if (profile.keys.available.length < atLeast)
          throw new Stop({ outcome: 'untested', reason: `${text}: list more under keys.available` });
        const cause = shared.memo.get('served/fault') as Fault | undefined;
        throw new Stop(blocked(cause?.requirement ?? 'request/legal-served', cause?.text ?? text));
      }
      return keys;
    },
    async hook(name) {
      const hook = profile.hooks[name];
      if (hook === undefined)
        throw new Stop({ outcome: 'untested', reason: `the profile does not say hooks.${name}` });
      const result = await hook(signal);
      if (!result.ok) throw new Stop({ outcome: 'error', message: `hook ${name} failed: ${result.reason}` });
      if (name === 'rotate') shared.valuesHold = false;
      return result.output;
    },
  };
  return tools;
}

/** Whether no answer came in time, or the driver says itself that it had not enough: the next call may be served. */
export function cameTooLate(reply: Partial<Reply> | undefined): boolean {
  const { answer } = reply ?? {};
  if (answer === undefined) return false;
  if (answer.failure !== undefined) return answer.failure === 'deadline';
  return answer.code === statusCode.UNAVAILABLE || answer.code === statusCode.DEADLINE_EXCEEDED;
}

/** Longest wait for the Probe that tells whether a driver answers anything. */
const aliveMs = 2000;

/** Whether a call that came too late is worth another try: a driver that does not answer a Probe either is as late again. */
export async function mayServeNow(tools: Tools, reply: Partial<Reply> | undefined): Promise<boolean> {
  if (!cameTooLate(reply)) return false;
  if (reply?.answer?.failure === undefined) return true;
  const { answer } = await probe((path, message) => tools.invoke(path, message, aliveMs));
  return answer.failure === undefined;
}

/**
 * Asks for each available key by itself, and once more for those that got no answer in time, since most checks rest on them;
 * `request/legal-served` has a check of its own for those that are not served.
 */
async function readServed(tools: Tools): Promise<readonly ServedKey[]> {
  const ask = async (key: AvailableKey) => ({
    key,
    reply: await tools.call(tools.request(queriesFor([key]))),
  });
  const first = await Promise.all(tools.profile.keys.available.map(ask));
  const late = first.map(({ reply }) => reply).filter(cameTooLate);
  const again = await mayServeNow(tools, late.find(({ answer }) => answer.failure === undefined) ?? late[0]);
  const replies = await Promise.all(
    first.map((one) => (again && cameTooLate(one.reply) ? ask(one.key) : one)),
  );
  // What answers OK and is no use as a premise breaks a rule of its own.
  const faults = replies.flatMap(({ reply }) =>
    reply.code === statusCode.UNIMPLEMENTED && reply.answer.failure === undefined
      ? [{ requirement: 'capability/implemented', text: 'an available key gets UNIMPLEMENTED' }]
      : reply.faults.slice(0, 1),
  );
  if (faults[0] !== undefined) tools.shared.memo.set('served/fault', faults[0]);
  return replies
    .flatMap(({ key, reply }) => {
      const result = reply.ok ? reply.aligned[0] : undefined;
      if (result === undefined || result.error !== '') return [];
      const bytes = Buffer.byteLength(result.value);
      const { servedBytes } = tools.shared;
      servedBytes.set(key.key, Math.min(bytes, servedBytes.get(key.key) ?? bytes));
      return [{ ...key, got: result.value, bytes }];
    })
    .sort((a, b) => a.bytes - b.bytes);
}

/** What a value may go by besides the key, beyond namespace and service account. */
const podMembers = ['namespace', 'serviceAccount', 'podName', 'podUID', 'nodeName'] as const;

/** The value that the profile gives for a query of its own class and pod, as a string can carry it. */
export function expectedValue(shared: Shared, request: EnvRequest, index: number): string | undefined {
  const query = request.queries[index];
  const pod = shared.context.profile.pod;
  if (query === undefined || pod === undefined || !shared.valuesHold) return undefined;
  if (podMembers.some((name) => request.podContext[name] !== pod[name])) return undefined;
  const key = shared.context.profile.keys.available.find(
    (k) => k.key === query.key && sameParameters(k.parameters, query.parameters ?? {}),
  );
  if (key?.value === undefined || key.volatile) return undefined;
  return asCarried(key.value);
}

export function sameParameters(a: Key['parameters'], b: Key['parameters']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function noteSent(journal: Journal, request: EnvRequest): void {
  journal.send(request.className);
  for (const [name, value] of [
    ...Object.entries(request.classParameters),
    ...Object.entries(request.podContext),
  ]) {
    journal.send(name);
    journal.send(value);
  }
  for (const query of request.queries) {
    journal.send(query.name);
    journal.send(query.key);
    for (const [name, value] of Object.entries(query.parameters ?? {})) {
      journal.send(name);
      journal.send(value);
    }
  }
}

function safeJson(request: EnvRequest): unknown {
  const size = request.queries.length;
  return size > 60 ? undefined : requestJson(request);
}

async function acquire(slots: Semaphore, signal: AbortSignal): Promise<() => void> {
  try {
    return await slots.acquire(signal);
  } catch {
    throw new Stop({ outcome: 'error', message: 'the run was interrupted' });
  }
}

/** A verdict for a check whose premise fails because of another requirement. */
export function blocked(by: string, reason: string): Verdict {
  return { outcome: 'untested', reason: `blocked by ${by}: ${reason}`, blockedBy: by };
}

/**
 * A failure shown by one reply.
 *
 * @param suspects requirements that would explain it; unless said, those that the reply points to by itself
 */
export function failed(
  mismatches: string | readonly string[],
  reply?: Reply,
  cause?: string,
  suspects: readonly string[] = reply === undefined ? [] : suspectsOf(reply),
): Verdict {
  // capability/implemented: UNIMPLEMENTED to a well-formed call is a fault of its own, whatever else was expected.
  if (reply !== undefined && isUnimplemented(reply) && reply.wellFormed) {
    return blocked('capability/implemented', `a well-formed call got ${describe(reply)}`);
  }
  if (reply?.tooLarge !== undefined) return { outcome: 'not-applicable', reason: reply.tooLarge };
  if (reply?.exhausted === true)
    return blocked('concurrency/in-flight', `every call gets ${describe(reply)}`);
  const request = reply === undefined ? undefined : safeJson(reply.request);
  return {
    outcome: 'fail',
    evidence: {
      ...(suspects.length === 0 ? {} : { suspects }),
      mismatches: typeof mismatches === 'string' ? [mismatches] : mismatches,
      ...(request === undefined ? {} : { call: { method: getEnvVars, request } }),
      ...(cause === undefined ? {} : { cause }),
    },
  };
}

/** Codes that tell of a rule of their own, whatever was asked. */
const tellingCodes: ReadonlyMap<number, readonly string[]> = new Map([
  [statusCode.UNIMPLEMENTED, ['capability/implemented']],
  [statusCode.ALREADY_EXISTS, ['idempotency/repeat']],
  [statusCode.ABORTED, ['idempotency/concurrent', 'concurrency/in-flight']],
  [statusCode.RESOURCE_EXHAUSTED, ['concurrency/in-flight', 'concurrency/overload']],
]);

/** Requirements that would explain a status, whatever was asked. */
export function suspectsOfCode(code: number): readonly string[] {
  return tellingCodes.get(code) ?? [];
}

/**
 * Requirements that would explain a wrong reply, from the code or from what the answer breaks by itself. A wrong value is no
 * explanation: it is how many other rules show that they are broken.
 */
export function suspectsOf({ answer, faults }: Pick<Reply, 'answer' | 'faults'>): readonly string[] {
  if (answer.failure !== undefined) return [];
  const others = faults.filter(({ requirement }) => requirement !== 'values/exact');
  return [...suspectsOfCode(answer.code), ...others.map(({ requirement }) => requirement)];
}

/** Whether the driver itself answered UNIMPLEMENTED. */
export function isUnimplemented(reply: Reply): boolean {
  return reply.code === statusCode.UNIMPLEMENTED && reply.answer.failure === undefined;
}

/** What a reply was, in words; the driver's own text is redacted later. */
export function describe(reply: Reply): string {
  const { answer } = reply;
  if (reply.ok) return `OK with ${reply.results.length} result${reply.results.length === 1 ? '' : 's'}`;
  if (answer.failure !== undefined) return `no status: ${answer.message}`;
  if (answer.code === 0) return 'OK with a response that cannot be read';
  return answer.message === ''
    ? codeName(answer.code)
    : `${codeName(answer.code)} (${JSON.stringify(answer.message.slice(0, 300))})`;
}

/**
 * The requirement that a well-formed call of the profile's own breaks when it is not served.
 * Used to name who is at fault when a premise fails.
 */
export function faultOfUnserved(reply: Reply): string {
  if (isUnimplemented(reply)) return 'capability/implemented';
  if (reply.exhausted === true) return 'concurrency/in-flight';
  return reply.request.queries.length > 1 ? 'batch/scales' : 'request/legal-served';
}

/** A verdict for a check whose premise is not served: the fault of another requirement, or none where the driver need not serve it. */
export function unserved(
  reply: Reply,
  reason = `a call that has to be served got ${describe(reply)}`,
  by = faultOfUnserved(reply),
): Verdict {
  return reply.tooLarge === undefined
    ? blocked(by, reason)
    : { outcome: 'not-applicable', reason: reply.tooLarge };
}

/** Stops the check as blocked unless the reply is OK and breaks no rule but those named. */
export function premiseOk(reply: Reply, own: readonly string[] = []): Reply {
  if (!reply.ok && !(reply.answer.code === 0 && own.includes('values/exact'))) {
    throw new Stop(unserved(reply));
  }
  const other = reply.faults.find((fault) => !own.includes(fault.requirement));
  if (other !== undefined) throw new Stop(blocked(other.requirement, other.text));
  return reply;
}

/** The fault of a reply against one requirement, if any. */
export function faultAgainst(reply: Reply, requirement: string): Fault | undefined {
  return reply.faults.find((fault) => fault.requirement === requirement);
}
