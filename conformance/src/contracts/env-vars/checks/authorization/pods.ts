import { type Check, pass, type Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { Key, Pod, Profile } from '../../../../profile/profile.js';
import { indexOf, positions, servedBatch, withKeyAt } from '../../batches.js';
import { needs, wellFormed } from '../../needs.js';
import { podContext, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Tools } from '../../tools.js';
import {
  advertised,
  as,
  blameServed,
  bypassesCache,
  expectRefused,
  few,
  intruders,
  isRefused,
  needIntruders,
  needStrangers,
  noStatus,
  refusable,
  strangers,
} from './refusal.js';

/** Which of the denied pods a family of checks is about. */
interface Family {
  readonly requirement: 'authorization/namespace' | 'authorization/identity';
  readonly who: string;
  readonly need: NonNullable<Check<Profile, unknown, unknown>['needs']>[number];
  pods(profile: Profile): readonly Pod[];
}

const families: readonly Family[] = [
  {
    requirement: 'authorization/namespace',
    who: 'a pod of another namespace',
    need: needStrangers,
    pods: strangers,
  },
  {
    requirement: 'authorization/identity',
    who: 'a pod of another service account',
    need: needIntruders,
    pods: intruders,
  },
];

const sizes = [2, 16, 17, 49, 50, 51] as const;
const where = (pod: Pod): string =>
  `the pod of namespace ${JSON.stringify(pod.namespace)} and service account ${JSON.stringify(pod.serviceAccount)}`;

function checksOf({ requirement, who, need, pods }: Family): EnvCheck[] {
  const base = { requirement, needs: [...wellFormed, need], when: [advertised] } as const;
  const expects = 'PERMISSION_DENIED (any refusal; its code is judged by errors/permission-denied)';
  const denied = (tools: Tools): readonly Pod[] => few(tools, pods(tools.profile));
  const blame =
    (tools: Tools) =>
    (attempt: Parameters<typeof blameServed>[2], reply: Parameters<typeof blameServed>[3]) =>
      blameServed(tools, requirement, attempt, reply);
  return [
    {
      ...base,
      name: `${requirement}/by-itself`,
      stimulus: `${who} asks for available keys, one by one`,
      expects,
      async run(tools) {
        const keys = few(tools, await tools.served(), 3);
        const attempts = denied(tools).flatMap((pod) =>
          keys.map((key) => ({ say: where(pod), request: tools.request(queriesFor([key]), as(pod)) })),
        );
        return expectRefused(tools, attempts, blame(tools));
      },
    },
    ...sizes.map(
      (size): EnvCheck => ({
        ...base,
        name: `${requirement}/batch-of-${size}`,
        stimulus: `${who} asks for ${size} available keys at once`,
        expects,
        async run(tools) {
          const { request } = await servedBatch(tools, size);
          const attempts = denied(tools).map((pod) => ({
            say: `${where(pod)} with ${size} queries`,
            request: { ...request, ...as(pod) },
          }));
          return expectRefused(tools, attempts, blame(tools));
        },
      }),
    ),
    {
      ...base,
      name: `${requirement}/again`,
      stimulus: `${who} asks three times, and once more on a new connection`,
      expects: 'a refusal each time',
      async run(tools) {
        const [key] = await tools.served();
        const lane = await tools.connect();
        for (const over of [undefined, undefined, undefined, lane]) {
          const attempts = denied(tools).map((pod) => ({
            say: `${where(pod)}, asking again`,
            request: tools.request(queriesFor([key as Key]), as(pod)),
            ...(over === undefined ? {} : { over }),
          }));
          const verdict = await expectRefused(tools, attempts, blame(tools));
          if (verdict.outcome !== 'pass') return verdict;
        }
        return pass();
      },
    },
    {
      ...base,
      name: `${requirement}/missing-key`,
      needs: [...wellFormed, needs.missing, need],
      stimulus: `${who} asks for a key that does not exist, by itself and at each position of a batch`,
      expects: 'the refusal that an available key gets, not NOT_FOUND',
      run: (tools) => askMissing(tools, requirement, denied(tools)),
    },
  ];
}

/** A pod that is refused learns nothing of keys: what it gets for a missing key is what it gets for an available one. */
async function askMissing(tools: Tools, requirement: string, pods: readonly Pod[]): Promise<Verdict> {
  const [missing] = tools.profile.keys.missing as [Key, ...Key[]];
  const key = (await tools.served())[0] as Key;
  const batch = await servedBatch(tools, 5);
  const requests = [
    tools.request(queriesFor([missing])),
    ...positions.map((at) => withKeyAt(batch.request, indexOf(at, 5), missing)),
  ];
  for (const pod of pods) {
    const [plain, ...replies] = await Promise.all(
      [tools.request(queriesFor([key])), ...requests].map((request) =>
        tools.call({ ...request, ...as(pod) }, refusable),
      ),
    );
    if (plain === undefined || plain.answer.failure !== undefined) continue;
    for (const reply of replies) {
      if (reply.answer.failure !== undefined) return noStatus(reply);
      if (reply.code !== statusCode.NOT_FOUND && isRefused(reply)) continue;
      if (reply.code === plain.code && isRefused(plain)) continue;
      if (!isRefused(plain) && (await bypassesCache(tools, plain.request))) {
        return blocked('authorization/no-cached-bypass', `${where(pod)} is served what is cached`);
      }
      const text = `${where(pod)} got ${describe(reply)} with a key that does not exist`;
      if (isRefused(reply) && isRefused(plain) && (await looksUpFirst(tools, key, missing))) {
        return blocked('errors/precedence', `${text}: missing keys come before refusals`);
      }
      return failed(`${text} (${requirement})`, reply);
    }
  }
  return pass();
}

/** Whether a missing key hides a refusal also where the pod is permitted; then the order of failures is at fault. */
async function looksUpFirst(tools: Tools, key: Key, missing: Key): Promise<boolean> {
  const denied = tools.profile.keys.denied[0];
  if (denied === undefined) return true;
  const replies = await Promise.all(
    [
      [denied, missing],
      [missing, denied],
      [key, denied, missing],
    ].map((keys) => tools.call(tools.request(queriesFor(keys)), refusable)),
  );
  return replies.some((reply) => reply.code === statusCode.NOT_FOUND);
}

/** A denied pod that is a permitted one in all but its namespace, and hides it behind further keys of pod_context. */
const disguises = [
  {
    slug: 'only-namespace-differs',
    say: 'the permitted pod with nothing changed but its namespace',
    context: () => ({}),
  },
  {
    slug: 'decoy-context',
    say: 'a pod of another namespace whose pod_context names the permitted one under further keys',
    context: (pod: Pod) => ({
      Namespace: pod.namespace,
      podNamespace: pod.namespace,
      'csi.storage.k8s.io/pod.namespace': pod.namespace,
      ' namespace': pod.namespace,
    }),
  },
] as const;

/** Checks that a denied pod is refused, whatever it asks for and however. */
export const podChecks: readonly EnvCheck[] = [
  ...families.flatMap(checksOf),
  ...disguises.map(
    ({ slug, say, context }): EnvCheck => ({
      name: `authorization/namespace/${slug}`,
      requirement: 'authorization/namespace',
      stimulus: say,
      expects: 'a refusal',
      needs: [...wellFormed, needStrangers],
      when: [advertised],
      async run(tools) {
        const pod = tools.profile.pod as Pod;
        const keys = few(tools, await tools.served(), 2);
        const attempts = few(tools, strangers(tools.profile)).flatMap(({ namespace }) =>
          keys.map((key) => ({
            say: `${say} (${JSON.stringify(namespace)})`,
            request: tools.request(queriesFor([key]), {
              podContext: { ...podContext(pod), ...context(pod), namespace },
            }),
          })),
        );
        return expectRefused(tools, attempts, (attempt, reply) =>
          blameServed(tools, 'authorization/namespace', attempt, reply),
        );
      },
    }),
  ),
];
