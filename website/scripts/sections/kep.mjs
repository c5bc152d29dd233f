import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../lib/folders.mjs';
import { editUrl, sourceUrl } from '../lib/links.mjs';
import { frontMatter } from '../lib/markdown.mjs';

/** Files of the proposal with their addresses, in the order of reading. */
const files = {
  'README.md': { slug: '/kep/', label: 'Proposal' },
  'ALTERNATIVES.md': { slug: '/kep/alternatives/', label: 'Alternatives' },
  'GRADUATION.md': { slug: '/kep/graduation/', label: 'Graduation' },
  'MEASUREMENTS.md': { slug: '/kep/measurements/', label: 'Measurements' },
  'csi-spec/README.md': { slug: '/kep/csi-spec/', label: 'Change to CSI' },
  'FILING.md': { slug: '/kep/filing/', label: 'Filing' },
};

/** The proposal as it would be filed, from the files in `kep/`; undefined where there are none. */
export function kepSection({ flows }) {
  const found = Object.entries(files).filter(([file]) => existsSync(join(repository, 'kep', file)));
  if (found.length === 0) return undefined;
  const pages = found.map(([file, { slug, label }]) => ({
    path: `kep/${file.replace(/README\.md$/, 'index.md').toLowerCase()}`,
    text: `${frontMatter({ slug, sidebar_label: label, custom_edit_url: editUrl(`kep/${file}`) })}\n${adapted(file, flows)}`,
  }));
  return {
    id: 'kep',
    label: 'Proposal',
    pages,
    sidebar: pages.map(({ path }) => path.replace(/\.md$/, '')),
    footer: found.slice(0, 3).map(([, { slug, label }]) => ({ label, to: slug })),
  };
}

/** A file of the proposal with its pictures as diagrams of the site and its links within the site. */
function adapted(file, flows) {
  const text = readFileSync(join(repository, 'kep', file), 'utf8');
  return (
    text
      .replace(/<!-- toc -->[\s\S]*?<!-- \/toc -->\n*/, '')
      .replace(/<!--[\s\S]*?-->\n?/g, '')
      // Headings of the form skip levels, and its boxes have no labels; neither can be read aloud.
      .replace(/^#{5,6} /gm, '#### ')
      .replace(/^(\s*)- \[ \] /gm, '$1- ☐ ')
      .replace(/^(\s*)- \[x\] /gim, '$1- ☑ ')
      .replace(/!\[[^\]]*\]\((?:\.\.\/)?diagrams\/([\w-]+)\.svg\)/g, (_, name) => diagram(name, flows))
      .replace(/\]\((?!#)([^)\s]+)\)/g, (_, target) => `](${moved(file, target)})`)
  );
}

function diagram(name, flows) {
  const flow = flows.find((one) => one.name === name);
  if (flow === undefined) throw new Error(`kep/ shows the diagram ${name}, which kep/diagrams does not have`);
  return `\`\`\`mermaid\n${flow.source}\n\`\`\`\n\n*${flow.title}.* [In words](/spec/flows/${name}/#in-words)`;
}

function moved(file, target) {
  const [path, anchor] = target.split('#');
  const behind = anchor === undefined ? '' : `#${anchor}`;
  const own = /^https:\/\/csi-env\.dev(\/.*)?$/.exec(path);
  if (own !== null) return `${(own[1] ?? '/').replace(/\/?$/, '/')}${behind}`;
  // An address of the site, as the diagrams have it, stays what it is.
  if (/^[a-z]+:|^\//.test(path)) return target;
  const whole = join(file, '..', path);
  if (files[whole] !== undefined && existsSync(join(repository, 'kep', whole)))
    return `${files[whole].slug}${behind}`;
  if (/^diagrams(\/README\.md)?$/.test(whole)) return `/spec/flows/${behind}`;
  return sourceUrl(join('kep', whole)) + behind;
}
