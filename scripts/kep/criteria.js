import { headingsOf } from './markdown.js';
import { pagesOf } from './read-kep.js';
import { stateNames } from './tables.js';

/**
 * What is wrong with the criteria that the pages list.
 *
 * @param {import('./read-kep.js').Kep} kep
 */
export function criteriaProblems(kep) {
  return [...listedProblems(kep), ...strayCriteria(kep)];
}

/**
 * Criteria of every stage, and the budgets.
 *
 * @param {any} graduation
 * @returns {any[]}
 */
export function allCriteria({ stages, budgets }) {
  return [...stages.flatMap((/** @type {any} */ { criteria }) => criteria), ...budgets];
}

/**
 * The lists of README.md are the criteria of the data.
 *
 * @param {import('./read-kep.js').Kep} kep
 * @returns {import('./read-kep.js').Problem[]}
 */
function listedProblems({ files, graduation }) {
  const file = 'README.md';
  const text = files[file] ?? '';
  const lines = text.split('\n');
  const all = headingsOf(text);
  return graduation.stages.flatMap((/** @type {any} */ { stage, criteria }) => {
    const at = all.findIndex(({ level, text: name }) => level === 4 && name.toLowerCase() === stage);
    const heading = all[at];
    if (heading === undefined) return [{ file, message: `no criteria of ${stage} are listed` }];
    const end = all[at + 1]?.line ?? lines.length + 1;
    const listed = lines
      .slice(heading.line, end - 1)
      .map((line, index) => ({ line: heading.line + index + 1, text: itemOf(line) }))
      .filter((item) => item.text !== undefined);
    const wanted = criteria.map(lineOf);
    return [
      ...listed
        .filter((item) => !wanted.includes(item.text))
        .map((item) => ({ file, line: item.line, message: `${stage} has no such criterion: ${item.text}` })),
      ...wanted
        .filter((/** @type {string} */ one) => !listed.some((item) => item.text === one))
        .map((/** @type {string} */ one) => ({
          file,
          line: heading.line,
          message: `a criterion of ${stage} is missing: ${one}`,
        })),
    ];
  });
}

/**
 * The text of a line that is an item of a list or a row of a table.
 *
 * @param {string} line
 */
function itemOf(line) {
  return /^[\s>]*(?:[-*+]|\d+[.)])\s+(.*?)\s*$/.exec(line)?.[1] ?? /^\s*(\|.*?)\s*$/.exec(line)?.[1];
}

/**
 * Whatever has the state of a criterion is one of the data, and GRADUATION.md has nothing else where criteria stand.
 * The lists of README.md are looked at by themselves.
 *
 * @param {import('./read-kep.js').Kep} kep
 * @returns {import('./read-kep.js').Problem[]}
 */
function strayCriteria({ files, graduation }) {
  const states = Object.values(stateNames);
  const known = new Set(allCriteria(graduation).map(lineOf));
  const stages = graduation.stages.map((/** @type {any} */ { stage }) => stage);
  return pagesOf({ files }).flatMap(([file, text]) => {
    const lines = text.split('\n');
    const all = headingsOf(text);
    let generated = false;
    return lines.flatMap((line, index) => {
      if (/^<!-- \/?generated/.test(line)) generated = line.startsWith('<!-- generated');
      const said = itemOf(line) ?? line.trim();
      const stateless = !states.some((state) => said.endsWith(`(${state})`));
      const section = all.findLast(({ line: at }) => at < index + 1)?.text.toLowerCase();
      if (file === 'README.md' && stages.includes(section) && itemOf(line) !== undefined) return [];
      const among =
        file === 'GRADUATION.md' &&
        stages.includes(section) &&
        !generated &&
        said !== '' &&
        !/^(?:<!--|#)/.test(said);
      return (stateless || known.has(said)) && !among
        ? []
        : [{ file, line: index + 1, message: `there is no criterion "${said}"` }];
    });
  });
}

/**
 * A criterion as lists have it.
 *
 * @param {import('./tables.js').Criterion} criterion
 */
function lineOf({ text, state }) {
  return `${text} (${stateNames[state]})`;
}
