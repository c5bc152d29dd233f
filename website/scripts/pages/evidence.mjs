import { editUrl, link } from '../lib/links.mjs';
import { page, table } from '../lib/markdown.mjs';
import { noticedOf } from './responses.mjs';

function foundBy({ rows }) {
  const mutants = rows.filter(({ kind }) => kind === 'mutant');
  return `${mutants.filter(({ found }) => found !== undefined).length} of ${mutants.length}`;
}

/** What evidence there is, with its state at this revision. */
export function evidencePage(data) {
  const { toolkit, matrix, responses, fuzz, nightly, falseAlarms, graduation, results } = data;
  const criteria = graduation?.stages.flatMap((stage) => stage.criteria) ?? [];
  const measured = criteria.filter(({ state }) => state === 'measured').length;
  const rows = [
    [
      link('Kill matrix', '/evidence/kill-matrix/'),
      `That the suite fails ${toolkit.mutants.length} drivers which are wrong on purpose, each through the requirement that it breaks, and holds nothing against ${toolkit.oddities.length} that are unusual and right.`,
      matrix === undefined
        ? 'not measured at this revision'
        : `${matrix.mutants.filter(({ fate }) => fate === 'killed').length} of ${matrix.mutants.length} killed`,
    ],
    [
      link('Changed answers', '/evidence/changed-answers/'),
      'That the suite notices changes of answers that nobody chose, and why it may pass over the others.',
      responses === undefined ? 'not measured at this revision' : `${noticedOf(responses)} noticed`,
    ],
    [
      link('Fuzzing', '/evidence/fuzz/'),
      'That random requests find the same faults, and how fast.',
      fuzz === undefined ? 'not measured at this revision' : `${foundBy(fuzz)} found by it alone`,
    ],
    ...(falseAlarms === undefined
      ? []
      : [
          [
            'Search for leaks',
            `That the search for values finds ${falseAlarms.planted.values} planted ones, and how often it takes ordinary text for one: \`${falseAlarms.command}\`.`,
            `${falseAlarms.planted.found} of ${falseAlarms.planted.values} found, ${falseAlarms.alarmsPerGigabyte} false ${falseAlarms.alarmsPerGigabyte === 1 ? 'alarm' : 'alarms'} a gigabyte`,
          ],
        ]),
    [
      link('Long measurements', '/evidence/nightly/'),
      'What CI has no time for, at full size.',
      `${nightly.filter(({ result }) => result?.outcome === 'passed').length} of ${nightly.length} parts passed`,
    ],
    [
      link('Results', '/results/'),
      'Reports of real runs against drivers, each with the line that makes it again.',
      `${results.length} published`,
    ],
    ...(graduation === undefined
      ? []
      : [
          [
            link('Graduation', '/evidence/graduation/'),
            'Each criterion of alpha, beta and GA with what is known about it.',
            `${measured} of ${criteria.length} measured`,
          ],
        ]),
  ];
  return {
    path: 'evidence/index.mdx',
    text: page(
      {
        title: 'Evidence',
        slug: '/evidence/',
        sidebar_label: 'Overview',
        description: 'What is measured, by what, and what nobody has measured yet.',
        custom_edit_url: editUrl('website/scripts/pages/evidence.mjs'),
      },
      'Every figure on these pages is read from a file that a command wrote. What no file has is said to be not measured.',
      table(['what', 'what it shows', 'state'], rows),
    ),
  };
}
