import { parseDocument } from 'yaml';
import { membersOf } from '../read-kep.js';

const file = 'OWNERS';
const members = ['approvers', 'reviewers'];

/**
 * OWNERS is there and names who approves and who reviews.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function owners({ files }) {
  const text = files[file];
  if (text === undefined) return [{ file, message: 'there is no OWNERS' }];
  const [error] = parseDocument(text).errors;
  if (error !== undefined) return [{ file, message: error.message.split('\n')[0] ?? error.message }];
  const data = membersOf(text) ?? {};
  return members
    .filter((member) => !isList(data[member]))
    .map((member) => ({ file, message: `${member} are not listed` }));
}

/** @param {unknown} value */
function isList(value) {
  return (
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '')
  );
}
