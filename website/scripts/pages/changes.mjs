import { editUrl, requirementLink } from '../lib/links.mjs';
import { page, prose } from '../lib/markdown.mjs';

/** What moved with which revision: the words of the change log, then every requirement that came, changed or went. */
export function changesPage({ contract, requirements, changelog }) {
  const entries = new Map(
    changelog
      .split(/^## /m)
      .slice(1)
      .map((part) => [Number(/^Revision (\d+)/.exec(part)?.[1]), part.slice(part.indexOf('\n')).trim()]),
  );
  const list = (title, ids) =>
    ids.length === 0
      ? []
      : [
          `<details>\n<summary>${title}: ${ids.length}</summary>\n\n${ids.map(requirementLink).join(', ')}\n\n</details>`,
        ];
  return {
    path: 'spec/changes.mdx',
    text: page(
      {
        title: 'Changes',
        slug: '/spec/changes/',
        description: 'What moved with which revision of the contract.',
        custom_edit_url: editUrl('spec-tests/env-vars/CHANGELOG.md'),
      },
      'A new or sharper MUST comes only with a new revision. Earlier revisions stay selectable with `--contract env-vars@REVISION`, so that an upgrade of the tool alone never turns a green build red.',
      [...contract.revisions].reverse().map(({ revision, date }) => [
        `## Revision ${revision}, ${date} {/* #revision-${revision} */}`,
        prose(entries.get(revision) ?? ''),
        list(
          'New requirements',
          requirements.filter(({ since }) => since === revision).map(({ id }) => id),
        ),
        list(
          'Changed',
          requirements.filter((one) => one.revisions?.[revision] !== undefined).map(({ id }) => id),
        ),
        list(
          'Gone',
          requirements.filter(({ until }) => until === revision - 1).map(({ id }) => id),
        ),
      ]),
    ),
  };
}
