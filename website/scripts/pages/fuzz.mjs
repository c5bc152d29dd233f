import { editUrl } from '../lib/links.mjs';
import { page, prose, table } from '../lib/markdown.mjs';

/** What fuzzing finds in which driver, from the tables that campaigns wrote. */
export function fuzzPage({ fuzz }) {
  return {
    path: 'evidence/fuzz.mdx',
    text: page(
      {
        title: 'Fuzzing',
        slug: '/evidence/fuzz/',
        description:
          'What random requests find in drivers that are wrong on purpose, and what is not measured.',
        custom_edit_url: editUrl('website/scripts/pages/fuzz.mjs'),
      },
      'A model predicts which answers a request may get; random requests, calls in sequence and calls at once look for an answer that is none of them.',
      fuzz === undefined
        ? ':::note[Not measured at this revision]\n\nThe repository holds no table of a fuzzing campaign.\n\n:::'
        : fuzz.map(({ name, rows }) => [`## ${prose(name)}`, objects(rows)]),
    ),
  };
}

/** Rows of any shape; the members of the first one are the columns. */
function objects(rows) {
  const columns = Object.keys(rows[0] ?? {}).filter((name) => typeof rows[0][name] !== 'object');
  return table(
    columns,
    rows.map((row) => columns.map((name) => prose(String(row[name] ?? '')))),
  );
}
