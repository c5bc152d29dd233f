import { pass } from '../../../contract.js';
import { seededRandom } from '../../../seeded-random.js';
import { shuffled } from '../../../shuffled.js';
import { fits, largestBatch, leastLatelyAsked, servedBatch, take } from '../batches.js';
import { conditions, needs, wellFormed } from '../needs.js';
import { type EnvRequest, type Query, queriesFor } from '../request.js';
import {
  blocked,
  describe,
  type EnvCallOptions,
  type EnvCheck,
  failed,
  faultAgainst,
  premiseOk,
  type ServedKey,
  type Tools,
  unserved,
} from '../tools.js';
import { duplicateNameChecks } from './ordering/duplicate-names.js';
import { permutationChecks } from './ordering/permutation.js';
import { batchOfOtherPod, ofAnotherPod, otherPod } from './other-pod.js';

const when = [conditions.advertised];

/** Judges the answer to one request against one requirement of this area. */
async function judgeOne(tools: Tools, request: EnvRequest, requirement: string, options?: EnvCallOptions) {
  const reply = premiseOk(await tools.call(request, options), [requirement]);
  const fault = faultAgainst(reply, requirement);
  return fault === undefined ? pass() : failed(fault.text, reply);
}

const sizes = [1, 2, 16, 17, 49, 50, 51] as const;

/** Orders of names and keys that a driver might sort by. */
const orders: readonly {
  readonly slug: string;
  readonly say: string;
  order(queries: readonly Query[], tools: Tools): Query[];
}[] = [
  {
    slug: 'names-descending',
    say: 'with names in descending order',
    order: (q) => renamed(q, (i) => `V_${String(900 - i)}`),
  },
  {
    slug: 'names-as-numbers',
    say: 'with names that sort otherwise as numbers than as texts',
    order: (q) => renamed(q, (i) => `V_${(i * 7) % 101}x${i}`),
  },
  {
    slug: 'names-mixed-case',
    say: 'with names that sort otherwise when case is folded',
    order: (q) => renamed(q, (i) => `${i % 2 === 0 ? 'b' : 'A'}${String.fromCharCode(122 - (i % 26))}_${i}`),
  },
  {
    slug: 'names-by-length',
    say: 'with names that get shorter',
    order: (q) => renamed(q, (i) => 'N'.repeat(q.length - i + 1)),
  },
  {
    slug: 'keys-descending',
    say: 'with keys in descending order',
    order: (q) =>
      renamed(
        [...q].sort((a, b) => (a.key < b.key ? 1 : -1)),
        (i) => `V_${(i * 31) % 97}_${i}`,
      ),
  },
  {
    slug: 'shuffled',
    say: 'with names and keys shuffled',
    order: (q, tools) => renamed(shuffled(q, seededRandom(tools.seed)), (i) => `V_${(i * 53) % 89}_${i}`),
  },
];

function renamed(queries: readonly Query[], name: (index: number) => string): Query[] {
  return queries.map((query, index) => ({ ...query, name: name(index) }));
}

/** Names that a driver might rewrite; all are legal under the relaxed rule (decision 11). */
const oddNames: readonly {
  readonly slug: string;
  readonly say: string;
  readonly names: readonly string[];
}[] = [
  { slug: 'mixed-case', say: 'names that differ in case only', names: ['Path', 'PATH', 'path', 'pAtH'] },
  {
    slug: 'spaces',
    say: 'names with spaces at their ends and within',
    names: [' lead', 'trail ', 'in side', '  '],
  },
  {
    slug: 'punctuation',
    say: 'names with dots, dashes, slashes and quotes',
    names: ['a.b', 'a-b', 'a/b', '"q"', "'q'", '`q`', 'a\\b'],
  },
  {
    slug: 'markup',
    say: 'names with characters that get escaped',
    names: ['<b>', '&amp;', '%41', '$HOME', '{{x}}', '#'],
  },
  { slug: 'digits', say: 'names of digits', names: ['0', '01', '1e3', '-1'] },
  {
    slug: 'longest',
    say: 'names of 1 and of 128 bytes',
    names: ['A', 'N'.repeat(128), `${'N'.repeat(127)}M`],
  },
];

/** Checks of the area `ordering`. */
export const orderingChecks: readonly EnvCheck[] = [
  ...(['one-per-query', 'same-order', 'name-echo'] as const).flatMap((rule) => [
    ...sizes.map(
      (size): EnvCheck => ({
        name: `ordering/${rule}/batch-of-${size}`,
        requirement: `ordering/${rule}`,
        stimulus: `${size} ${size === 1 ? 'query' : 'queries'} for keys that are served`,
        expects: {
          'one-per-query': `OK with exactly ${size} result${size === 1 ? '' : 's'}`,
          'same-order': 'OK with the results in query order',
          'name-echo': "OK with each query's name in its result",
        }[rule],
        needs: wellFormed,
        when,
        run: async (tools) => judgeOne(tools, (await servedBatch(tools, size)).request, `ordering/${rule}`),
      }),
    ),
    {
      name: `ordering/${rule}/again`,
      requirement: `ordering/${rule}`,
      stimulus: 'a request of 17 queries, three times',
      expects: 'OK with one result for each query, under its name, in query order, each time',
      needs: wellFormed,
      when,
      async run(tools) {
        const { request } = await servedBatch(tools, 17);
        const own = { ...request, queries: renamed(request.queries, (i) => `AGAIN_${rule.length}_${i}`) };
        for (let time = 0; time < 3; time++) {
          const verdict = await judgeOne(tools, own, `ordering/${rule}`);
          if (verdict.outcome !== 'pass') return verdict;
        }
        return pass();
      },
    } satisfies EnvCheck,
    {
      name: `ordering/${rule}/other-pod`,
      requirement: `ordering/${rule}`,
      stimulus: 'a request of 5 queries by a further permitted pod',
      expects: 'OK with one result for each query, under its name, in query order',
      needs: [...wellFormed, needs.pods],
      when,
      async run(tools) {
        const { request } = await batchOfOtherPod(tools, await otherPod(tools), 5);
        return judgeOne(tools, request, `ordering/${rule}`, ofAnotherPod);
      },
    } satisfies EnvCheck,
    {
      name: `ordering/${rule}/largest-batch`,
      requirement: `ordering/${rule}`,
      stimulus: 'as many queries as fit the payload both ways',
      expects: 'OK with one result for each query, under its name, in query order',
      needs: wellFormed,
      when,
      run: async (tools) =>
        judgeOne(tools, (await largestBatch(tools, maxQueries(tools))).request, `ordering/${rule}`),
    } satisfies EnvCheck,
  ]),
  ...(['same-key', 'repeated-keys'] as const).map(
    (kind): EnvCheck => ({
      name: `ordering/one-per-query/${kind}`,
      requirement: 'ordering/one-per-query',
      stimulus:
        kind === 'same-key'
          ? 'six queries for one key under different names'
          : 'eight queries for two keys in turn',
      expects: 'OK with one result for each query',
      needs: wellFormed,
      when,
      async run(tools) {
        const keys = await tools.served();
        const queries = queriesFor(
          take(keys.slice(0, kind === 'same-key' ? 1 : 2), kind === 'same-key' ? 6 : 8),
        );
        return judgeOne(tools, tools.request(queries), 'ordering/one-per-query');
      },
    }),
  ),
  ...orders.flatMap(({ slug, say, order }) =>
    [2, 17, 50].map(
      (size): EnvCheck => ({
        name: `ordering/same-order/${slug}-${size}`,
        requirement: 'ordering/same-order',
        stimulus: `${size} queries ${say}`,
        expects: 'OK with the results in query order',
        needs: wellFormed,
        when,
        async run(tools) {
          const { request, keys } = await servedBatch(tools, size);
          const ordered = { ...request, queries: order(request.queries, tools) };
          if (!fits(tools, ordered, keys))
            return { outcome: 'untested', reason: `${size} queries under such names do not fit the payload` };
          premiseOk(await tools.call(request), ['ordering/same-order']);
          const reply = await tools.call(ordered);
          if (!reply.ok)
            return blocked('ordering/permutation', `the same batch in another order got ${describe(reply)}`);
          premiseOk(reply, ['ordering/same-order']);
          const fault = faultAgainst(reply, 'ordering/same-order');
          return fault === undefined ? pass() : failed(fault.text, reply);
        },
      }),
    ),
  ),
  {
    name: 'ordering/same-order/lately-asked-beside-others',
    requirement: 'ordering/same-order',
    stimulus: 'keys that were asked for a moment ago, in turn with keys that were not for longest',
    expects: 'OK with the results in query order, whatever comes from a cache',
    needs: wellFormed,
    when,
    alone: 1,
    async run(tools) {
      const keys = (await tools.served()).filter(({ bytes }) => bytes <= 1024);
      const half = Math.min(3, Math.floor(keys.length / 2));
      if (half === 0)
        return { outcome: 'untested', reason: 'two keys are needed: list more under keys.available' };
      const others = leastLatelyAsked(tools, keys).slice(0, half);
      const lately = keys.filter((key) => !others.includes(key)).slice(-half);
      const warm = await tools.call(tools.request(queriesFor(lately)));
      if (!warm.ok) return unserved(warm, `a batch got ${describe(warm)}`);
      const queries = queriesFor(others.flatMap((key, index) => [key, lately[index] as ServedKey]));
      return judgeOne(tools, tools.request(queries), 'ordering/same-order');
    },
  },
  ...oddNames.map(
    ({ slug, say, names }): EnvCheck => ({
      name: `ordering/name-echo/${slug}`,
      requirement: 'ordering/name-echo',
      stimulus: `queries under ${say}`,
      expects: "OK with each query's name in its result, byte for byte",
      needs: wellFormed,
      when,
      async run(tools) {
        const keys = take(await tools.served(), names.length);
        const queries = keys.map((key, index) => ({
          name: names[index] ?? '',
          key: key.key,
          parameters: key.parameters,
        }));
        const reply = await tools.call(tools.request(queries));
        // Names that are refused are request/legal-served's business, which asks for them one by one.
        if (!reply.ok)
          return {
            outcome: 'untested',
            reason: `the driver refuses ${say}; request/legal-served judges that`,
          };
        premiseOk(reply, ['ordering/name-echo']);
        const fault = faultAgainst(reply, 'ordering/name-echo');
        return fault === undefined ? pass() : failed(fault.text, reply);
      },
    }),
  ),
  ...duplicateNameChecks,
  ...permutationChecks,
];

/** The most queries that are worth a call: a payload of megabytes would take tens of thousands. */
export function maxQueries(tools: Tools): number {
  return tools.facts.limits.payloadBytes <= 262_144 ? 8192 : 4096;
}
