import { aboutDiagram, digestIn, digestOf } from '../diagram.js';
import { linksOf } from '../markdown.js';
import { pagesOf } from '../read-kep.js';

const folder = 'diagrams/';
const renew = 'run `node scripts/render-diagrams.js` and commit the result';

/**
 * Each diagram is rendered from its source as it is, says what it shows, and is shown on a page.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function diagrams(kep) {
  const names = Object.keys(kep.files).filter((file) => file.startsWith(folder));
  const sources = names.filter((file) => file.endsWith('.mmd'));
  const pictures = names.filter((file) => file.endsWith('.svg'));
  const shown = new Set(
    pagesOf(kep).flatMap(([, text]) =>
      linksOf(text)
        .filter(({ picture }) => picture)
        .map(({ target }) => target.slice(target.lastIndexOf('/') + 1)),
    ),
  );
  return [
    ...(sources.length === 0 ? [{ file: folder, message: 'there is no diagram' }] : []),
    ...sources.flatMap((file) => sourceProblems(kep, file, shown).map((message) => ({ file, message }))),
    ...pictures
      .filter((file) => !sources.includes(file.replace(/\.svg$/, '.mmd')))
      .map((file) => ({ file, message: 'the picture has no source' })),
  ];
}

/**
 * @param {import('../read-kep.js').Kep} kep
 * @param {string} file
 * @param {ReadonlySet<string>} shown
 * @returns {string[]}
 */
function sourceProblems({ files, requirements }, file, shown) {
  const source = files[file] ?? '';
  const picture = file.replace(/\.mmd$/, '.svg');
  const svg = files[picture];
  const about = aboutDiagram(source);
  return [
    ...(svg === undefined ? [`it is not rendered: ${renew}`] : []),
    ...(svg !== undefined && digestIn(svg) !== digestOf(source)
      ? [`the picture was made from another source or by other settings: ${renew}`]
      : []),
    ...(about.title === '' ? ['it has no accTitle'] : []),
    ...(about.description === '' ? ['it has no accDescr, the text for whoever cannot see it'] : []),
    ...(about.requirements.length === 0 ? ['it names no requirement that it shows'] : []),
    ...about.requirements
      .filter((id) => !requirements.includes(id))
      .map((id) => `there is no requirement ${id}`),
    ...(shown.has(picture.slice(folder.length)) ? [] : ['no page shows it']),
  ];
}
