import { citations } from './rules/citations.js';
import { comments } from './rules/comments.js';
import { contents } from './rules/contents.js';
import { diagrams } from './rules/diagrams.js';
import { headings } from './rules/headings.js';
import { keys } from './rules/keys.js';
import { links } from './rules/links.js';
import { names } from './rules/names.js';
import { owners } from './rules/owners.js';
import { questions } from './rules/questions.js';
import { regions } from './rules/regions.js';

/** The rules of kep-lint by name, in the order in which they are reported. */
export const rules = {
  keys,
  owners,
  headings,
  questions,
  contents,
  links,
  citations,
  comments,
  diagrams,
  names,
  regions,
};
