import { setTimeout as pause } from 'node:timers/promises';
import { Stop } from '../../../contract.js';
import { leastLatelyAsked } from '../batches.js';
import { type CapabilityRpc, type CapabilitySet, readCapabilitySet } from '../capability-set.js';
import { conditions, needs, wellFormed } from '../needs.js';
import { type EnvRequest, queriesFor } from '../request.js';
import type { Reply, ServedKey, Tools } from '../tools.js';
import {
  type Asker,
  as,
  few,
  isRefused,
  listOf,
  refusable,
  refuserOf,
  withList,
} from './authorization/refusal.js';
import { baseBatch, once } from './once.js';
import { optionalAt } from './optional/judge-optional.js';
import { legalCall } from './transport/legal-call.js';

/** How much later than the driver's time-out a call is given up, in milliseconds. */
export const patience = 2000;

/** The longest life of cached values that an outage waits for, in milliseconds. */
export const longestCacheMs = 10_000;

/** Asks with a deadline that lies two seconds after the driver's own. */
export const askPatiently = (tools: Tools, request: EnvRequest): Promise<Reply> =>
  tools.call(request, { observe: false, timeoutMs: tools.facts.limits.timeoutMs + patience });

/** What every check needs that takes the backend down and up again: those of whichever area share one outage a run. */
export const duringOutage = {
  needs: [...wellFormed, needs.backendDown, needs.backendUp],
  when: [conditions.advertised],
  /** A run of a check that asks a few times in a row, each up to the longest time-out. */
  budgetMs: 175_000,
  alone: 60,
  disturbs: true,
} as const;

/** Somebody who is refused while the backend is up, and asks for what a permitted pod has just read. */
export interface Refused {
  /** Who asks, as words. */
  readonly say: string;
  /** The requirement that refuses while the backend is up. */
  readonly refuser: string;
  readonly before: Reply;
  readonly during: Reply;
  readonly after: Reply;
}

/** What a driver answered while its backend was down. */
export interface Outage {
  /** Replies to single served keys. */
  readonly replies: readonly Reply[];
  /** Reply to a batch of three. */
  readonly batch: Reply;
  /** Reply to a large batch, whose keys a driver must not ask for one after the other until each has failed. */
  readonly large: Reply;
  readonly missing: Reply | undefined;
  /** Reply to served keys in optional queries, and what they were served with; undefined where there are none, or at stage alpha. */
  readonly optional: { readonly reply: Reply; readonly keys: readonly ServedKey[] } | undefined;
  readonly refused: readonly Refused[];
  readonly capabilities: Readonly<Record<CapabilityRpc, CapabilitySet>>;
  /** Whether what was served before is served again, and what came of it last. */
  readonly recovered: Reply;
  readonly batchRecovered: Reply;
}

/** Replies to queries for keys that are served while the backend is up. */
export function repliesOf({
  replies,
  batch,
  large,
}: Pick<Outage, 'replies' | 'batch' | 'large'>): readonly Reply[] {
  return [...replies, batch, large];
}

/** Takes the backend down, asks, brings it up again whatever happens, and waits for the driver to recover; once a run. */
export function outage(tools: Tools): Promise<Outage> {
  return once(tools, 'outage', () => {
    const made = makeOutage(tools);
    tools.shared.unfinished.add(made);
    return made;
  });
}

async function makeOutage(tools: Tools): Promise<Outage> {
  // A driver that an earlier disturbance silenced is no driver whose backend is down.
  await legalCall(tools);
  const usual = await baseBatch(tools, 3);
  const served = await tools.served();
  // What was not asked for lately is the least likely to be cached.
  const stable = served.filter(({ volatile }) => !volatile);
  const oldest = leastLatelyAsked(tools, stable.length === 0 ? served : stable);
  const keys = oldest.slice(0, 6);
  const small = oldest.slice(6).filter(({ bytes }) => bytes <= 1024);
  const before = small.length < 3 ? usual : tools.request(queriesFor(small.slice(0, 3)));
  const many = await baseBatch(tools, 50).catch((reason) => {
    // A driver that does not serve so many at once says nothing by refusing them now.
    if (reason instanceof Stop) return before;
    throw reason;
  });
  const [missing] = tools.profile.keys.missing;
  // A cache that is documented to last no longer than this is waited out, so that the backend has to be asked.
  const { cacheTtlMs } = tools.profile.documents;
  const wait = cacheTtlMs !== undefined && cacheTtlMs <= longestCacheMs ? cacheTtlMs + 250 : 0;
  const askAll = async () => {
    const [replies, batch, large] = await Promise.all([
      Promise.all(keys.map((key) => askPatiently(tools, tools.request(queriesFor([key]))))),
      askPatiently(tools, before),
      askPatiently(tools, many),
    ]);
    return { replies, batch, large };
  };
  const askers = await refusedAskers(tools, oldest);
  const valued = oldest.filter(({ bytes }) => bytes > 0).slice(0, 3);
  let asked: Awaited<ReturnType<typeof askAll>>;
  let gone: Reply | undefined;
  let optional: Outage['optional'];
  let during: readonly Reply[];
  let capabilities: Outage['capabilities'];
  try {
    await tools.hook('backendDown');
    // First of all, as long as what was read just before is cached if it ever is.
    during = await Promise.all(askers.map(({ before: { request } }) => tools.call(request, refusable)));
    asked = await askAll();
    if (wait > 0 && repliesOf(asked).every(({ ok }) => ok)) {
      await pause(wait, undefined, { signal: tools.signal });
      asked = await askAll();
    }
    gone =
      missing === undefined ? undefined : await askPatiently(tools, tools.request(queriesFor([missing])));
    if (tools.facts.stage === 'beta' && valued.length > 0) {
      const reply = await askPatiently(tools, optionalAt(tools.request(queriesFor(valued))));
      optional = { reply, keys: valued };
    }
    const [plugin, node] = await Promise.all([
      readCapabilitySet(tools.invoke, 'plugin'),
      readCapabilitySet(tools.invoke, 'node'),
    ]);
    capabilities = { plugin, node };
  } finally {
    await bringUp(tools);
  }
  const request = tools.request(queriesFor(keys.slice(-1)));
  const recovered = await untilServed(tools, request);
  const batchRecovered = recovered.ok ? await untilServed(tools, before) : recovered;
  // What fails in the same way with a backend does not fail for want of one.
  const largeAfter = await tools.call(many, { observe: false });
  const large = !largeAfter.ok && largeAfter.code === asked.large.code ? asked.batch : asked.large;
  const after = await Promise.all(askers.map((one) => tools.call(one.before.request, refusable)));
  const refused = askers.map((asker, index) => ({
    ...asker,
    during: during[index] as Reply,
    after: after[index] as Reply,
  }));
  return { ...asked, large, missing: gone, optional, refused, capabilities, recovered, batchRecovered };
}

/** Those who are refused what a permitted pod has just read: denied pods, and a class whose lists name something else. */
async function refusedAskers(
  tools: Tools,
  oldest: readonly ServedKey[],
): Promise<readonly Omit<Refused, 'during' | 'after'>[]> {
  const request = tools.request(queriesFor(oldest.slice(-1)));
  // With one key alone, what is cached now would hide that the backend is down.
  if (oldest.length > 1 && !(await tools.call(request)).ok) return [];
  const lists = (['allowedNamespaces', 'allowedFields'] as const).filter(
    (name) => listOf(tools, name) !== undefined,
  );
  const all: readonly { say: string; refuser: string; change: Asker }[] = [
    ...few(tools, tools.profile.deniedPods, 3).map((pod) => ({
      say: 'a denied pod',
      refuser: refuserOf(tools.profile, pod),
      change: as(pod),
    })),
    ...lists.map((name) => ({
      say: `a class whose ${name} is something else`,
      refuser: name === 'allowedFields' ? 'authorization/field' : 'authorization/namespace',
      change: withList(tools, name, 'csi-env-elsewhere'),
    })),
  ];
  const before = await Promise.all(all.map(({ change }) => tools.call({ ...request, ...change }, refusable)));
  return all
    .map(({ say, refuser }, index) => ({ say, refuser, before: before[index] as Reply }))
    .filter((asker) => isRefused(asker.before));
}

/** Ends the outage even when the check was interrupted, which is why the check's own signal does not matter here. */
async function bringUp(tools: Tools): Promise<void> {
  const result = await tools.profile.hooks.backendUp?.(AbortSignal.timeout(40_000));
  if (result?.ok === false) throw new Error(`hook backendUp failed: ${result.reason}`);
}

/** Asks until it is served; gives up after the driver's time-out and five seconds more. */
async function untilServed(tools: Tools, request: EnvRequest): Promise<Reply> {
  const until = performance.now() + tools.facts.limits.timeoutMs + 5000;
  for (let wait = 50; ; wait = Math.min(500, wait * 2)) {
    const reply = await tools.call(request, { observe: false });
    if (reply.ok || performance.now() > until) return reply;
    await pause(wait, undefined, { signal: tools.signal });
  }
}
