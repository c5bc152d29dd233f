import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../lib/folders.mjs';
import { editUrl, flowPath, link, requirementLink } from '../lib/links.mjs';
import { code, page, prose } from '../lib/markdown.mjs';

const folder = 'kep/diagrams';

/** The sequence diagrams, each with its text and the requirements that it shows. */
export function flowPages({ flows, requirements }) {
  const titles = new Map(requirements.map(({ id, title }) => [id, title]));
  return [
    {
      path: 'spec/flows/index.mdx',
      text: page(
        {
          title: 'Flows',
          slug: '/spec/flows/',
          sidebar_label: 'All flows',
          description: 'The calls of the contract in time, as sequence diagrams with a text beside each.',
          custom_edit_url: editUrl('website/flows/flows.yaml'),
        },
        'Each diagram has the same content as text below it.',
        flows.map(({ name, title, says }) => `- ${link(prose(title), flowPath(name))}: ${prose(says)}`).join('\n'),
      ),
    },
    ...flows.map(({ name, title, says, steps, requirements: shown }) => ({
      path: `spec/flows/${name}.mdx`,
      text: page(
        { title, slug: flowPath(name), description: says, custom_edit_url: editUrl(`${folder}/${name}.mmd`) },
        prose(says),
        code('mermaid', source(name)),
        '## In words',
        steps.map((step, i) => `${i + 1}. ${prose(step)}`).join('\n'),
        '## What it shows',
        shown.map((id) => `- ${requirementLink(id)} ${prose(titles.get(id) ?? missing(name, id))}`).join('\n'),
      ),
    })),
  ];
}

/** The proposal and the site draw the same source. */
function source(name) {
  const path = join(repository, folder, `${name}.mmd`);
  if (!existsSync(path)) throw new Error(`flows.yaml names ${name}, and there is no ${folder}/${name}.mmd`);
  return readFileSync(path, 'utf8');
}

function missing(name, id) {
  throw new Error(`flow ${name} names requirement ${id}, which there is not`);
}
