import { headingsOf } from '../markdown.js';
import { metadataOf } from '../read-kep.js';
import { templateHeadings } from '../template.js';

const file = 'README.md';

/**
 * README.md has every heading of the template, word by word, on its level and in order, and the title of kep.yaml.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function headings({ files }) {
  const text = files[file];
  if (text === undefined) return [{ file, message: 'there is no README.md' }];
  const found = headingsOf(text);
  return [...titleProblems(found, files), ...orderProblems(found)];
}

/**
 * @param {readonly import('../markdown.js').Heading[]} found
 * @param {Readonly<Record<string, string>>} files
 */
function titleProblems(found, files) {
  const data = metadataOf({ files });
  if (data === undefined) return [];
  const wanted = `KEP-${data['kep-number']}: ${data.title}`;
  const titles = found.filter(({ level }) => level === 1);
  return titles.length === 1 && titles[0]?.text === wanted
    ? []
    : [{ file, line: titles[0]?.line ?? 1, message: `the title is not "# ${wanted}", as kep.yaml has it` }];
}

/** @param {readonly import('../markdown.js').Heading[]} found */
function orderProblems(found) {
  /** @type {import('../read-kep.js').Problem[]} */
  const problems = [];
  let from = 0;
  for (const [level, text] of templateHeadings) {
    const name = `${'#'.repeat(level)} ${text}`;
    const at = found.findIndex((one, index) => index >= from && one.level === level && one.text === text);
    if (at !== -1) {
      from = at + 1;
      continue;
    }
    const other = found.find((one) => one.text === text);
    if (other === undefined) problems.push({ file, message: `the heading "${name}" is missing` });
    else if (other.level !== level) {
      problems.push({ file, line: other.line, message: `the heading "${text}" is not on level ${level}` });
    } else {
      problems.push({
        file,
        line: other.line,
        message: `the heading "${name}" is not where the template has it`,
      });
    }
  }
  return problems;
}
