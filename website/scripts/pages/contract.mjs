import { areaPath, editUrl, link } from '../lib/links.mjs';
import { page, paragraphs } from '../lib/markdown.mjs';
import { requirementTable } from '../lib/requirement-table.mjs';

/** Every requirement of the contract on one page. */
export function contractPage(data) {
  const { areas, contract, requirements } = data;
  const of = (party) => requirements.filter((one) => one.party === party).length;
  return {
    path: 'spec/env-vars/index.mdx',
    text: page(
      {
        title: 'Requirements',
        slug: '/spec/env-vars/',
        sidebar_label: 'All requirements',
        description: `Every requirement of revision ${contract.revision} of the contract env-vars.`,
        custom_edit_url: editUrl('spec-tests/env-vars/contract.yaml'),
      },
      `Revision ${contract.revision} of the contract \`${contract.name}\` has ${of('driver')} requirements on a driver and ${of('co')} on a container orchestrator. Each has a permanent page that shows its words, its reason, its checks and the broken drivers that those checks find.`,
      'MUST, SHOULD and MAY are those of RFC 2119. A driver that keeps every MUST is conformant; a broken SHOULD is a warning.',
      areas.map(({ area, title, intro, requirements: own }) => [
        `## ${link(title, areaPath(area))} {/* #${area} */}`,
        paragraphs(intro),
        requirementTable(own, data),
      ]),
    ),
  };
}
