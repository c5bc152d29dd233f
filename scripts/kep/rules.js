import { comments } from './rules/comments.js';
import { contents } from './rules/contents.js';
import { diagrams } from './rules/diagrams.js';
import { headings } from './rules/headings.js';
import { keys } from './rules/keys.js';
import { links } from './rules/links.js';
import { names } from './rules/names.js';
import { questions } from './rules/questions.js';

/** The rules of kep-lint by name, in the order in which they are reported. */
export const rules = { keys, headings, questions, contents, links, comments, diagrams, names };
