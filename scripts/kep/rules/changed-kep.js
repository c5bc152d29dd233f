// For tests of the rules: the committed KEP with one thing changed.
import { join } from 'node:path';
import { root } from '../../run-buf.js';
import { readKep } from '../read-kep.js';

/** The KEP as it is committed. */
export const kep = readKep(join(root, 'kep'));

/**
 * The KEP with one text replaced in one file.
 *
 * @param {string} file
 * @param {string} from has to be there
 * @param {string} to
 * @returns {import('../read-kep.js').Kep}
 */
export function changed(file, from, to) {
  const text = kep.files[file];
  if (text === undefined || !text.includes(from)) throw new Error(`${file} has no "${from}"`);
  return withFile(
    file,
    text.replace(from, () => to),
  );
}

/**
 * The KEP with another file.
 *
 * @param {string} file
 * @param {string} text
 * @returns {import('../read-kep.js').Kep}
 */
export function withFile(file, text) {
  return { ...kep, files: { ...kep.files, [file]: text } };
}

/**
 * The KEP without a file.
 *
 * @param {string} file
 * @returns {import('../read-kep.js').Kep}
 */
export function without(file) {
  if (kep.files[file] === undefined) throw new Error(`there is no ${file}`);
  const { [file]: _gone, ...files } = kep.files;
  return { ...kep, files };
}

/**
 * What a rule says, without where.
 *
 * @param {readonly import('../read-kep.js').Problem[]} problems
 */
export function messages(problems) {
  return problems.map(({ message }) => message);
}
