import { category } from '../lib/category.mjs';
import { evidencePage } from '../pages/evidence.mjs';
import { fuzzPage } from '../pages/fuzz.mjs';
import { graduationPage } from '../pages/graduation.mjs';
import { killMatrixPage } from '../pages/kill-matrix.mjs';
import { nightlyPage } from '../pages/nightly.mjs';
import { responsesPage } from '../pages/responses.mjs';
import { resultPages } from '../pages/results.mjs';

const idOf = ({ path }) => path.replace(/\.mdx$/, '');

/** What is measured, by what, and what nobody has measured yet. */
export function evidenceSection(data) {
  const results = resultPages(data);
  const pages = [
    evidencePage(data),
    killMatrixPage(data),
    responsesPage(data),
    fuzzPage(data),
    nightlyPage(data),
    graduationPage(data),
  ].filter((page) => page !== undefined);
  return {
    id: 'evidence',
    label: 'Evidence',
    pages: [...pages, ...results],
    sidebar: [...pages.map(idOf), category('Results', results.slice(1).map(idOf), 'results/index')],
    footer: [
      { label: 'Kill matrix', to: '/evidence/kill-matrix/' },
      { label: 'Results', to: '/results/' },
      ...(data.graduation === undefined ? [] : [{ label: 'Graduation', to: '/evidence/graduation/' }]),
    ],
  };
}
