import { editUrl, requirementLink } from '../lib/links.mjs';
import { code, page, prose, table } from '../lib/markdown.mjs';

const command = 'node scripts/mutate-responses.js --update';
const fates = {
  noticed: 'noticed by a MUST',
  warned: 'warned of by a SHOULD',
  permitted: 'permitted by the contract',
  survived: 'survives',
  unclear: 'no verdict of the suite',
  error: 'not tried to its end',
  equivalent: 'changed no answer',
};

/** What the suite noticed of changes that seeds made of the reference driver's answers, and why the others may stay. */
export function responsesPage({ responses }) {
  return {
    path: 'evidence/changed-answers.mdx',
    text: page(
      {
        title: 'Changed answers',
        slug: '/evidence/changed-answers/',
        description:
          'How many changes of answers that nobody chose the suite notices, and why the contract permits the others.',
        custom_edit_url: editUrl('website/scripts/pages/responses.mjs'),
      },
      'A mutant is written by somebody who knows what a check looks for. Here a seed chooses: a field of an answer of the reference driver is dropped, doubled, swapped, cut, extended, emptied or written otherwise, a code is changed, a header added, an answer delayed or another call’s given, always or only now and then. What the suite does not notice is either permitted by the contract, with the reason, or a gap in the suite.',
      responses === undefined
        ? ':::note[Not measured at this revision]\n\nThe repository holds no report of changed answers.\n\n:::'
        : [sums(responses)],
      'This measures it again, in an hour on two cores; `--seeds 1-50` without `--update` tries a tenth:',
      code('bash', command),
      responses === undefined ? [] : [permitted(responses), noticed(responses)],
    ),
  };
}

const having = ({ rows }, fate) => rows.filter((row) => row.fate === fate);

/** How many of the changes that had an effect a MUST noticed. */
export function noticedOf(responses) {
  const effective = responses.rows.filter(({ fate }) => fate !== 'equivalent').length;
  return `${having(responses, 'noticed').length} of ${effective}`;
}

function sums(responses) {
  const counts = Object.entries(fates).flatMap(([fate, says]) => {
    const { length } = having(responses, fate);
    return length === 0 ? [] : [[says, String(length)]];
  });
  return [
    `**${noticedOf(responses)} changes noticed** that changed an answer; ${having(responses, 'survived').length} survive. Client ${responses.client}.`,
    table(['what became of it', 'changes'], counts),
  ].join('\n\n');
}

function permitted(responses) {
  const lines = [...byReason(having(responses, 'permitted'))].map(([why, rows]) => [
    prose(why),
    String(rows.length),
    `\`${rows[0].id}\`: ${prose(rows[0].description)}`,
  ]);
  return ['## Permitted by the contract', table(['why', 'changes', 'one of them'], lines)];
}

function byReason(rows) {
  const reasons = new Map();
  for (const row of rows) reasons.set(row.why, [...(reasons.get(row.why) ?? []), row]);
  return reasons;
}

function noticed(responses) {
  const list = (fate) =>
    table(
      ['change', 'what it does', 'through'],
      having(responses, fate).map(({ id, description, failed }) => [
        `\`${id}\``,
        prose(description),
        failed.length === 0 ? '' : requirementLink(failed[0].id),
      ]),
    );
  return [
    '## Noticed',
    'Each with the first of the requirements that failed.',
    list('noticed'),
    ...(having(responses, 'warned').length === 0 ? [] : ['## Only warned of', list('warned')]),
  ];
}
