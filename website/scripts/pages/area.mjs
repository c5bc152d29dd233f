import { areaPath, editUrl } from '../lib/links.mjs';
import { page, paragraphs, plain } from '../lib/markdown.mjs';
import { requirementTable } from '../lib/requirement-table.mjs';

/** The page of an area: what it is about, and its requirements. */
export function areaPage({ area, title, intro, requirements }, data) {
  return {
    path: `spec/env-vars/${area}/index.mdx`,
    text: page(
      {
        title,
        slug: areaPath(area),
        description: plain(intro),
        custom_edit_url: editUrl(`spec-tests/env-vars/requirements/${area}.yaml`),
      },
      paragraphs(intro),
      requirementTable(requirements, data),
    ),
  };
}
