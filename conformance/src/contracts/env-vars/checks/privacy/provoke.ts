import { Stop } from '../../../../contract.js';
import { isWatchable } from '../../../../leak/scanner.js';
import type { Key } from '../../../../profile/profile.js';
import { fits, servedBatch, take } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { podContext, type Query, queriesFor } from '../../request.js';
import { premiseOk, type Reply, type ServedKey, type Tools } from '../../tools.js';

/** A kind of failing call, made when the driver has values in hand that it could tell. */
export interface Provocation {
  readonly slug: string;
  readonly say: string;
  readonly needs: readonly (typeof needs)[keyof typeof needs][];
  /** Semantics under which the call means something; both unless said. */
  readonly when?: readonly (typeof conditions)[keyof typeof conditions][];
  /** Requirement at fault where the calls do not fail; the line of the profile where none is. */
  readonly otherwise: string;
  calls(tools: Tools, good: readonly ServedKey[]): Promise<readonly Reply[]>;
}

const secretsAtOnce = 5;
const slowCallMs = 100;

const isSlow = (tools: Tools): boolean => tools.facts.callMs > slowCallMs;

/** A batch of good keys with bad ones at its beginning, middle and end, and a bad one by itself behind a read of the good ones. */
async function among(
  tools: Tools,
  good: readonly ServedKey[],
  bad: readonly Key[],
  flags: { readonly optional?: boolean } = {},
): Promise<readonly Reply[]> {
  const queries = queriesFor(good);
  const replies: Reply[] = [];
  const chosen = isSlow(tools) ? bad.slice(0, 1) : bad.slice(0, 6);
  for (const [index, key] of chosen.entries()) {
    const query: Query = { name: 'CSI_ENV_BAD', key: key.key, parameters: key.parameters, ...flags };
    const places =
      index === 0 && !isSlow(tools) ? [0, Math.ceil(queries.length / 2), queries.length] : [queries.length];
    for (const at of places)
      replies.push(await tools.call(tools.request([...queries.slice(0, at), query, ...queries.slice(at)])));
    if (!isSlow(tools)) replies.push(await tools.call(tools.request([query])));
  }
  return replies;
}

/** Every kind of failure that a driver can be led into with keys that have values. */
export const provocations: readonly Provocation[] = [
  {
    slug: 'missing',
    say: 'a missing key among keys that are served',
    needs: [needs.missing],
    otherwise: 'errors/not-found',
    calls: (tools, good) => among(tools, good, tools.profile.keys.missing),
  },
  {
    slug: 'denied',
    say: 'a denied key among keys that are served',
    needs: [needs.denied],
    otherwise: 'errors/permission-denied',
    calls: (tools, good) => among(tools, good, tools.profile.keys.denied),
  },
  {
    slug: 'oversized',
    say: 'a key with an over-long value among keys that are served',
    needs: [needs.oversized],
    otherwise: 'keys.oversized',
    calls: (tools, good) => among(tools, good, tools.profile.keys.oversized),
  },
  {
    slug: 'failing',
    say: 'a key for which the backend fails among keys that are served',
    needs: [needs.failing],
    otherwise: 'keys.failing',
    calls: (tools, good) => among(tools, good, tools.profile.keys.failing),
  },
  {
    slug: 'denied-pod',
    say: 'keys that were just served, for a pod that may not read them',
    needs: [needs.deniedPods],
    otherwise: 'errors/permission-denied',
    async calls(tools, good) {
      const pods = tools.profile.deniedPods.slice(0, isSlow(tools) ? 1 : 6);
      const requests = pods.map((pod) => tools.request(queriesFor(good), { podContext: podContext(pod) }));
      return Promise.all(requests.map((request) => tools.call(request, { observe: false })));
    },
  },
  {
    slug: 'malformed-request',
    say: 'a query without a key, and a name with "=", among keys that are served',
    needs: [],
    otherwise: 'request/required-fields',
    async calls(tools, good) {
      const queries = queriesFor(good);
      const bad: Query[] = [
        { name: 'CSI_ENV_BAD', key: '' },
        { name: 'CSI=ENV', key: good[0]?.key ?? '' },
      ];
      return Promise.all(
        bad.map((query) => tools.call(tools.request([...queries, query]), { observe: false })),
      );
    },
  },
  {
    slug: 'too-much',
    say: 'so many served keys that their values do not fit into a response',
    needs: [],
    otherwise: 'values/response-size',
    async calls(tools, good) {
      const served = await tools.served();
      const largest = served.at(-1);
      if (largest === undefined || !isWatchable(Buffer.from(largest.got))) return [];
      const count = Math.ceil(tools.facts.limits.payloadBytes / largest.bytes) + 1;
      const keys = [...good, ...take([largest], count)];
      const request = tools.request(queriesFor(keys));
      // Where the request would not fit either, the driver does not get as far as the values.
      if (count > 2000 || fits(tools, request, keys)) return [];
      return [await tools.call(request, { observe: false })];
    },
  },
  {
    slug: 'optional',
    say: 'an optional query for a missing key among keys that are served',
    needs: [needs.missing],
    when: [conditions.beta],
    otherwise: 'optional/missing',
    calls: (tools, good) => among(tools, good, tools.profile.keys.missing, { optional: true }),
  },
];

/** Served keys whose values are worth telling: eight characters and more, not too long for a batch. */
export async function goodKeys(tools: Tools): Promise<readonly ServedKey[]> {
  const served = await tools.served();
  const worth = served.filter(
    ({ got, bytes, key }) => bytes <= 2048 && isWatchable(Buffer.from(got)) && !key.includes(got),
  );
  for (let count = Math.min(secretsAtOnce, worth.length); count > 0; count--) {
    // From the middle, where values are neither the shortest nor all alike.
    const from = Math.floor((worth.length - count) / 2);
    const keys = worth.slice(from, from + count);
    if (fits(tools, tools.request(queriesFor(keys)), keys)) return keys;
  }
  return [];
}

/** Makes the calls of one provocation, once a run. */
export function provoke(tools: Tools, provocation: Provocation): Promise<readonly Reply[]> {
  return once(tools, `privacy/provoke/${provocation.slug}`, async () => {
    const good = await goodKeys(tools);
    if (good.length === 0) return [];
    premiseOk(await tools.call(tools.request(queriesFor(good))));
    return provocation.calls(tools, good);
  });
}

/** Makes every call after which a driver may have told a value somewhere; what does not work is left out. */
export function provokeAll(tools: Tools): Promise<void> {
  return once(tools, 'privacy/provoke-all', async () => {
    if (!tools.facts.advertised || !wellFormed.every((need) => need.met(tools.profile))) return;
    await forgive(readMuch(tools));
    for (const provocation of provocations) {
      const apply =
        provocation.needs.every((need) => need.met(tools.profile)) &&
        (provocation.when ?? []).every((condition) => condition.met(tools.facts));
      if (apply) await forgive(provoke(tools, provocation));
    }
  });
}

/** Reads keys from the cache, in batches small and large, and those with long values. */
async function readMuch(tools: Tools): Promise<void> {
  const served = await tools.served();
  const again = isSlow(tools) ? served.slice(-1) : served.slice(-16);
  await Promise.all(again.map((key) => tools.call(tools.request(queriesFor([key])))));
  for (const size of isSlow(tools) ? [50] : [5, 21, 50])
    await tools.call((await servedBatch(tools, size)).request);
}

async function forgive(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (reason) {
    if (!(reason instanceof Stop)) throw reason;
  }
}

function once<T>(tools: Tools, name: string, work: () => Promise<T>): Promise<T> {
  const { memo } = tools.shared;
  const known = (memo.get(name) as Promise<T> | undefined) ?? work();
  memo.set(name, known);
  return known;
}
