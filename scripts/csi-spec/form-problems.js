import { columns } from './proto-text.js';

/**
 * What in the lines that a change inserts is not in upstream's form, one line each.
 * Code is at most 72 columns wide, comments end with a period, prose has one sentence per line.
 *
 * @param {string} before
 * @param {string} after the same text with lines inserted and none removed
 * @returns {string[]} empty when all is
 */
export function formProblems(before, after) {
  const old = before.split('\n');
  const lines = after.split('\n');
  /** @type {string[]} */
  const found = [];
  let next = 0;
  let code = false;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('```')) code = !code;
    if (line === old[next]) {
      next += 1;
      continue;
    }
    const say = (/** @type {string} */ what) => found.push(`line ${index + 1} ${what}: ${line.slice(0, 60)}`);
    if (/\s$/.test(line)) say('ends with a space');
    if (code && line.length > columns) say(`is wider than ${columns} columns`);
    if (code && isComment(line) && !isComment(lines[index + 1] ?? '') && !line.endsWith('.')) {
      say('ends a comment without a period');
    }
    if (!code && !line.startsWith('|') && /[a-z0-9`)]\. +[A-Z`]/.test(line))
      say('has more than one sentence');
  }
  if (next < old.length) found.push(`upstream's line ${next + 1} is gone: ${old[next]?.slice(0, 60)}`);
  return found;
}

/** @param {string} line */
function isComment(line) {
  return /^\s*\/\//.test(line);
}
