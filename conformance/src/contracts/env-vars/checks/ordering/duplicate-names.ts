import { pass, type Verdict } from '../../../../contract.js';
import { take } from '../../batches.js';
import { conditions, needs } from '../../needs.js';
import type { Query } from '../../request.js';
import { describe, type EnvCheck, failed, premiseOk, type ServedKey, type Tools } from '../../tools.js';

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
          // A fault that comes and goes is no matter of names: it has to show each time.
          let verdict: Verdict = pass();
          for (let round = 0; round < 3; round++) {
            verdict = await compareOnce(tools, chosen, names);
            if (verdict.outcome !== 'fail') return verdict;
          }
          return verdict;
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
      return compareOnce(tools, [key, key, key] as ServedKey[], ['SAME', 'SAME', 'SAME']);
    },
  },
];

/** Asks for keys under names of their own, and under names that are shared; the results have to be the same. */
async function compareOnce(
  tools: Tools,
  keys: readonly ServedKey[],
  names: readonly string[],
): Promise<Verdict> {
  const own = names.map((name, i) => `${name}_${i}`);
  const apart = premiseOk(await tools.call(tools.request(queries(keys, own))));
  const reply = await tools.call(tools.request(queries(keys, names)), { observe: false });
  if (reply.answer.failure !== undefined)
    return { outcome: 'error', message: `the call got ${describe(reply)}` };
  if (!reply.ok)
    return failed(`queries that share a name got ${describe(reply)}, and OK under different names`, reply);
  if (reply.results.length !== names.length) {
    return failed(
      `${names.length} queries got ${reply.results.length} results when some shared a name`,
      reply,
    );
  }
  premiseOk(reply, ['ordering/duplicate-names', 'values/exact', 'ordering/same-order']);
  const wrong = reply.results.findIndex(
    (result, i) =>
      result.name !== names[i] || (keys[i]?.volatile !== true && result.value !== apart.aligned[i]?.value),
  );
  if (wrong < 0) return pass();
  return failed(
    `result ${wrong + 1} of ${names.length} is another than for the same query under a name of its own`,
    reply,
  );
}

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
