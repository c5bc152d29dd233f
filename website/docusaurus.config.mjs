// The site is built from `.generated/docs`, which `npm run generate` makes of the specification, the code and `docs/`.
import { existsSync, readFileSync } from 'node:fs';
import lunr from 'lunr';
import { siteBase, siteUrl } from './scripts/lib/address.mjs';
import { findNamesByTheirWords } from './scripts/lib/search-parts.mjs';
import { stackTables } from './scripts/lib/stack-tables.mjs';
import { codeTheme } from './src/css/code-theme.mjs';
import { faceRules } from './src/css/fonts.mjs';

const repository = 'https://github.com/csi-env/csi-env';
const menu = new URL('.generated/menu.json', import.meta.url);
if (!existsSync(menu)) throw new Error('there are no generated pages: run `npm run generate` first');
const { navbar, footer } = JSON.parse(readFileSync(menu, 'utf8'));

findNamesByTheirWords(lunr);

/** @type {import('@docusaurus/types').Config} */
export default {
  title: 'csi-env',
  tagline: 'Environment variables from a CSI driver, straight into the container',
  url: siteUrl,
  baseUrl: siteBase,
  trailingSlash: true,
  favicon: 'favicon.svg',
  staticDirectories: ['static', '.generated/static'],
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  future: { faster: true, v4: true },
  markdown: {
    format: 'detect',
    mermaid: true,
    hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' },
  },
  headTags: [
    ...['sans-400', 'sans-600', 'mono-400'].map((name) => ({
      tagName: 'link',
      attributes: {
        rel: 'preload',
        as: 'font',
        type: 'font/woff2',
        crossorigin: 'anonymous',
        href: `${siteBase}fonts/${name}.woff2`,
      },
    })),
    { tagName: 'style', attributes: {}, innerHTML: faceRules },
    { tagName: 'meta', attributes: { name: 'color-scheme', content: 'light dark' } },
  ],
  clientModules: ['src/client/no-prefetch.js'],
  themes: [
    [
      '@docusaurus/theme-classic',
      { customCss: ['src/css/tokens.css', 'src/css/theme.css', 'src/css/content.css', 'src/css/print.css'] },
    ],
    '@docusaurus/theme-mermaid',
    [
      '@easyops-cn/docusaurus-search-local',
      {
        docsDir: '.generated/docs',
        docsRouteBasePath: '/',
        indexBlog: false,
        indexPages: true,
        hashed: 'filename',
        highlightSearchTermsOnTargetPage: true,
        searchResultLimits: 10,
        searchResultContextMaxLength: 80,
        ignoreCssSelectors: ['[data-search="off"]'],
      },
    ],
  ],
  plugins: [
    [
      '@docusaurus/plugin-content-docs',
      {
        path: '.generated/docs',
        routeBasePath: '/',
        sidebarPath: 'sidebars.mjs',
        editUrl: ({ docPath }) => `${repository}/edit/main/website/docs/${docPath}`,
        rehypePlugins: [stackTables],
      },
    ],
    '@docusaurus/plugin-content-pages',
    [
      '@docusaurus/plugin-sitemap',
      { lastmod: null, changefreq: null, priority: null, ignorePatterns: ['/**/search/', '/search/'] },
    ],
  ],
  themeConfig: {
    image: 'social-card.png',
    colorMode: { respectPrefersColorScheme: true },
    navbar: {
      title: 'csi-env',
      items: [
        ...navbar,
        { href: repository, label: 'Source', position: 'right' },
        { type: 'search', position: 'right' },
      ],
    },
    footer: { links: footer, copyright: 'Apache-2.0. No cookies, no requests to other hosts.' },
    docs: { sidebar: { hideable: false, autoCollapseCategories: true } },
    prism: {
      theme: codeTheme,
      darkTheme: codeTheme,
      additionalLanguages: ['bash', 'json', 'protobuf', 'diff'],
    },
    tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
    mermaid: {
      theme: { light: 'base', dark: 'base' },
      options: {
        sequence: { useMaxWidth: true, mirrorActors: false, wrap: true, messageMargin: 28, boxMargin: 8 },
      },
    },
  },
};
