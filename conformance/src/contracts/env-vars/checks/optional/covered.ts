import type { Verdict } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { servedBatch, take, withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, type EnvCheck, type Tools } from '../../tools.js';
import { hasStatus, together } from '../blame.js';
import { keyOf, kinds, soloFault } from '../errors/kinds.js';
import { affordable, baseBatch, baseRequest, places } from '../once.js';
import { duringOutage, outage } from '../outage.js';
import { judgeOptional, optionalAt, type Wanted } from './judge-optional.js';

const when = [conditions.advertised, conditions.beta];

/** The values that a batch of served keys has. */
async function valuesOf(tools: Tools, size: number): Promise<Wanted[]> {
  const { keys } = size === 1 ? { keys: (await tools.served()).slice(0, 1) } : await servedBatch(tools, size);
  return keys.map(({ got, volatile }) => ({ value: volatile || !tools.shared.valuesHold ? undefined : got }));
}

/** A batch of served keys with optional failing ones at some places. */
async function among(
  tools: Tools,
  size: number,
  failing: ReadonlyMap<number, Key>,
  requirement: string,
  what: string,
  everyOptional = false,
): Promise<Verdict> {
  const base = await baseBatch(tools, size);
  const values = await valuesOf(tools, size);
  let request: EnvRequest = base;
  for (const [index, key] of failing) request = withKeyAt(request, index, key, true);
  if (everyOptional) request = optionalAt(request);
  const wanted = values.map((value, index): Wanted => (failing.has(index) ? 'error' : value));
  return judgeOptional(tools, await tools.call(request, { observe: false }), wanted, requirement, what);
}

/** Only a key that fails as a required one says something as an optional one. */
async function failsAsRequired(tools: Tools, slug: 'missing' | 'failing'): Promise<Verdict | undefined> {
  return soloFault(tools, kinds[slug], 0, 1);
}

/** What optional covers (decision 7): keys that do not exist, and failures of the backend. */
const covered = (['missing', 'failing'] as const).flatMap((slug): EnvCheck[] => {
  const { say, need } = kinds[slug];
  const common = {
    requirement: 'optional/missing',
    expects: 'OK with an error in that result, and the values in the others',
    needs: [...wellFormed, ...(need === undefined ? [] : [need])],
    when,
  };
  const folder = slug === 'missing' ? 'in-a-batch' : 'backend-failure';
  return [
    ...places.slice(1).flatMap((place) =>
      ([false, true] as const).map(
        (everyOptional): EnvCheck => ({
          ...common,
          name: `optional/missing/${folder}/${place.slug}${everyOptional ? '-all-optional' : ''}`,
          stimulus: `${say} in an optional query, ${place.say}, where ${everyOptional ? 'all queries are optional' : 'the others are required'}`,
          async run(tools) {
            const fault = await failsAsRequired(tools, slug);
            if (fault !== undefined) return fault;
            const key = keyOf(kinds[slug], tools.profile) as Key;
            return among(
              tools,
              place.size,
              new Map([[place.index, key]]),
              'optional/missing',
              `an optional query for ${say}`,
              everyOptional,
            );
          },
        }),
      ),
    ),
    {
      ...common,
      name: `optional/missing/${folder}/one-of-50`,
      stimulus: `fifty queries, one of them optional and for ${say}`,
      async run(tools) {
        const fault = await failsAsRequired(tools, slug);
        if (fault !== undefined) return fault;
        const key = keyOf(kinds[slug], tools.profile) as Key;
        const what = `an optional query for ${say} among fifty`;
        return among(tools, 50, new Map([[37, key]]), 'optional/missing', what);
      },
    },
    {
      ...common,
      name: `optional/missing/${folder}/every-key`,
      stimulus: `each key of keys.${slug} as an optional query after a served one`,
      async run(tools) {
        const fault = await failsAsRequired(tools, slug);
        if (fault !== undefined) return fault;
        const keys = await affordable(tools, kinds[slug].keys(tools.profile).slice(0, 12));
        return together(
          await Promise.all(
            keys.map((key) =>
              among(tools, 2, new Map([[1, key]]), 'optional/missing', `an optional query for ${say}`),
            ),
          ),
        );
      },
    },
    {
      ...common,
      name: `optional/missing/${folder}/every-other`,
      stimulus: `sixteen queries, every other one optional and for ${say}`,
      expects: 'OK with errors and values in turn',
      async run(tools) {
        const fault = await failsAsRequired(tools, slug);
        if (fault !== undefined) return fault;
        const keys = take(kinds[slug].keys(tools.profile), 8);
        return among(
          tools,
          16,
          new Map(keys.map((key, index) => [index * 2, key])),
          'optional/missing',
          'a batch in which every other query fails',
        );
      },
    },
    {
      ...common,
      name: `optional/missing/${folder}/repeated`,
      stimulus: `the same batch with an optional query for ${say} three times`,
      expects: `${common.expects}, each time`,
      async run(tools) {
        const fault = await failsAsRequired(tools, slug);
        if (fault !== undefined) return fault;
        const key = keyOf(kinds[slug], tools.profile) as Key;
        for (let time = 0; time < 3; time++) {
          const verdict = await among(
            tools,
            3,
            new Map([[1, key]]),
            'optional/missing',
            `an optional query for ${say}, time ${time + 1} of 3,`,
          );
          if (verdict.outcome !== 'pass') return verdict;
        }
        return { outcome: 'pass' };
      },
    },
  ];
});

/** A batch of nothing but optional queries that fail; optional/missing is at fault where one fails the call beside a served key, too. */
export async function nothingButErrors(tools: Tools, keys: readonly Key[]): Promise<Verdict> {
  const request = optionalAt(tools.request(queriesFor(keys)));
  const wanted = keys.map((): Wanted => 'error');
  const reply = await tools.call(request, { observe: false });
  const verdict = await judgeOptional(
    tools,
    reply,
    wanted,
    'optional/all-missing',
    `${keys.length} optional queries that all fail`,
  );
  if (verdict.outcome !== 'fail' || (reply.results.length === 0 && reply.ok)) return verdict;
  for (const key of new Set(keys)) {
    const beside = await among(
      tools,
      2,
      new Map([[1, key]]),
      'optional/missing',
      'an optional query that fails beside a served one',
    );
    if (beside.outcome === 'fail')
      return blocked('optional/missing', beside.evidence.mismatches[0] ?? 'an optional query fails the call');
  }
  return verdict;
}

/** Checks of `optional/missing` and `optional/all-missing` beside the declarative ones. */
export const coveredChecks: readonly EnvCheck[] = [
  ...covered,
  {
    name: 'optional/missing/missing-and-failing',
    requirement: 'optional/missing',
    stimulus: 'an optional missing key, a served one, and an optional key for which the backend fails',
    expects: 'OK with an error in the first and last result, and the value between them',
    needs: [...wellFormed, needs.missing, needs.failing],
    when,
    async run(tools) {
      const fault = (await failsAsRequired(tools, 'missing')) ?? (await failsAsRequired(tools, 'failing'));
      if (fault !== undefined) return fault;
      const [missing, failing] = [tools.profile.keys.missing[0] as Key, tools.profile.keys.failing[0] as Key];
      return among(
        tools,
        3,
        new Map([
          [0, missing],
          [2, failing],
        ]),
        'optional/missing',
        'a batch with two kinds of failures',
      );
    },
  },
  {
    name: 'optional/missing/batch-of-served',
    requirement: 'optional/missing',
    stimulus: 'seventeen optional queries for served keys',
    expects: 'OK with their values: the flag changes nothing about a key that exists',
    needs: wellFormed,
    when,
    run: (tools) => among(tools, 17, new Map(), 'optional/missing', 'a batch of optional queries', true),
  },
  ...[1, 2, 16, 50].map(
    (size): EnvCheck => ({
      name: `optional/all-missing/${size === 1 ? 'each-key' : `${size}-queries`}`,
      requirement: 'optional/all-missing',
      stimulus:
        size === 1
          ? 'each key of keys.missing by itself, as an optional query'
          : `${size} optional queries, all for missing keys`,
      expects: 'OK with an error in every result',
      needs: [...wellFormed, needs.missing],
      when,
      async run(tools) {
        const fault = await failsAsRequired(tools, 'missing');
        if (fault !== undefined) return fault;
        await baseBatch(tools, size);
        const { missing } = tools.profile.keys;
        if (size > 1) return nothingButErrors(tools, take(missing, size));
        const keys = await affordable(tools, missing.slice(0, 12));
        return together(await Promise.all(keys.map((key) => nothingButErrors(tools, [key]))));
      },
    }),
  ),
  {
    name: 'optional/all-missing/failing-too',
    requirement: 'optional/all-missing',
    stimulus: 'optional queries for missing keys and for keys for which the backend fails',
    expects: 'OK with an error in every result',
    needs: [...wellFormed, needs.missing, needs.failing],
    when,
    async run(tools) {
      const fault = (await failsAsRequired(tools, 'missing')) ?? (await failsAsRequired(tools, 'failing'));
      if (fault !== undefined) return fault;
      await baseRequest(tools);
      const { missing, failing } = tools.profile.keys;
      return nothingButErrors(tools, [...missing.slice(0, 2), ...failing.slice(0, 2)]);
    },
  },
  {
    ...duringOutage,
    name: 'optional/missing/backend-down',
    requirement: 'optional/missing',
    stimulus: 'optional queries for served keys while the backend is down',
    expects:
      'an error in each result, or the value where it is cached; INTERNAL or UNAVAILABLE where the call fails as a whole',
    when,
    async run(tools) {
      const { optional, replies } = await outage(tools);
      if (optional === undefined)
        return { outcome: 'untested', reason: 'no available key has a value that is not empty' };
      const { reply, keys } = optional;
      if (hasStatus(reply) && (reply.code === statusCode.INTERNAL || reply.code === statusCode.UNAVAILABLE))
        return { outcome: 'pass', note: codeName(reply.code) };
      const hidden = replies.some(
        ({ request, ok, aligned }) =>
          ok && aligned[0]?.value === '' && keys.some(({ key }) => key === request.queries[0]?.key),
      );
      if (hidden && reply.ok)
        return blocked('errors/backend', 'a required query for a served key gets an empty value, too');
      const wanted = keys.map(({ got, volatile }, index): Wanted => {
        const { value = '', error = '' } = reply.aligned[index] ?? {};
        if (error !== '' || value === '') return 'error';
        return { value: volatile || !tools.shared.valuesHold ? undefined : got };
      });
      const what = 'a batch of optional queries while the backend is down';
      return judgeOptional(tools, reply, wanted, 'optional/missing', what);
    },
  },
];
