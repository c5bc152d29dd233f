import type { Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, podContext, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Reply, suspectsOf, type Tools } from '../../tools.js';
import { hasStatus, noStatus, together, withTrueCode } from '../blame.js';
import { deniedByIdentity } from '../cases/given.js';
import { keyOf, kinds, soloFault } from '../errors/kinds.js';
import { affordable, baseBatch, baseRequest, places } from '../once.js';
import { limits } from '../request/request-fields.js';
import { textOf } from '../request/sized-values.js';
import { optionalAt } from './judge-optional.js';

const common = { requirement: 'optional/not-a-bypass', when: [conditions.advertised, conditions.beta] };

/** Failures that the flag covers (decision 7). */
const coveredCodes: readonly number[] = [statusCode.NOT_FOUND, statusCode.INTERNAL, statusCode.UNAVAILABLE];

/**
 * optional/not-a-bypass: what is refused without the flag is no OK with it. Where it gets a code that the flag covers, `rule` or
 * what rules that code would explain the OK.
 */
function judge(reply: Reply, what: string, plain: Reply, rule: string): Verdict {
  if (!hasStatus(reply)) return noStatus(reply, what);
  if (reply.code !== statusCode.OK) return { outcome: 'pass' };
  return failed(`${what} got ${describe(reply)}, and without the flag it is refused`, reply, undefined, [
    ...suspectsOf(reply),
    ...(coveredCodes.includes(plain.code) ? [rule, 'errors/permission-denied'] : []),
  ]);
}

/**
 * Asks without the flag first, which has to be refused; then with it, in the given queries. The first is asked twice, so that a
 * driver that refuses a request only the first time is blamed for that.
 *
 * @param keepsDenial whether PERMISSION_DENIED has to stay what it is, since the flag only takes lesser failures away
 */
async function flagged(
  tools: Tools,
  request: EnvRequest,
  what: string,
  rule: string,
  at?: (index: number) => boolean,
  keepsDenial = false,
): Promise<Verdict> {
  const ask = (): Promise<Reply> => tools.call(request, { observe: false, expectValues: false });
  const before = await ask();
  const plain = before.code === statusCode.OK || !hasStatus(before) ? before : await ask();
  if (!hasStatus(plain)) return noStatus(plain, what);
  if (plain.code === statusCode.OK) return blocked(rule, `${what} without the flag got ${describe(plain)}`);
  const reply = await tools.call(optionalAt(request, at), { observe: false, expectValues: false });
  const verdict = judge(reply, what, plain, rule);
  if (!keepsDenial || verdict.outcome !== 'pass' || plain.code !== statusCode.PERMISSION_DENIED)
    return verdict;
  const kept = await withTrueCode(tools, reply);
  return kept.code === statusCode.PERMISSION_DENIED
    ? verdict
    : failed(`${what} got ${describe(kept)}, and without the flag PERMISSION_DENIED`, kept, undefined, [
        ...suspectsOf(kept),
        'errors/precedence',
      ]);
}

/** What makes a query malformed. */
const malformed: readonly {
  readonly slug: string;
  readonly say: string;
  readonly rule: string;
  change(query: EnvRequest['queries'][number]): EnvRequest['queries'][number];
}[] = [
  {
    slug: 'no-name',
    say: 'an optional query without a name',
    rule: 'request/required-fields',
    change: (query) => ({ ...query, name: '' }),
  },
  {
    slug: 'no-key',
    say: 'an optional query without a key',
    rule: 'request/required-fields',
    change: ({ name }) => ({ name, key: '' }),
  },
  {
    slug: 'equals',
    say: 'an optional query with "=" in its name',
    rule: 'request/env-name',
    change: (query) => ({ ...query, name: 'CSI=ENV' }),
  },
  {
    slug: 'control',
    say: 'an optional query with a newline in its name',
    rule: 'request/env-name',
    change: (query) => ({ ...query, name: 'CSI\nENV' }),
  },
  {
    slug: 'long-name',
    say: 'an optional query with a name one byte over its limit',
    rule: 'request/field-size',
    change: (query) => ({ ...query, name: 'N'.repeat(limits.name + 1) }),
  },
  {
    slug: 'long-key',
    say: 'an optional query with a key one byte over its limit',
    rule: 'request/field-size',
    change: (query) => ({ ...query, key: textOf(limits.key + 1, query.key) }),
  },
  {
    slug: 'long-parameters',
    say: 'an optional query with query_parameters over their limit',
    rule: 'request/field-size',
    change: (query) => ({
      ...query,
      parameters: { ...query.parameters, 'x-conformance': 'a'.repeat(limits.parameters) },
    }),
  },
];

/** Checks of `optional/not-a-bypass` beside the declarative ones. */
export const notABypassChecks: readonly EnvCheck[] = [
  ...malformed.flatMap(({ slug, say, rule, change }) =>
    places
      .filter((place) => place.slug !== 'middle')
      .map(
        (place): EnvCheck => ({
          ...common,
          name: `optional/not-a-bypass/malformed/${slug}/${place.slug}`,
          stimulus: `${say}, ${place.say}`,
          expects: 'INVALID_ARGUMENT, as without the flag',
          needs: wellFormed,
          async run(tools) {
            const base = await baseBatch(tools, place.size);
            const queries = base.queries.map((query, index) =>
              index === place.index ? change(query) : query,
            );
            return flagged(tools, { ...base, queries }, say, rule, (index) => index === place.index);
          },
        }),
      ),
  ),
  ...places.flatMap((place) =>
    ([false, true] as const).map(
      (everyOptional): EnvCheck => ({
        ...common,
        name: `optional/not-a-bypass/denied-key/${place.slug}${everyOptional ? '-all-optional' : ''}`,
        stimulus: `an optional query for a denied key, ${place.say}${everyOptional ? ', all of them optional' : ''}`,
        expects: 'PERMISSION_DENIED, as without the flag',
        needs: [...wellFormed, needs.denied],
        async run(tools) {
          const base = await baseBatch(tools, place.size);
          const request = withKeyAt(base, place.index, keyOf(kinds.denied, tools.profile) as Key);
          return flagged(
            tools,
            request,
            'an optional query for a denied key',
            'authorization/field',
            everyOptional ? undefined : (index) => index === place.index,
          );
        },
      }),
    ),
  ),
  {
    ...common,
    name: 'optional/not-a-bypass/denied-key/every-key',
    stimulus: 'each key of keys.denied by itself, as an optional query',
    expects: 'PERMISSION_DENIED, as without the flag, whether the key exists or not',
    needs: [...wellFormed, needs.denied],
    async run(tools) {
      await baseRequest(tools);
      const keys = await affordable(tools, tools.profile.keys.denied.slice(0, 12));
      return together(
        await Promise.all(
          keys.map((key) =>
            flagged(
              tools,
              tools.request(queriesFor([key])),
              'an optional query for a denied key',
              'authorization/field',
            ),
          ),
        ),
      );
    },
  },
  {
    ...common,
    name: 'optional/not-a-bypass/denied-key/beside-missing',
    stimulus:
      'an optional query for a denied key beside an optional and beside a required one for a missing key, in both orders',
    expects: 'PERMISSION_DENIED: what the flag covers does not hide what it does not',
    needs: [...wellFormed, needs.denied, needs.missing],
    async run(tools) {
      await baseRequest(tools);
      const keys = [keyOf(kinds.denied, tools.profile) as Key, tools.profile.keys.missing[0] as Key];
      return together(
        await Promise.all(
          [keys, [...keys].reverse()].flatMap((list) =>
            [undefined, (index: number) => list[index] === keys[0]].map((at) =>
              flagged(
                tools,
                tools.request(queriesFor(list)),
                `an optional query for a denied key beside ${at === undefined ? 'an optional' : 'a required'} one for a missing key`,
                'authorization/field',
                at,
                true,
              ),
            ),
          ),
        ),
      );
    },
  },
  ...[1, 3].map(
    (size): EnvCheck => ({
      ...common,
      name: `optional/not-a-bypass/denied-pod/${size === 1 ? 'one-query' : 'three-queries'}`,
      stimulus: `${size === 1 ? 'an optional query' : 'three optional queries'} for served keys by each denied pod`,
      expects: 'PERMISSION_DENIED, as without the flag',
      needs: [...wellFormed, needs.deniedPods],
      async run(tools) {
        const base = await baseBatch(tools, size);
        const identities = deniedByIdentity(tools.profile);
        return together(
          await Promise.all(
            tools.profile.deniedPods.slice(0, 6).map((pod) => {
              const rule = identities.includes(pod) ? 'authorization/identity' : 'authorization/namespace';
              return flagged(
                tools,
                { ...base, podContext: podContext(pod) },
                'optional queries by a denied pod',
                rule,
              );
            }),
          ),
        );
      },
    }),
  ),
  {
    ...common,
    name: 'optional/not-a-bypass/denied-pod/missing-key',
    stimulus: 'an optional query for a missing key by a denied pod',
    expects: 'PERMISSION_DENIED: what the flag covers comes after the pod',
    needs: [...wellFormed, needs.deniedPods, needs.missing],
    async run(tools) {
      await baseRequest(tools);
      const [pod] = tools.profile.deniedPods;
      if (pod === undefined) return { outcome: 'untested', reason: 'deniedPods is empty' };
      const rule = deniedByIdentity(tools.profile).includes(pod)
        ? 'authorization/identity'
        : 'authorization/namespace';
      const served = await tools.call(
        { ...(await baseRequest(tools)), podContext: podContext(pod) },
        { observe: false, expectValues: false },
      );
      if (served.ok) return blocked(rule, 'the denied pod is served');
      const request = {
        ...tools.request(queriesFor(tools.profile.keys.missing.slice(0, 1))),
        podContext: podContext(pod),
      };
      return flagged(tools, request, 'an optional query by a denied pod', rule);
    },
  },
  ...(['only', 'last'] as const).map(
    (slug): EnvCheck => ({
      ...common,
      name: `optional/not-a-bypass/oversized/${slug}`,
      stimulus: `an optional query for a key whose value is too long, as the ${slug} one`,
      expects: 'INVALID_ARGUMENT, as without the flag',
      needs: [...wellFormed, needs.oversized],
      async run(tools) {
        const fault = await soloFault(tools, kinds.oversized, 0, 1);
        if (fault !== undefined) return fault;
        const size = slug === 'only' ? 1 : 3;
        const base = await baseBatch(tools, size);
        const keys = await affordable(tools, tools.profile.keys.oversized.slice(0, 4), 1);
        return together(
          await Promise.all(
            keys.map((key) =>
              flagged(
                tools,
                withKeyAt(base, size - 1, key),
                'an optional query whose value is too long',
                'values/size',
                (index) => index === size - 1,
              ),
            ),
          ),
        );
      },
    }),
  ),
  {
    ...common,
    name: 'optional/not-a-bypass/request',
    stimulus: 'requests with nothing but optional queries that are malformed outside of them',
    expects: 'INVALID_ARGUMENT, as without the flag',
    needs: wellFormed,
    async run(tools) {
      const base = await baseRequest(tools);
      const wrong = [
        [{ ...base, className: '' }, 'request/required-fields'],
        [{ ...base, podContext: {} }, 'request/required-fields'],
        [{ ...base, podContext: { ...base.podContext, namespace: '' } }, 'request/pod-context-keys'],
        [{ ...base, version: 'v'.repeat(limits.version + 1) }, 'request/field-size'],
      ] as const;
      return together(
        await Promise.all(
          wrong.map(([request, rule]) =>
            flagged(tools, request, 'a malformed request of optional queries', rule),
          ),
        ),
      );
    },
  },
];
