import { pass } from '../../../../contract.js';
import { take } from '../../batches.js';
import { conditions, needs } from '../../needs.js';
import type { Query } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, premiseOk, type ServedKey } from '../../tools.js';

const shapes: readonly { readonly slug: string; readonly say: string; readonly names: readonly string[] }[] =
  [
    {
      slug: 'adjacent',
      say: 'two neighbouring queries share a name and ask for different keys',
      names: ['SAME', 'SAME'],
    },
    {
      slug: 'apart',
      say: 'the first and the last of five queries share a name',
      names: ['SAME', 'B', 'C', 'D', 'SAME'],
    },
    { slug: 'three', say: 'three of four queries share a name', names: ['SAME', 'SAME', 'OTHER', 'SAME'] },
    {
      slug: 'two-pairs',
      say: 'two pairs of queries share their names crosswise',
      names: ['A', 'B', 'A', 'B'],
    },
    { slug: 'all', say: 'sixteen queries share one name', names: Array.from({ length: 16 }, () => 'SAME') },
  ];

/** ordering/duplicate-names: queries that share a name are answered position by position, never merged (decision 10). */
export const duplicateNameChecks: readonly EnvCheck[] = [
  ...shapes.flatMap(({ slug, say, names }) =>
    ([false, true] as const).map(
      (reversed): EnvCheck => ({
        name: `ordering/duplicate-names/${slug}${reversed ? '-reversed' : ''}`,
        requirement: 'ordering/duplicate-names',
        stimulus: `${say}${reversed ? ', keys in the opposite order' : ''}`,
        expects: 'OK with one result for each query, each with the value of its own key',
        needs: [needs.providerClass, needs.pod, needs.twoAvailable],
        when: [conditions.advertised],
        async run(tools) {
          const keys = distinct(await tools.served());
          if (keys.length < 2)
            return {
              outcome: 'untested',
              reason:
                'no two available keys with different steady values are served: list more under keys.available',
            };
          const ordered = reversed ? [...keys].reverse() : keys;
          const chosen = take(ordered, names.length);
          const apart = premiseOk(
            await tools.call(
              tools.request(
                queries(
                  chosen,
                  names.map((name, i) => `${name}_${i}`),
                ),
              ),
            ),
          );
          const reply = await tools.call(tools.request(queries(chosen, names)));
          if (!reply.ok)
            return failed(
              `queries that share a name got ${describe(reply)}, and OK under different names`,
              reply,
            );
          if (reply.aligned.length === 0) {
            return reply.faults.some((fault) => fault.requirement === 'ordering/one-per-query')
              ? blocked('ordering/one-per-query', 'the number of results is wrong')
              : failed(
                  `${names.length} queries got ${reply.results.length} results: those that share a name are merged`,
                  reply,
                );
          }
          premiseOk(reply, ['ordering/duplicate-names', 'values/exact', 'ordering/same-order']);
          const wrong = reply.aligned.findIndex((result, i) => result.value !== apart.aligned[i]?.value);
          return wrong < 0
            ? pass()
            : failed(
                `result ${wrong + 1} of ${names.length} has another value than the same query under a name of its own`,
                reply,
              );
        },
      }),
    ),
  ),
  {
    name: 'ordering/duplicate-names/identical',
    requirement: 'ordering/duplicate-names',
    stimulus: 'three identical queries in one request',
    expects: 'OK with three identical results',
    needs: [needs.providerClass, needs.pod, needs.available],
    when: [conditions.advertised],
    async run(tools) {
      const [key] = await tools.served();
      const chosen = [key, key, key] as ServedKey[];
      const reply = await tools.call(tools.request(queries(chosen, ['SAME', 'SAME', 'SAME'])));
      if (!reply.ok) return failed(`identical queries got ${describe(reply)}`, reply);
      if (reply.results.length < 3)
        return failed(`three identical queries got ${reply.results.length} results: they are merged`, reply);
      premiseOk(reply, ['ordering/duplicate-names']);
      return pass();
    },
  },
];

function queries(keys: readonly ServedKey[], names: readonly string[]): Query[] {
  return keys.map((key, index) => ({ name: names[index] ?? '', key: key.key, parameters: key.parameters }));
}

/** Keys with steady values that differ from each other; the smallest, so that a batch of them fits. */
function distinct(keys: readonly ServedKey[]): ServedKey[] {
  const seen = new Set<string>();
  return keys
    .filter((key) => {
      if (key.volatile || key.bytes > 1024 || seen.has(key.got)) return false;
      seen.add(key.got);
      return true;
    })
    .slice(0, 8);
}
