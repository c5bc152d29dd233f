import { pagesOf } from '../read-kep.js';
import { fillRegions, regionsOf } from '../regions.js';

/**
 * Generated regions say what the specification data say, and none is missing.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function regions(kep) {
  const pages = pagesOf(kep);
  const shown = new Set(pages.flatMap(([, text]) => regionsOf(text)));
  return [
    ...pages.flatMap(([file, text]) => pageProblems(text, kep.regions).map((one) => ({ file, ...one }))),
    ...Object.keys(kep.regions)
      .filter((name) => !shown.has(name))
      .map((name) => ({ file: 'README.md', message: `no page has the generated region ${name}` })),
  ];
}

/**
 * @param {string} text
 * @param {Readonly<Record<string, string>>} texts
 * @returns {{line?: number, message: string}[]}
 */
function pageProblems(text, texts) {
  /** @type {string[]} */
  let wanted;
  try {
    wanted = fillRegions(text, texts).split('\n');
  } catch (error) {
    return [{ message: error instanceof Error ? error.message : String(error) }];
  }
  const has = text.split('\n');
  const at = has.findIndex((line, index) => line !== wanted[index]);
  if (at === -1) return [];
  const name = regionNameAt(has, at);
  return [{ line: at + 1, message: `the region ${name} is not what the data say: run \`npm run generate\`` }];
}

/**
 * @param {readonly string[]} lines
 * @param {number} at
 */
function regionNameAt(lines, at) {
  const marks = lines.slice(0, at).flatMap((line) => /^<!-- generated: ([a-z ]+) -->$/.exec(line)?.[1] ?? []);
  return marks.at(-1);
}
