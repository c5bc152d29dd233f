import { flowFolder } from '../data/flows.mjs';
import { editUrl, flowPath, link, requirementLink } from '../lib/links.mjs';
import { code, page, prose } from '../lib/markdown.mjs';

/** The sequence diagrams, each with its text and the requirements that it shows. */
export function flowPages({ flows, requirements }) {
  const titles = new Map(requirements.map(({ id, title }) => [id, title]));
  return flows.length === 0 ? [] : [index(flows), ...flows.map((flow) => flowPage(flow, titles))];
}

function index(flows) {
  return {
    path: 'spec/flows/index.mdx',
    text: page(
      {
        title: 'Flows',
        slug: '/spec/flows/',
        sidebar_label: 'All flows',
        description: 'The calls of the contract in time, as sequence diagrams with the same content as text.',
        custom_edit_url: editUrl('website/scripts/pages/flows.mjs'),
      },
      'The proposal and these pages draw the same sources. Below each diagram stands the same content as text, and which requirements it shows.',
      flows.map(({ name, title, says }) => [
        `## ${link(prose(title), flowPath(name))} {/* #${name} */}`,
        prose(says),
      ]),
    ),
  };
}

function flowPage({ name, title, says, steps, requirements, source }, titles) {
  return {
    path: `spec/flows/${name}.mdx`,
    text: page(
      {
        title,
        slug: flowPath(name),
        description: says.slice(0, 160),
        custom_edit_url: editUrl(`${flowFolder}/${name}.mmd`),
      },
      prose(says),
      code('mermaid', source),
      '## In words',
      steps.map(({ depth, text }) => `${'  '.repeat(depth)}- ${prose(text)}`).join('\n'),
      '## What it shows',
      requirements
        .map((id) => `- ${requirementLink(id)} ${prose(titles.get(id) ?? missing(name, id))}`)
        .join('\n'),
    ),
  };
}

function missing(name, id) {
  throw new Error(`${flowFolder}/${name}.mmd names requirement ${id}, which there is not`);
}
