import { editUrl, requirementLink } from '../lib/links.mjs';
import { code, page, prose, table } from '../lib/markdown.mjs';

const command = 'node scripts/fuzz-mutants.js --update';

/** After how many inputs the fuzzer alone finds each mutant, by requirement; and what it holds against drivers that keep the rules. */
export function fuzzPage(data) {
  const { fuzz } = data;
  return {
    path: 'evidence/fuzz.mdx',
    text: page(
      {
        title: 'Fuzzing',
        slug: '/evidence/fuzz/',
        description:
          'After how many random requests each driver that is wrong on purpose is found, and which are not.',
        custom_edit_url: editUrl('website/scripts/pages/fuzz.mjs'),
      },
      'A [model](/tool/model/) predicts which answers a request may get; listed and random requests, calls in sequence and calls at once look for an answer that is none of them. Against each mutant, which is the reference driver with one rule broken, a campaign runs without any hint. The mutant is found when a finding of a requirement that it breaks was confirmed twice on new connections.',
      fuzz === undefined
        ? ':::note[Not measured at this revision]\n\nThe repository holds no table of a fuzzing campaign.\n\n:::'
        : [
            ...sums(fuzz),
            '`fuzz` judges answers of NodeGetEnvVars. What only answers of other calls, logs, files or hints can show is left to the checks, so many mutants of the areas identity and privacy cannot be found here.',
            'A model that is wrong would hold something against drivers that keep every rule; the same campaigns run against those. A mutant that is not found here is found by the checks, as the [kill matrix](/evidence/kill-matrix/) says.',
          ],
      'This measures it again, in most of an hour; `--run` makes a part of it:',
      code('bash', command),
      fuzz === undefined ? [] : [byRequirement(data), allMutants(fuzz)],
    ),
  };
}

const median = (sorted) => sorted[Math.floor((sorted.length - 1) / 2)];

/** Numbers of inputs after which some mutants were found, least first. */
function inputsOf(rows) {
  return rows.flatMap(({ found }) => (found === undefined ? [] : [found.inputs])).sort((a, b) => a - b);
}

function sums({ rows, runs, seed }) {
  const mutants = rows.filter(({ kind }) => kind === 'mutant');
  const others = rows.filter(({ kind }) => kind !== 'mutant');
  const found = inputsOf(mutants);
  const clean = others.filter(({ blamed, problem }) => blamed.length === 0 && problem === undefined);
  return [
    `**${found.length} of ${mutants.length} mutants found** within ${runs} inputs each${found.length === 0 ? '' : `, half of them within ${median(found)}`}; nothing held against ${clean.length} of ${others.length} drivers that keep the rules. Seed ${seed}.`,
  ];
}

function byRequirement({ fuzz, areas, toolkit }) {
  const broken = new Map(toolkit.mutants.map(({ id, breaks }) => [id, breaks]));
  const lines = areas.flatMap(({ requirements }) =>
    requirements.flatMap(({ id }) => {
      const rows = fuzz.rows.filter((row) => row.kind === 'mutant' && broken.get(row.id)?.includes(id));
      if (rows.length === 0) return [];
      const found = inputsOf(rows);
      return [
        [
          requirementLink(id),
          `${found.length} of ${rows.length}`,
          ...(found.length === 0 ? ['', ''] : [String(found[0]), String(median(found))]),
        ],
      ];
    }),
  );
  return ['## By requirement', table(['requirement', 'found', 'first after', 'median'], lines)];
}

function allMutants({ rows }) {
  const mutants = rows.filter(({ kind }) => kind === 'mutant');
  return [
    '## Each mutant',
    table(
      ['mutant', 'what it does', 'found after', 'through', 'phase'],
      mutants.map(({ id, description, found, inputs }) => [
        `\`${id}\``,
        prose(description),
        ...(found === undefined
          ? [`not within ${inputs}`, '', '']
          : [String(found.inputs), requirementLink(found.requirement), found.phase]),
      ]),
    ),
  ];
}
