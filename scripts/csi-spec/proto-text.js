/** Sentences of comments that are about this project and its stages, not about CSI. */
const ownSentences = ['This is a beta field.', 'The number is provisional until CSI assigns one.'];

/** Widest line of code in the CSI specification. */
export const columns = 72;

/**
 * The text of a top-level message with its comment, as CSI would have it.
 *
 * @param {string} proto text of csi.proto
 * @param {string} name
 * @returns {string[]} lines
 */
export function messageText(proto, name) {
  const lines = proto.split('\n');
  const start = lines.indexOf(`message ${name} {`);
  if (start === -1) throw new Error(`csi.proto has no message ${name}`);
  const end = lines.indexOf('}', start);
  return forCsi([...commentAbove(lines, start), ...lines.slice(start, end + 1)]);
}

/**
 * The text of one field or enum value with its comment, as CSI would have it.
 *
 * @param {string} proto text of csi.proto
 * @param {RegExp} declaration what its line is, unique in the file
 * @returns {string[]} lines
 */
export function memberText(proto, declaration) {
  const lines = proto.split('\n');
  const places = lines.flatMap((line, index) => (declaration.test(line) ? [index] : []));
  const [at] = places;
  if (at === undefined || places.length > 1) {
    throw new Error(`csi.proto has ${places.length} lines like ${declaration}`);
  }
  return forCsi([...commentAbove(lines, at), lines[at] ?? '']);
}

/**
 * @param {readonly string[]} lines
 * @param {number} at
 */
function commentAbove(lines, at) {
  let start = at;
  while (/^\s*\/\//.test(lines[start - 1] ?? '')) start -= 1;
  return lines.slice(start, at);
}

/**
 * @param {readonly string[]} lines
 * @returns {string[]}
 */
function forCsi(lines) {
  return lines
    .filter((line) => !ownSentences.includes(line.trim().replace(/^\/\/ /, '')))
    .flatMap((line) => {
      if (line.length <= columns) return [line];
      const [, indent, declaration, options] = /^(\s*)([^[]*\S)\s+(\[.*\];)$/.exec(line) ?? [];
      if (declaration === undefined) throw new Error(`cannot wrap at ${columns} columns: ${line.trim()}`);
      return [`${indent}${declaration}`, `${indent}  ${options}`];
    });
}
