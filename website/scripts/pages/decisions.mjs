import { decisionPath, editUrl, link, requirementLink, withLinks } from '../lib/links.mjs';
import { page, paragraphs, plain, prose, table } from '../lib/markdown.mjs';

const edit = editUrl('spec-tests/env-vars/discussion.yaml');

/** All decisions in a table, and a page for each. */
export function decisionPages(data) {
  return [index(data), ...data.decisions.map((decision) => decisionPage(decision, data))];
}

function index({ decisions, requirements }) {
  const rows = decisions.map(({ n, question, decision }) => [
    link(`${n}. ${prose(question)}`, decisionPath(n)),
    withLinks(prose(decision), requirements),
  ]);
  return {
    path: 'spec/decisions/index.mdx',
    text: page(
      {
        title: 'Decisions',
        slug: '/spec/decisions/',
        sidebar_label: 'All decisions',
        description:
          'What was decided where the drafts are open or contradict themselves or CSI, with the alternatives.',
        custom_edit_url: edit,
      },
      `The drafts leave questions open, and in places contradict themselves or CSI. Each of these ${decisions.length} decisions has a page with what the drafts and CSI say, what else was possible and what stands against it, so that a reviewer can disagree with one reason and not with all.`,
      table(['question', 'decision'], rows),
    ),
  };
}

function decisionPage({ n, question, decision, reason }, { discussion, requirements }) {
  const { drafts, upstream, alternatives } = discussion.decisions.find((one) => one.n === n);
  const resting = requirements.filter((one) => one.decisions?.includes(n));
  const open = discussion.open.filter((one) => one.decisions.includes(n));
  return {
    path: `spec/decisions/${n}.mdx`,
    text: page(
      {
        title: plain(question),
        slug: decisionPath(n),
        sidebar_label: `${n}. ${plain(question)}`,
        description: `Decision ${n}: ${plain(decision).slice(0, 150)}`,
        custom_edit_url: edit,
      },
      `<Normative>\n\n${withLinks(paragraphs(decision), requirements)}\n\n</Normative>`,
      '## Why',
      withLinks(paragraphs(reason), requirements),
      '## What was said before',
      table(
        ['where', 'what it says'],
        [
          ['the drafts', prose(drafts)],
          ['upstream CSI', prose(upstream)],
        ],
      ),
      '## Alternatives',
      table(
        ['instead', 'what stands against it'],
        alternatives.map(({ option, against }) => [prose(option), prose(against)]),
      ),
      '## What rests on it',
      resting.length === 0
        ? 'No requirement cites it by itself; it shapes the proto and the words of the contract.'
        : resting.map(({ id, title }) => `- ${requirementLink(id)} ${prose(title)}`).join('\n'),
      open.map((one) => `Still open: ${link(prose(one.question), `/spec/open-questions/#${one.id}`)}`),
    ),
  };
}

/** Drafts, CSI and decision side by side. */
export function draftsPage({ decisions, discussion }) {
  const rows = decisions.map(({ n, question, decision }) => {
    const { drafts, upstream } = discussion.decisions.find((one) => one.n === n);
    return [
      link(`${n}. ${prose(question)}`, decisionPath(n)),
      prose(drafts),
      prose(upstream),
      prose(decision),
    ];
  });
  return {
    path: 'spec/drafts.mdx',
    text: page(
      {
        title: 'The drafts, CSI and this contract',
        slug: '/spec/drafts/',
        sidebar_label: 'Drafts compared',
        description:
          'What the drafts of the proposal say, what CSI says, and what this contract decided, question by question.',
        custom_edit_url: edit,
        hide_table_of_contents: true,
      },
      'Where the drafts of the proposal are open, contradict themselves, or contradict CSI, this contract had to decide. Upstream is the CSI specification from v1.10.0 to v1.13.0, which agree on all of this except where a release is named.',
      table(['question', 'the drafts', 'upstream CSI', 'this contract'], rows),
    ),
  };
}

/** What is decided provisionally or not at all. */
export function openQuestionsPage({ discussion }) {
  return {
    path: 'spec/open-questions.mdx',
    text: page(
      {
        title: 'Open questions',
        slug: '/spec/open-questions/',
        description:
          'What is decided provisionally or not at all, what holds until then, and what would settle it.',
        custom_edit_url: edit,
      },
      'Each of these can still change the contract. Until one is answered, the line *today* holds, and the tests go by it.',
      discussion.open.map((one) => [
        `## ${prose(one.question)} {/* #${one.id} */}`,
        `**Today.** ${prose(one.today)}`,
        `**What would settle it.** ${prose(one['would-settle'])}`,
        one.decisions.map((n) => link(`Decision ${n}`, decisionPath(n))).join(', '),
      ]),
    ),
  };
}
