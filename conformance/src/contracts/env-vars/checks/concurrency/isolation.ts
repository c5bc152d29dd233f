import { pass, type Verdict } from '../../../../contract.js';
import { codeName } from '../../../../driver/answer.js';
import type { Key, Pod } from '../../../../profile/profile.js';
import { asCarried } from '../../judge.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, podContext, queriesFor } from '../../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  expectedValue,
  failed,
  type Reply,
  type ServedKey,
  type Tools,
} from '../../tools.js';
import {
  as,
  culprit,
  few,
  isRefused,
  listOf,
  noStatus,
  refusable,
  refuserOf,
  withList,
} from '../authorization/refusal.js';
import { atOnce, severalAtOnce } from '../idempotency/concurrent.js';
import { difference, isVolatile, served, spoiltBy, structuralFault } from '../idempotency/same-results.js';
import { faultOfCallsAtOnce, isExhausted, isOfAnother, singleMs } from './burst.js';
import { faultOneByOne } from './one-by-one.js';

const requirement = 'concurrency/isolation';
/** Characters that two values have to share for one to be seen in the other. */
const leastShared = 4;

/** A call among others, with what it gets alone: a value for each query (undefined where it changes by itself), or a status. */
interface Sent {
  readonly request: EnvRequest;
  readonly alone: readonly (string | undefined)[] | number;
  /** The requirement by which it is refused. */
  readonly refusedBy?: string;
}

/** What is wrong with an answer, compared with what the call gets alone. */
function mismatch({ request, alone }: Sent, reply: Reply): string | undefined {
  if (typeof alone === 'number')
    return reply.code === alone && !reply.ok ? undefined : `${describe(reply)} instead of ${codeName(alone)}`;
  if (!reply.ok) return `${describe(reply)} instead of OK`;
  if (reply.aligned.length !== request.queries.length)
    return `${reply.results.length} results for ${request.queries.length} queries`;
  // Results that only change places are told by name.
  const moved = reply.faults.find((fault) => fault.requirement === 'ordering/same-order');
  if (moved !== undefined) return moved.text;
  for (const [index, result] of reply.aligned.entries()) {
    const where = `result ${index + 1} of ${reply.aligned.length}`;
    if (result.name !== request.queries[index]?.name)
      return `${where} carries a name that its request does not have there`;
    if (result.error !== '') return `${where} has an error`;
    if (alone[index] !== undefined && result.value !== alone[index])
      return `${where} has another value than the call gets alone`;
  }
  return undefined;
}

/** Blames an answer that is not what was expected; undefined where the call gets the same alone after all. */
async function blame(
  tools: Tools,
  sent: Sent,
  reply: Reply,
  text: string,
  calls: readonly Sent[],
): Promise<Verdict | undefined> {
  if (reply.answer.failure !== undefined)
    return { outcome: 'error', message: `one of several calls at once got ${describe(reply)}` };
  if (isExhausted(reply))
    return blocked('concurrency/in-flight', `one of ${atOnce(tools)} calls at once got ${describe(reply)}`);
  const alone = await tools.call(sent.request, refusable);
  const again = mismatch(sent, alone);
  if (again !== undefined) {
    if (sent.refusedBy !== undefined && alone.ok) {
      return blocked(await culprit(tools, sent.refusedBy, sent.request), 'the same call alone is served');
    }
    // What it was compared with may have been mixed up itself; what it gets alone time after time was not.
    const repeated = await tools.call(sent.request, refusable);
    const steady = difference(tools, alone, repeated) === undefined && alone.faults.length === 0;
    if (steady && alone.ok && difference(tools, alone, reply) === undefined) return undefined;
    if (!steady || difference(tools, alone, reply) === undefined) {
      const fault = typeof sent.alone === 'number' ? undefined : served(tools, alone);
      return (
        fault ??
        blocked(spoiltBy(tools) ?? 'idempotency/repeat', `the same call alone got another answer: ${again}`)
      );
    }
  }
  const byItself = await faultOneByOne(tools, () => ({
    request: sent.request,
    // Not by its values: what calls at once left in a cache may stay there a while.
    wrong: (answer) =>
      answer.faults[0]?.text ??
      (answer.ok || typeof sent.alone === 'number' ? undefined : mismatch(sent, answer)),
  }));
  if (byItself !== undefined) return byItself;
  if (!reply.ok && !isOfAnother(reply)) {
    return blocked(
      await faultOfCallsAtOnce(tools, atOnce(tools)),
      `one of ${atOnce(tools)} calls at once got ${describe(reply)}`,
    );
  }
  // Where the order is wrong at other times, too, other calls have nothing to do with it.
  const suspects = reply.faults.some((fault) => fault.requirement === 'ordering/same-order')
    ? ['ordering/same-order']
    : [];
  return (
    (await spoiltAlone(tools, sent)) ??
    (await ownFault(tools, sent, reply, calls)) ??
    failed(`one of several calls at once: ${text}`, reply, undefined, suspects)
  );
}

/**
 * The verdict on an answer whose names are its own, and whose wrong value is that of nothing else that the driver serves: nothing
 * shows that calls were mixed then.
 */
async function ownFault(
  tools: Tools,
  { request, alone }: Sent,
  reply: Reply,
  calls: readonly Sent[],
): Promise<Verdict | undefined> {
  if (!reply.ok || typeof alone === 'number' || reply.aligned.length !== request.queries.length)
    return undefined;
  if (request.queries.some(({ name }, index) => reply.results[index]?.name !== name)) return undefined;
  const known = [
    ...calls.flatMap((call) => (typeof call.alone === 'number' ? [] : call.alone)),
    ...(await tools.served()).map(({ got }) => got),
    ...tools.profile.keys.available.map(({ value }) => value && asCarried(value)),
  ];
  // What is compared with may be mixed up itself; the profile is not.
  const wrong = reply.aligned.flatMap(({ value }, index) =>
    value === alone[index] ? [] : [{ value, own: expectedValue(tools.shared, request, index) }],
  );
  const inexact = wrong.every(
    ({ value, own }) =>
      own !== undefined &&
      (own === value ||
        !known.some((other) => other !== undefined && other !== own && shareValue(value, other))),
  );
  return !inexact || wrong.length === 0
    ? undefined
    : blocked('values/exact', 'a value differs from what the call gets alone, and is that of no other call');
}

/** Whether one of two values is the other, or holds it. */
function shareValue(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= leastShared && long.includes(short) && short.trim() !== long.trim();
}

/**
 * What is wrong with the answers to one new request of the same queries when it is made alone, or how they differ: then no other
 * call is to blame.
 */
async function spoiltAlone(tools: Tools, { request }: Sent): Promise<Verdict | undefined> {
  const queries = request.queries.map((query, index) => ({ ...query, name: `CSI_ENV_ALONE_${index}` }));
  const like = { ...request, queries };
  const replies = [];
  for (let time = 0; time < 3; time++) replies.push(await tools.call(like, refusable));
  for (const reply of replies) {
    const fault = structuralFault(tools, reply);
    if (fault !== undefined) return fault;
  }
  const [first, ...later] = replies as [Reply, Reply, Reply];
  const differs = later.map((reply) => difference(tools, first, reply)).find((one) => one !== undefined);
  if (differs === undefined) return undefined;
  const by = spoiltBy(tools) ?? 'idempotency/repeat';
  return blocked(by, `a call like it, made alone time after time: ${differs.text}`);
}

/** Sends calls at once and judges each by what it gets alone. */
async function mix(
  tools: Tools,
  build: (round: number) => readonly Sent[],
  connections = 1,
): Promise<Verdict> {
  const lanes =
    connections > 1 ? await Promise.all(Array.from({ length: connections }, () => tools.connect())) : [];
  let count = 0;
  for (let round = 0; round < ((await singleMs(tools)) > 100 ? 1 : 2); round++) {
    const calls = build(round);
    count = calls.length;
    const replies = await Promise.all(
      calls.map(({ request }, i) => (lanes[i % connections] ?? tools).call(request, refusable)),
    );
    for (const [index, reply] of replies.entries()) {
      const sent = calls[index] as Sent;
      const text = mismatch(sent, reply);
      const verdict = text === undefined ? undefined : await blame(tools, sent, reply, text, calls);
      if (verdict !== undefined) return verdict;
    }
  }
  return pass(`${count} at once`);
}

const knownValue = (tools: Tools, key: ServedKey): string | undefined =>
  isVolatile(tools, key.key) ? undefined : key.got;

/** Short values, so that every answer fits. */
function shortKeys(tools: Tools, keys: readonly ServedKey[]): readonly ServedKey[] {
  const short = keys.filter((key) => key.bytes <= tools.facts.limits.payloadBytes / 8 - 256);
  return short.length > 0 ? short : keys.slice(0, 1);
}

/** A call for so many keys from a place in the list on, under names that no other call has. */
function callFor(
  tools: Tools,
  keys: readonly ServedKey[],
  from: number,
  size: number,
  name: string,
  change?: Partial<EnvRequest>,
): Sent {
  const chosen = Array.from({ length: size }, (_, j) => keys[(from + j) % keys.length] as ServedKey);
  return {
    request: tools.request(queriesFor(chosen, `${name}_`), change),
    alone: chosen.map((key) => knownValue(tools, key)),
  };
}

const each = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Pods that are served, each with its own values of some keys. */
interface ServedPod {
  readonly pod: Pod;
  readonly keys: readonly ServedKey[];
}

/** Asks as a pod for some keys, alone; undefined when it is not served. */
async function askAs(
  tools: Tools,
  pod: Pod,
  keys: readonly ServedKey[],
): Promise<readonly ServedKey[] | undefined> {
  const reply = await tools.call(tools.request(queriesFor(keys), as(pod)), refusable);
  if (!reply.ok || reply.aligned.length !== keys.length) return undefined;
  return keys.map((key, i) => ({ ...key, got: reply.aligned[i]?.value ?? '' }));
}

/** The profile's pods, and others like its own as long as the driver serves them. */
async function servedPods(tools: Tools, keys: readonly ServedKey[]): Promise<readonly ServedPod[] | Verdict> {
  const own = tools.profile.pod as Pod;
  const slow = (await singleMs(tools)) > 100;
  const pods: ServedPod[] = [];
  for (const [index, pod] of [own, ...tools.profile.pods.slice(0, slow ? 3 : 31)].entries()) {
    const answered = await askAs(tools, pod, keys);
    if (answered === undefined && index > 0) {
      return {
        outcome: 'untested',
        reason: `the profile lists pods[${index - 1}] as permitted, but the driver does not serve it`,
      };
    }
    if (answered !== undefined) pods.push({ pod, keys: answered });
  }
  for (let i = pods.length; i < (slow ? 4 : 32); i++) {
    const pod = {
      ...own,
      podName: `${own.podName.slice(0, 100)}-${i}`,
      podUID: `${own.podUID.slice(0, 100)}-${i}`,
    };
    const answered = await askAs(tools, pod, keys);
    if (answered === undefined) break;
    pods.push({ pod, keys: answered });
  }
  return pods.length > 1
    ? pods
    : {
        outcome: 'untested',
        reason: 'the driver serves no pod but the one of the profile: list further ones under pods',
      };
}

const base = {
  requirement,
  expects: 'each call gets what it gets alone: its own names, its own values, its own status',
  when: [conditions.advertised, severalAtOnce],
  alone: 14,
} as const;

/** Checks that calls at once do not mix. */
export const isolationChecks: readonly EnvCheck[] = [
  ...[1, 4].map(
    (connections): EnvCheck => ({
      ...base,
      name: `${requirement}/different-keys${connections > 1 ? '-several-connections' : ''}`,
      stimulus: `up to 32 calls at once for different keys under different names${connections > 1 ? ', over four connections' : ''}`,
      needs: wellFormed,
      async run(tools) {
        const keys = shortKeys(tools, await tools.served());
        return mix(
          tools,
          (round) =>
            each(atOnce(tools), (i) =>
              callFor(tools, keys, i + round, 1 + ((i + round) % 4), `K${round}_${i}`),
            ),
          connections,
        );
      },
    }),
  ),
  {
    ...base,
    name: `${requirement}/different-sizes`,
    stimulus: 'up to 32 calls at once of 1 to 50 queries',
    needs: wellFormed,
    async run(tools) {
      const keys = shortKeys(tools, await tools.served()).filter(
        (key) => key.bytes <= (tools.facts.limits.payloadBytes - 4096) / 60,
      );
      if (keys.length === 0)
        return { outcome: 'untested', reason: 'list a key with a short value under keys.available' };
      return mix(tools, (round) =>
        each(atOnce(tools), (i) =>
          callFor(tools, keys, i, [1, 50, 2, 17][i % 4] as number, `S${round}_${i}`),
        ),
      );
    },
  },
  {
    ...base,
    name: `${requirement}/different-pods`,
    stimulus: 'up to 32 different pods at once, each with keys and names of its own',
    needs: wellFormed,
    async run(tools) {
      const keys = shortKeys(tools, await tools.served()).slice(0, 8);
      const pods = await servedPods(tools, keys);
      if ('outcome' in pods) return pods;
      return mix(tools, (round) =>
        each(atOnce(tools), (i) => {
          const { pod, keys: own } = pods[i % pods.length] as ServedPod;
          return callFor(tools, own, i + round, 1 + (i % 3), `P${round}_${i}`, as(pod));
        }),
      );
    },
  },
  {
    ...base,
    name: `${requirement}/permitted-and-denied-pods`,
    stimulus: 'permitted and denied pods at once, for the same keys',
    needs: [...wellFormed, needs.deniedPods],
    async run(tools) {
      const keys = shortKeys(tools, await tools.served());
      const denied: { readonly pod: Pod; readonly code: number }[] = [];
      for (const pod of few(tools, tools.profile.deniedPods, 4)) {
        const reply = await tools.call(tools.request(queriesFor(keys.slice(0, 1)), as(pod)), refusable);
        if (isRefused(reply)) denied.push({ pod, code: reply.code });
      }
      if (denied.length === 0) {
        const pod = tools.profile.deniedPods[0] as Pod;
        const request = tools.request(queriesFor(keys.slice(0, 1)), as(pod));
        return blocked(
          await culprit(tools, refuserOf(tools.profile, pod), request),
          'no denied pod is refused alone',
        );
      }
      return mix(tools, (round) =>
        each(atOnce(tools), (i) => {
          const call = callFor(tools, keys, i - (i % 2), 1, `D${round}_${i}`);
          if (i % 2 === 0) return call;
          const { pod, code } = denied[((i - 1) / 2) % denied.length] as (typeof denied)[number];
          const request = { ...call.request, podContext: podContext(pod) };
          return { request, alone: code, refusedBy: refuserOf(tools.profile, pod) };
        }),
      );
    },
  },
  {
    ...base,
    name: `${requirement}/served-and-missing-keys`,
    stimulus: 'calls at once for keys that are served and for one that does not exist',
    needs: [...wellFormed, needs.missing],
    async run(tools) {
      const keys = shortKeys(tools, await tools.served());
      const missing = tools.request(queriesFor([tools.profile.keys.missing[0] as Key]));
      const alone = await tools.call(missing, refusable);
      if (alone.ok) return blocked('errors/not-found', `a key that does not exist got ${describe(alone)}`);
      return mix(tools, (round) =>
        each(atOnce(tools), (i) =>
          i % 3 === 1
            ? { request: missing, alone: alone.code }
            : callFor(tools, keys, i, 2, `N${round}_${i}`),
        ),
      );
    },
  },
  ...(['allowedNamespaces', 'allowedFields'] as const).map(
    (list): EnvCheck => ({
      ...base,
      name: `${requirement}/classes-with-other-${list === 'allowedFields' ? 'fields' : 'namespaces'}`,
      stimulus: `calls at once with the class and with a class of another ${list}`,
      needs: wellFormed,
      async run(tools) {
        if (listOf(tools, list) === undefined)
          return { outcome: 'not-applicable', reason: `the profile's class has no ${list}` };
        const keys = shortKeys(tools, await tools.served());
        const change = withList(tools, list, 'csi-env-elsewhere');
        const refusedBy = list === 'allowedFields' ? 'authorization/field' : 'authorization/namespace';
        const alone = await tools.call(tools.request(queriesFor(keys.slice(0, 1)), change), refusable);
        if (!isRefused(alone)) {
          return alone.answer.failure === undefined
            ? blocked(await culprit(tools, refusedBy, alone.request), 'the other class is served alone')
            : noStatus(alone);
        }
        return mix(tools, (round) =>
          each(atOnce(tools), (i) => {
            const call = callFor(tools, keys, i - (i % 2), 1, `C${round}_${i}`);
            if (i % 2 === 0) return call;
            return { request: { ...call.request, ...change }, alone: alone.code, refusedBy };
          }),
        );
      },
    }),
  ),
  {
    ...base,
    name: `${requirement}/different-parameters`,
    stimulus: 'calls at once for the same key with different query parameters',
    needs: wellFormed,
    async run(tools) {
      const keys = shortKeys(tools, await tools.served());
      const same = keys.filter((key) => keys.some((other) => other !== key && other.key === key.key));
      if (same.length === 0)
        return { outcome: 'not-applicable', reason: 'no available key is listed with different parameters' };
      return mix(tools, (round) => each(atOnce(tools), (i) => callFor(tools, same, i, 1, `Q${round}_${i}`)));
    },
  },
];
