import type { Need, Verdict } from '../../../../contract.js';
import { codeName, isCanonical, statusCode } from '../../../../driver/answer.js';
import type { Profile } from '../../../../profile/profile.js';
import { take } from '../../batches.js';
import { countDetails, type SeenStatus } from '../../journal.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, podContext, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, getEnvVars, type Reply, type Tools } from '../../tools.js';
import { hasStatus, noStatus } from '../blame.js';
import { baseBatch, baseRequest, once } from '../once.js';
import { keyOf, kinds, place } from './kinds.js';

/** A status to provoke, in every way that might make a difference to its form. */
interface Provocation {
  readonly slug: string;
  readonly say: string;
  readonly need?: Need<Profile>;
  /** Requirement at fault when the driver serves what is asked; undefined where only the profile would be wrong. */
  readonly served: string | undefined;
  requests(tools: Tools): Promise<readonly EnvRequest[]>;
}

/** Alone, and as the last of 25 queries. */
const inBatches =
  (slug: keyof typeof kinds) =>
  async (tools: Tools): Promise<readonly EnvRequest[]> => {
    const kind = kinds[slug];
    const keys =
      slug === 'malformed'
        ? [undefined]
        : slug === 'failing'
          ? tools.profile.keys.failing.slice(0, 4)
          : [keyOf(kind, tools.profile)];
    const [one, many] = [await baseRequest(tools), await baseBatch(tools, 25).catch(() => undefined)];
    return keys.flatMap((key) => [
      place(one, 0, kind, key),
      ...(many === undefined ? [] : [place(many, 24, kind, key)]),
    ]);
  };

const provocations: readonly Provocation[] = [
  {
    slug: 'invalid-argument',
    say: 'a malformed request',
    served: 'request/env-name',
    requests: inBatches('malformed'),
  },
  {
    slug: 'required-field',
    say: 'a request without queries, and one without a pod',
    served: 'request/required-fields',
    requests: async (tools) => {
      const request = await baseRequest(tools);
      return [
        { ...request, queries: [] },
        { ...request, podContext: {} },
        { ...request, className: '' },
      ];
    },
  },
  {
    slug: 'not-found',
    say: 'a missing key',
    need: needs.missing,
    served: 'errors/not-found',
    requests: inBatches('missing'),
  },
  {
    slug: 'permission-denied',
    say: 'a denied key',
    need: needs.denied,
    served: 'authorization/field',
    requests: inBatches('denied'),
  },
  {
    slug: 'denied-pod',
    say: 'denied pods',
    need: needs.deniedPods,
    served: 'authorization/namespace',
    requests: async (tools) => {
      const request = await baseRequest(tools);
      return tools.profile.deniedPods.slice(0, 4).map((pod) => ({ ...request, podContext: podContext(pod) }));
    },
  },
  {
    slug: 'backend',
    say: 'keys for which the backend fails',
    need: needs.failing,
    served: undefined,
    requests: inBatches('failing'),
  },
  {
    slug: 'oversized',
    say: 'a key whose value is too long',
    need: needs.oversized,
    served: undefined,
    requests: inBatches('oversized'),
  },
  {
    slug: 'response-too-large',
    say: 'more values than a response may hold',
    served: 'values/response-size',
    requests: async (tools) => {
      await baseRequest(tools);
      const largest = (await tools.served()).at(-1);
      if (largest === undefined || largest.bytes < 64) return [];
      const count = Math.ceil((tools.facts.limits.payloadBytes * 1.1) / largest.bytes);
      return count > 1000 ? [] : [tools.request(queriesFor(take([largest], count)))];
    },
  },
];

/** Node 20 drops a header that ends in a space, and nothing tells its users to trim their messages. */
const unseen =
  Number(process.versions.node.split('.')[0]) < 22
    ? ', or with one that ends in a space, which Node 20 does not see and Node 22 does'
    : '';

/** A rule about the form of a status. */
interface Rule {
  readonly requirement: 'errors/message' | 'errors/details' | 'errors/canonical';
  readonly expects: string;
  /** Whether the status has to come over the wire: stock clients hide or rewrite it. */
  readonly wire: boolean;
  /** What is wrong; undefined when nothing is. */
  fault(status: {
    readonly code: number;
    readonly message: string;
    readonly details: number;
  }): string | undefined;
}

const rules: readonly Rule[] = [
  {
    requirement: 'errors/message',
    expects: 'a message that is not empty',
    wire: false,
    fault: ({ code, message }) =>
      message === '' ? `${codeName(code)} came without a message${unseen}` : undefined,
  },
  {
    requirement: 'errors/details',
    expects: 'empty details',
    wire: true,
    fault: ({ code, details }) =>
      details > 0 ? `${codeName(code)} came with ${details} detail${details === 1 ? '' : 's'}` : undefined,
  },
  {
    requirement: 'errors/canonical',
    expects: 'a code from 0 to 16, read from the trailers',
    wire: true,
    fault: ({ code }) =>
      isCanonical(code) ? undefined : `the status is ${codeName(code)}, which is none of gRPC's`,
  },
];

/** What comes back, twice each; asked once a run for each way of asking. */
function provoke(tools: Tools, { slug, requests }: Provocation, wire: boolean): Promise<readonly Reply[]> {
  const own = wire && tools.shared.client.kind !== 'wire';
  return once(tools, `provoked/${slug}/${own ? 'wire' : 'run'}`, async () => {
    const list = await requests(tools);
    const lane = own ? await tools.connect('wire') : undefined;
    const replies = await Promise.all(
      list.map(async (request) => {
        const first = await (lane ?? tools).call(request, { observe: false, expectValues: false });
        return [first, await (lane ?? tools).call(request, { observe: false, expectValues: false })];
      }),
    );
    return replies.flat();
  });
}

/** Statuses that a stack may have made before, or instead of, the driver. */
const madeByStacks: readonly number[] = [
  statusCode.OK,
  statusCode.CANCELLED,
  statusCode.DEADLINE_EXCEEDED,
  statusCode.RESOURCE_EXHAUSTED,
  statusCode.OUT_OF_RANGE,
  statusCode.UNIMPLEMENTED,
];

async function judge(tools: Tools, provocation: Provocation, rule: Rule): Promise<Verdict> {
  const replies = await provoke(tools, provocation, rule.wire);
  if (replies.length === 0)
    return { outcome: 'not-applicable', reason: 'nothing that is served is large enough' };
  for (const reply of replies) {
    if (!hasStatus(reply) || madeByStacks.includes(reply.code)) continue;
    const fault = rule.fault({
      code: reply.code,
      message: reply.answer.message,
      details: countDetails(reply.answer),
    });
    if (fault !== undefined) return failed(fault, reply);
  }
  if (replies.some((reply) => hasStatus(reply) && reply.code !== statusCode.OK)) return { outcome: 'pass' };
  const [first] = replies as [Reply];
  if (!hasStatus(first)) return noStatus(first, provocation.say);
  const what = `${provocation.say} got ${describe(first)}`;
  return provocation.served === undefined
    ? { outcome: 'untested', reason: `the driver contradicts the profile: ${what}` }
    : blocked(provocation.served, what);
}

/** Whether a status of the run was the driver's own, for a call that reached it. */
function ofDriver({ check, code, method }: SeenStatus, rule: Rule): boolean {
  if (method !== getEnvVars || (rule.wire && rule.requirement === 'errors/canonical' && !isCanonical(code)))
    return method === getEnvVars;
  if (/^(transport|concurrency|performance)\/|^idempotency\/after-|^capability\/unadvertised/.test(check))
    return false;
  return !madeByStacks.includes(code);
}

/** Checks of `errors/message`, `errors/details` and `errors/canonical`. */
export const statusFormChecks: readonly EnvCheck[] = rules.flatMap((rule) => [
  ...provocations.map(
    (provocation): EnvCheck => ({
      name: `${rule.requirement}/${provocation.slug}`,
      requirement: rule.requirement,
      stimulus: `${provocation.say}, by itself and in a batch, twice`,
      expects: rule.expects,
      needs: [...wellFormed, ...(provocation.need === undefined ? [] : [provocation.need])],
      when: [conditions.advertised],
      run: (tools) => judge(tools, provocation, rule),
    }),
  ),
  {
    name: `${rule.requirement}/all-traffic`,
    requirement: rule.requirement,
    stimulus:
      'every NodeGetEnvVars call of the run that the driver itself answered with a status other than OK',
    expects: `${rule.expects}, whichever check asked`,
    when: [conditions.advertised],
    final: true,
    async run({ journal }) {
      const statuses = journal.statuses.filter(
        (status) => ofDriver(status, rule) && (rule.requirement !== 'errors/canonical' || status.wire),
      );
      const bad = statuses.flatMap((status) => {
        const fault = rule.fault(status);
        return fault === undefined ? [] : [{ status, text: `${fault} (seen during ${status.check})` }];
      });
      if (bad.length > 0) {
        const request = bad.find(({ status }) => status.request !== undefined)?.status.request;
        return {
          outcome: 'fail',
          evidence: {
            mismatches: bad.slice(0, 3).map(({ text }) => text),
            ...(request === undefined ? {} : { call: { method: getEnvVars, request } }),
          },
        };
      }
      if (statuses.length === 0)
        return {
          outcome: 'untested',
          reason: 'no NodeGetEnvVars call of this run got a status other than OK from the driver itself',
        };
      return { outcome: 'pass', note: `${statuses.length} statuses` };
    },
  },
]);
