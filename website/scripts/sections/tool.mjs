import { category } from '../lib/category.mjs';
import { commandPages } from '../pages/commands.mjs';
import { modelPage } from '../pages/model.mjs';
import { schemaPages } from '../pages/schemas.mjs';

const idOf = ({ path }) => path.replace(/\.mdx$/, '');

/** The tool: commands and formats, made of code and schemas. */
export function toolSection(data) {
  const commands = commandPages(data);
  const schemas = schemaPages(data);
  const model = modelPage(data);
  return {
    id: 'tool',
    label: 'Tool',
    pages: [...commands, model, ...schemas],
    sidebar: [
      'tool/index',
      category('Commands', commands.slice(1).map(idOf)),
      idOf(model),
      category('Formats', schemas.map(idOf)),
    ],
    footer: [
      { label: 'The conformance command', to: '/tool/' },
      { label: 'Exit codes', to: '/tool/#exit-codes' },
      { label: 'Profile', to: '/tool/schemas/profile/' },
      { label: 'Report viewer', to: 'pathname:///viewer/' },
    ],
  };
}
