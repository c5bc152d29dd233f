import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { category } from '../lib/category.mjs';
import { website } from '../lib/folders.mjs';
import { editUrl } from '../lib/links.mjs';
import { page, table } from '../lib/markdown.mjs';

/** Folders of `docs/` in the order of reading, each with the order of its pages; what is new goes last. */
const folders = [
  {
    name: 'learn',
    label: 'Learn',
    says: 'From an empty folder to a conformant driver.',
    order: ['typescript-driver', 'go-driver'],
  },
  {
    name: 'guides',
    label: 'Guides for drivers',
    says: 'One task each.',
    order: [
      'authorization',
      'allowlists',
      'caching',
      'errors',
      'limits',
      'privacy',
      'observability',
      'windows',
      'testing-in-ci',
      'testing-in-a-cluster',
      'publishing-a-result',
    ],
  },
  {
    name: 'administrators',
    label: 'Administrators',
    says: 'Classes, permissions and rollout in a cluster.',
    order: ['provider-class', 'rbac', 'admission', 'rollout', 'troubleshooting'],
  },
  {
    name: 'migration',
    label: 'Migration',
    says: 'From what is in use today.',
    order: ['from-secrets-store-sync', 'from-init-containers', 'from-metadata-daemonsets'],
  },
];

/** Tutorials and guides, which are written by hand in `docs/`. */
export function guidesSection() {
  const found = folders.flatMap((folder) => {
    const pages = pagesOf(folder);
    return pages.length === 0 ? [] : [{ ...folder, pages }];
  });
  return {
    id: 'guides',
    label: 'Guides',
    pages: [overview(found)],
    sidebar: [
      'guides-overview',
      ...found.map(({ name, label, pages }) =>
        category(
          label,
          pages.map((one) => `${name}/${one.name}`),
        ),
      ),
    ],
    footer: found.map(({ label, name, pages }) => ({ label, to: `/${name}/${pages[0].name}/` })),
  };
}

function pagesOf({ name, order }) {
  const folder = join(website, 'docs', name);
  if (!existsSync(folder)) return [];
  const rank = (page) => (order.includes(page) ? order.indexOf(page) : order.length);
  return readdirSync(folder)
    .filter((file) => /\.mdx?$/.test(file))
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const said = (member) => new RegExp(`^${member}: (.*)$`, 'm').exec(text)?.[1];
      return { name: file.replace(/\.mdx?$/, ''), title: said('title'), description: said('description') };
    })
    .sort((a, b) => rank(a.name) - rank(b.name));
}

function overview(found) {
  return {
    path: 'guides-overview.mdx',
    text: page(
      {
        title: 'Guides',
        slug: '/guides/',
        sidebar_label: 'All guides',
        description: 'Tutorials and guides for those who write, test, run and migrate to a driver.',
        custom_edit_url: editUrl('website/scripts/sections/guides.mjs'),
      },
      found.map(({ name, label, says, pages }) => [
        `## ${label}`,
        says,
        table(
          ['page', 'what it is for'],
          pages.map((one) => [`[${one.title}](/${name}/${one.name}/)`, one.description ?? '']),
        ),
      ]),
    ),
  };
}
