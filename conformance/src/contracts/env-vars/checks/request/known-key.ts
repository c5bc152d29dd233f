import { conditions, needs, wellFormed } from '../../needs.js';
import type { EnvRequest, Query } from '../../request.js';
import { type EnvCheck, premiseOk, type Reply, type Tools } from '../../tools.js';
import { judgeInvalid, together } from '../blame.js';
import { baseBatch, baseRequest } from '../once.js';
import { otherPod } from '../other-pod.js';
import { requiredContext } from './pod-context-keys.js';
import { limits } from './request-fields.js';

/** Something that makes a request malformed. */
interface Flaw {
  readonly say: string;
  /** A flaw of the request as a whole. */
  whole?(request: EnvRequest): EnvRequest;
  /** A flaw of one query. */
  query?(query: Query): Query;
  /** Whether the key itself is wrong, so that none can be known that has the flaw. */
  readonly ofKey?: true;
}

const over = (limit: number): string => 'x'.repeat(limit + 1);

/** One flaw or more for each rule that a request can break. */
const flaws: Readonly<Record<string, readonly Flaw[]>> = {
  'request/required-fields': [
    { say: 'a query without name', query: (query) => ({ ...query, name: '' }) },
    { say: 'a query without key', query: (query) => ({ ...query, key: '' }), ofKey: true },
    {
      say: 'a request without provider_class_name',
      whole: (request) => ({ ...request, className: '' }),
    },
    { say: 'a request without pod_context', whole: (request) => ({ ...request, podContext: {} }) },
  ],
  'request/pod-context-keys': requiredContext.flatMap((key): Flaw[] => [
    {
      say: `a pod_context with an empty ${key}`,
      whole: (request) => ({ ...request, podContext: { ...request.podContext, [key]: '' } }),
    },
    {
      say: `a pod_context without ${key}`,
      whole: (request) => ({
        ...request,
        podContext: Object.fromEntries(Object.entries(request.podContext).filter(([name]) => name !== key)),
      }),
    },
  ]),
  'request/env-name': [
    { say: 'a name with "="', query: (query) => ({ ...query, name: 'CSI=ENV' }) },
    { say: 'a name with a line break', query: (query) => ({ ...query, name: 'CSI\nENV' }) },
  ],
  'request/field-size': [
    { say: 'a name over its limit', query: (query) => ({ ...query, name: over(limits.name) }) },
    { say: 'a key over its limit', query: (query) => ({ ...query, key: over(limits.key) }), ofKey: true },
    {
      say: 'query_parameters over their limit',
      query: (query) => ({ ...query, parameters: { ...query.parameters, x: over(limits.parameters) } }),
    },
    {
      say: 'a provider_class_name over its limit',
      whole: (request) => ({ ...request, className: over(limits.className) }),
    },
    {
      say: 'class_parameters over their limit',
      whole: (request) => ({
        ...request,
        classParameters: { ...request.classParameters, x: over(limits.parameters) },
      }),
    },
    {
      say: 'a pod_context over its limit',
      whole: (request) => ({
        ...request,
        podContext: { ...request.podContext, x: over(limits.parameters) },
      }),
    },
    { say: 'a version over its limit', whole: (request) => ({ ...request, version: over(limits.version) }) },
  ],
};

/** A request with a flaw; that of a query goes to the query at an index. */
function flawed({ whole, query }: Flaw, request: EnvRequest, at: number): EnvRequest {
  const queries = request.queries.map((one, index) =>
    index === at && query !== undefined ? query(one) : one,
  );
  return { ...(whole?.(request) ?? request), queries };
}

const ask = (tools: Tools, request: EnvRequest): Promise<Reply> => tools.call(request, { observe: false });

/** Ways of asking in which a driver may take a shorter way, past the rules. */
const ways: readonly {
  readonly slug: string;
  readonly say: string;
  readonly fits: (flaw: Flaw) => boolean;
  /** Needs beside those of any well-formed call. */
  readonly needs?: EnvCheck['needs'];
  ask(tools: Tools, flaw: Flaw): Promise<readonly Reply[]>;
}[] = [
  {
    slug: 'known-key',
    say: 'for a key that was served the moment before, twice',
    fits: ({ ofKey }) => ofKey !== true,
    async ask(tools, flaw) {
      const request = await baseRequest(tools);
      const replies: Reply[] = [];
      for (let time = 0; time < 2; time++) {
        // What was asked a moment ago may be answered from a cache.
        premiseOk(await tools.call(request));
        replies.push(await ask(tools, flawed(flaw, request, 0)));
      }
      return replies;
    },
  },
  {
    slug: 'one-of-50',
    say: 'among fifty queries',
    fits: () => true,
    ask: async (tools, flaw) => [await ask(tools, flawed(flaw, await baseBatch(tools, 50), 37))],
  },
  {
    slug: 'optional-query',
    say: 'in a query that is called optional',
    fits: ({ query }) => query !== undefined,
    async ask(tools, flaw) {
      const request = flawed(flaw, await baseRequest(tools), 0);
      const queries = request.queries.map((query) => ({ ...query, optional: true }));
      return [await ask(tools, { ...request, queries })];
    },
  },
  {
    slug: 'other-pod',
    say: 'by a further permitted pod that was served before',
    fits: () => true,
    needs: [needs.pods],
    async ask(tools, flaw) {
      const { request } = await otherPod(tools);
      return [await ask(tools, flawed(flaw, request, 0))];
    },
  },
];

/** Checks of malformed requests where a driver may take a shorter way: from its cache, in large batches, for what is optional, for pods that come later. */
export const knownKeyChecks: readonly EnvCheck[] = Object.entries(flaws).flatMap(([requirement, all]) =>
  ways.flatMap(({ slug, say, fits, needs: more = [], ask: askAll }): EnvCheck[] => {
    const own = all.filter(fits);
    if (own.length === 0) return [];
    return [
      {
        name: `${requirement}/${slug}`,
        requirement,
        stimulus: `${own.map((flaw) => flaw.say).join(', ')}: ${say}`,
        expects: 'INVALID_ARGUMENT each time',
        needs: [...wellFormed, ...more],
        when: [conditions.advertised],
        async run(tools) {
          const verdicts = await Promise.all(
            own.map(async (flaw) => {
              const replies = await askAll(tools, flaw);
              const judged = replies.map((reply) => judgeInvalid(tools, reply, `${flaw.say} ${say}`));
              return together(await Promise.all(judged));
            }),
          );
          return together(verdicts);
        },
      },
    ];
  }),
);
