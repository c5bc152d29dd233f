import { proseLines, withoutCode } from '../markdown.js';
import { pagesOf } from '../read-kep.js';

const citation = /(?<![\w/#&-])(?:KEP-\d+|CVE-\d{4}-\d+|(?:[a-z\d][\w.-]*(?:\/[\w.-]+)?)?#\d+)\b/gi;
const link = /!?\[([^[\]]*)\](?:\(\s*<?([^)\s>]*)[^)]*\)|\[([^[\]]*)\])?/g;
const definition = /^[ \t>]*\[([^[\]]+)\]:\s*<?([^\s>]+)/;

/**
 * Issues, pull requests, enhancement proposals and CVEs that a page cites are links to them.
 * Headings are left out, since a table of contents takes plain text only, and so are links to places in the KEP itself.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function citations(kep) {
  return pagesOf(kep).flatMap(([file, text]) => {
    const lines = proseLines(text).map(withoutCode);
    const defined = new Map(
      lines.flatMap((line) => {
        const [, name, target] = definition.exec(line) ?? [];
        return name === undefined || target === undefined ? [] : [[name.toLowerCase(), target]];
      }),
    );
    return lines.flatMap((line, index) =>
      /^#{1,6}\s/.test(line)
        ? []
        : lineProblems(line, defined).map((message) => ({ file, line: index + 1, message })),
    );
  });
}

/**
 * @param {string} line
 * @param {ReadonlyMap<string, string>} defined targets of references
 * @returns {string[]}
 */
function lineProblems(line, defined) {
  /** @type {string[]} */
  const problems = [];
  const rest = line.replace(definition, '').replace(link, (all, text, inline, reference) => {
    const target = inline ?? defined.get((reference || text).toLowerCase());
    if (target === undefined) return all;
    for (const [cited] of text.matchAll(citation)) {
      if (/^https:/.test(target) && !leadsTo(target, cited)) problems.push(`${cited} links to ${target}`);
    }
    return ' ';
  });
  return [...problems, ...[...rest.matchAll(citation)].map(([cited]) => `${cited} is no link`)];
}

/**
 * @param {string} target
 * @param {string} cited
 */
function leadsTo(target, cited) {
  const [, number] = /^KEP-(\d+)$/i.exec(cited) ?? [];
  if (number !== undefined) {
    return new RegExp(`^https://github\\.com/kubernetes/enhancements/.*/${number}(-[\\w-]+)?$`).test(target);
  }
  if (/^CVE-/i.test(cited)) return target === `https://www.cve.org/CVERecord?id=${cited}`;
  const [repository = '', issue] = cited.split('#');
  const [, owner, name, at] =
    /^https:\/\/github\.com\/([^/]+)\/([^/]+)\/(?:issues|pull)\/(\d+)$/.exec(target) ?? [];
  return at === issue && ['', name, `${owner}/${name}`].includes(repository);
}
