import { pass } from '../../../../contract.js';
import { seededRandom } from '../../../../seeded-random.js';
import { shuffled } from '../../../../shuffled.js';
import { servedBatch } from '../../batches.js';
import { conditions, wellFormed } from '../../needs.js';
import type { EnvResult } from '../../request.js';
import { describe, type EnvCheck, failed, premiseOk, sameParameters } from '../../tools.js';

const permutations: readonly {
  readonly slug: string;
  readonly say: string;
  permute(n: number, seed: number): number[];
}[] = [
  { slug: 'reversed', say: 'reversed', permute: (n) => range(n).reverse() },
  { slug: 'rotated', say: 'rotated by one', permute: (n) => range(n).map((i) => (i + 1) % n) },
  {
    slug: 'ends-swapped',
    say: 'with its first and last query swapped',
    permute: (n) => range(n).map((i) => (i === 0 ? n - 1 : i === n - 1 ? 0 : i)),
  },
  { slug: 'shuffled', say: 'shuffled', permute: (n, seed) => shuffled(range(n), seededRandom(seed)) },
];

/** Batches in several orders. */
const shuffles: readonly EnvCheck[] = permutations.flatMap(({ slug, say, permute }) =>
  [2, 16, 50].map(
    (size): EnvCheck => ({
      name: `ordering/permutation/${slug}-${size}`,
      requirement: 'ordering/permutation',
      stimulus: `a batch of ${size} served keys, and the same batch ${say}`,
      expects: 'the same result for each query both times',
      needs: wellFormed,
      when: [conditions.advertised],
      async run(tools) {
        const { request, keys } = await servedBatch(tools, size);
        const base = premiseOk(await tools.call(request), ['ordering/same-order', 'ordering/name-echo']);
        const order = permute(size, tools.seed);
        const reply = await tools.call({
          ...request,
          queries: order.map((i) => request.queries[i] as (typeof request.queries)[number]),
        });
        if (!reply.ok) return failed(`the batch got OK, and ${describe(reply)} when it was ${say}`, reply);
        premiseOk(reply, ['ordering/same-order', 'ordering/name-echo', 'values/exact']);
        const wrong = order.findIndex(
          (from, to) => !alike(base.aligned[from], reply.aligned[to], keys[from]?.volatile === true),
        );
        return wrong < 0
          ? pass()
          : failed(
              `the query moved to position ${wrong + 1} of ${size} got another result than before`,
              reply,
              undefined,
              [],
            );
      },
    }),
  ),
);

/** A driver that looks keys up in an index may need them sorted. */
const sorted: readonly EnvCheck[] = [3, 17].map(
  (size): EnvCheck => ({
    name: `ordering/permutation/keys-descending-${size}`,
    requirement: 'ordering/permutation',
    stimulus: `a batch of ${size} served keys in ascending order, and the same batch in descending order`,
    expects: 'the same result for each query both times',
    needs: wellFormed,
    when: [conditions.advertised],
    async run(tools) {
      const { request } = await servedBatch(tools, size);
      const up = [...request.queries].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      const base = premiseOk(await tools.call({ ...request, queries: up }), [
        'ordering/same-order',
        'ordering/name-echo',
      ]);
      const reply = await tools.call({ ...request, queries: [...up].reverse() });
      if (!reply.ok)
        return failed(
          `the batch got OK with its keys in ascending order, and ${describe(reply)} in descending order`,
          reply,
        );
      premiseOk(reply, ['ordering/same-order', 'ordering/name-echo', 'values/exact']);
      const keyOf = (index: number) =>
        tools.profile.keys.available.find(
          ({ key, parameters }) =>
            key === up[index]?.key && sameParameters(parameters, up[index]?.parameters ?? {}),
        );
      const wrong = up.findIndex(
        (_, i) => !alike(base.aligned[i], reply.aligned[size - 1 - i], keyOf(i)?.volatile === true),
      );
      return wrong < 0
        ? pass()
        : failed(
            'a query got another result in descending order than in ascending order',
            reply,
            undefined,
            [],
          );
    },
  }),
);

/** ordering/permutation: permuting the queries permutes the results and changes nothing else. */
export const permutationChecks: readonly EnvCheck[] = [...shuffles, ...sorted];

/** Same value and same presence of an error; a volatile value may be any, also an empty one. Names are ordering/name-echo's. */
export function alike(a: EnvResult | undefined, b: EnvResult | undefined, volatile: boolean): boolean {
  if (a === undefined || b === undefined || (a.error === '') !== (b.error === '')) return false;
  return volatile || a.value === b.value;
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
