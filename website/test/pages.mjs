import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built } from './serve.mjs';

const templates = {
  landing: '/',
  overview: '/spec/',
  contract: '/spec/env-vars/',
  area: '/spec/env-vars/ordering/',
  requirement: '/spec/env-vars/ordering/same-order/',
  'requirement on the CO': '/spec/env-vars/co/retry/',
  rpc: '/spec/wire/node-get-env-vars/',
  fields: '/spec/wire/fields/',
  limits: '/spec/limits/',
  decisions: '/spec/decisions/',
  decision: '/spec/decisions/6/',
  drafts: '/spec/drafts/',
  questions: '/spec/open-questions/',
  flow: '/spec/flows/errors-and-retry/',
  tool: '/tool/',
  command: '/tool/commands/run/',
  schema: '/tool/schemas/profile/',
  model: '/tool/model/',
  evidence: '/evidence/',
  'kill matrix': '/evidence/kill-matrix/',
  graduation: '/evidence/graduation/',
  results: '/results/',
  kep: '/kep/',
  tutorial: '/learn/typescript-driver/',
  guide: '/guides/observability/',
  observability: '/spec/observability/',
  fuzz: '/evidence/fuzz/',
  'changed answers': '/evidence/changed-answers/',
  'long measurements': '/evidence/nightly/',
  'result of a driver': '/results/go-driver.csi-env.example/',
  'published result': '/results/go-driver.csi-env.example/0.1.0/',
  'rules of results': '/results/rules/',
  search: '/search/',
  viewer: '/viewer/',
  'not found': '/no/such/page/',
};

/** One page of each template. */
export const samplePages = templates;

/** Whether what takes long is asked of every page, not of one page of each template: `SITE_PAGES=all`. */
export const everyPage = process.env.SITE_PAGES === 'all';

/** What is asked of one page of each template, or of every page. */
export function pagesAskedClosely() {
  return [...new Set([...Object.values(templates), ...(everyPage ? allPages() : [])])];
}

/** The path of every page that a search engine learns of, of the viewer and of the search. */
export function allPages() {
  const sitemap = readFileSync(join(built, 'sitemap.xml'), 'utf8');
  return [
    ...[...sitemap.matchAll(/<loc>https?:\/\/[^/]+([^<]*)<\/loc>/g)].map(([, path]) => path),
    '/viewer/',
    '/search/',
  ];
}
