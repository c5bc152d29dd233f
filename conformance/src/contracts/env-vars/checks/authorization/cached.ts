import { pass, type Verdict } from '../../../../contract.js';
import type { Pod } from '../../../../profile/profile.js';
import { servedBatch } from '../../batches.js';
import { needs, wellFormed } from '../../needs.js';
import { type EnvRequest, podContext, queriesFor } from '../../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  failed,
  type Lane,
  premiseOk,
  type Reply,
  type ServedKey,
  type Tools,
} from '../../tools.js';
import { duringOutage, outage } from '../outage.js';
import {
  advertised,
  as,
  bypassesCache,
  few,
  isRefused,
  listOf,
  noStatus,
  refusable,
  refuserOf,
  withList,
} from './refusal.js';

const requirement = 'authorization/no-cached-bypass';

/** Reads a request twice as the profile's own pod, so that its values are cached if they ever are. */
async function warm(tools: Tools, request: EnvRequest): Promise<void> {
  premiseOk(await tools.call(request));
  premiseOk(await tools.call(request));
}

/** Who is at fault for a denied pod that was served right after a permitted one. */
async function blame(tools: Tools, pod: Pod, reply: Reply, atOnce = false): Promise<Verdict> {
  if (atOnce && isRefused(await tools.call(reply.request, refusable))) {
    return blocked(
      'concurrency/isolation',
      `a denied pod got ${describe(reply)} only while a permitted one asked for the same`,
    );
  }
  if (!(await bypassesCache(tools, reply.request))) {
    return blocked(
      refuserOf(tools.profile, pod),
      `a denied pod is not refused either for a key that nobody asked for before`,
    );
  }
  return failed(
    `a denied pod got ${describe(reply)} for what a permitted pod had read, and is refused for what nobody had`,
    reply,
  );
}

async function judge(
  tools: Tools,
  asked: readonly { readonly pod: Pod; readonly reply: Reply }[],
  atOnce = false,
): Promise<Verdict> {
  for (const { pod, reply } of asked) {
    if (isRefused(reply)) continue;
    return reply.answer.failure === undefined ? blame(tools, pod, reply, atOnce) : noStatus(reply);
  }
  return pass(`${asked.length} refusals`);
}

/** Asks as each denied pod what the permitted pod has just read. */
async function askAsDenied(tools: Tools, requests: readonly EnvRequest[], over?: Lane): Promise<Verdict> {
  for (const request of requests) {
    await warm(tools, request);
    const asked = await Promise.all(
      few(tools, tools.profile.deniedPods).map(async (pod) => ({
        pod,
        reply: await (over ?? tools).call({ ...request, ...as(pod) }, refusable),
      })),
    );
    const verdict = await judge(tools, asked);
    if (verdict.outcome !== 'pass') return verdict;
  }
  return pass();
}

const base = {
  requirement,
  expects: 'a refusal',
  needs: [...wellFormed, needs.deniedPods],
  when: [advertised],
} as const;

/** Ways to narrow the class so that it no longer permits what was read. */
const narrowed = [
  { slug: 'class-without-the-namespace', list: 'allowedNamespaces' },
  { slug: 'class-without-the-key', list: 'allowedFields' },
] as const;

/** Checks that permission comes before the cache (decision 18). */
export const cachedChecks: readonly EnvCheck[] = [
  {
    ...base,
    name: `${requirement}/by-itself`,
    stimulus: 'a permitted pod reads a key twice, then denied pods ask for it',
    async run(tools) {
      const keys = few(tools, await tools.served(), 4);
      return askAsDenied(
        tools,
        keys.map((key) => tools.request(queriesFor([key]))),
      );
    },
  },
  {
    ...base,
    name: `${requirement}/new-connection`,
    stimulus: 'a permitted pod reads a key twice, then denied pods ask for it on a new connection',
    async run(tools) {
      const [key] = (await tools.served()) as readonly [ServedKey, ...ServedKey[]];
      return askAsDenied(tools, [tools.request(queriesFor([key]))], await tools.connect());
    },
  },
  ...[2, 17, 50].map(
    (size): EnvCheck => ({
      ...base,
      name: `${requirement}/batch-of-${size}`,
      stimulus: `a permitted pod reads ${size} keys at once twice, then denied pods ask for them`,
      run: async (tools) => askAsDenied(tools, [(await servedBatch(tools, size)).request]),
    }),
  ),
  {
    ...base,
    name: `${requirement}/same-pod-elsewhere`,
    stimulus:
      'a permitted pod reads a key twice, then a pod of its name and UID but of a denied namespace or account asks for it',
    async run(tools) {
      const [key] = (await tools.served()) as readonly [ServedKey, ...ServedKey[]];
      const own = tools.profile.pod as Pod;
      // One that is denied by its name alone would be the permitted pod itself.
      const elsewhere = tools.profile.deniedPods.filter(
        ({ namespace, serviceAccount }) =>
          namespace !== own.namespace || serviceAccount !== own.serviceAccount,
      );
      if (elsewhere.length === 0)
        return {
          outcome: 'not-applicable',
          reason: 'no denied pod has another namespace or service account',
        };
      const request = tools.request(queriesFor([key]));
      await warm(tools, request);
      const asked = await Promise.all(
        few(tools, elsewhere).map(async ({ namespace, serviceAccount }) => {
          const pod = { ...own, namespace, serviceAccount };
          return { pod, reply: await tools.call({ ...request, podContext: podContext(pod) }, refusable) };
        }),
      );
      return judge(tools, asked);
    },
  },
  ...narrowed.map(
    ({ slug, list }): EnvCheck => ({
      ...base,
      name: `${requirement}/${slug}`,
      stimulus: `a pod reads a key twice, then asks for it with a class whose ${list} is something else`,
      needs: wellFormed,
      async run(tools) {
        if (listOf(tools, list) === undefined)
          return { outcome: 'not-applicable', reason: `the profile's class has no ${list}` };
        const [key] = (await tools.served()) as readonly [ServedKey, ...ServedKey[]];
        const request = tools.request(queriesFor([key]));
        await warm(tools, request);
        const change = withList(tools, list, 'csi-env-elsewhere');
        const reply = await tools.call({ ...request, ...change }, refusable);
        if (isRefused(reply)) return pass();
        if (reply.answer.failure !== undefined) return noStatus(reply);
        if (await bypassesCache(tools, reply.request))
          return failed(
            `a class that does not permit it got ${describe(reply)} for a cached key, and is refused for others`,
            reply,
          );
        return blocked(
          list === 'allowedFields' ? 'authorization/field' : 'authorization/namespace',
          `${list} is not obeyed, cached or not`,
        );
      },
    }),
  ),
  {
    ...base,
    name: `${requirement}/while-permitted-pods-read`,
    stimulus: 'denied pods ask for a key while a permitted pod reads it',
    async run(tools) {
      const [key] = (await tools.served()) as readonly [ServedKey, ...ServedKey[]];
      const request = tools.request(queriesFor([key]));
      await warm(tools, request);
      const pods = few(tools, tools.profile.deniedPods, 4);
      const calls = pods.flatMap((pod) => [
        tools.call(request),
        tools.call({ ...request, ...as(pod) }, refusable),
        tools.call(request),
      ]);
      const replies = await Promise.all(calls);
      return judge(
        tools,
        pods.map((pod, i) => ({ pod, reply: replies[i * 3 + 1] as Reply })),
        true,
      );
    },
  },
  {
    ...base,
    ...duringOutage,
    name: `${requirement}/backend-down`,
    stimulus:
      'a permitted pod reads a key; then, while the backend is down, denied pods ask for it, and pods with a class that does not permit it',
    expects: 'a refusal or a failure, as no value may come from a cache before permission is checked',
    async run(tools) {
      const { refused } = await outage(tools);
      if (refused.length === 0)
        return { outcome: 'untested', reason: 'nobody is refused while the backend is up' };
      for (const { say, refuser, during, after } of refused) {
        if (isRefused(during)) continue;
        if (during.answer.failure !== undefined) return noStatus(during);
        if (!isRefused(after))
          return blocked(refuser, `${say} is not refused each time while the backend is up, either`);
        return failed(
          `${say} got ${describe(during)} while the backend was down, and is refused while it is up`,
          during,
        );
      }
      return pass(`${refused.length} refusals`);
    },
  },
];
