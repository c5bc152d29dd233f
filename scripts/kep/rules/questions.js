import { headingsOf } from '../markdown.js';
import { noAnswer, questionLevel, templateHeadings } from '../template.js';

const file = 'README.md';
const questionTexts = templateHeadings.filter(([level]) => level === questionLevel).map(([, text]) => text);

/**
 * Each question of the production readiness review is there once, as h6, with an answer, and nothing in it is left open.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function questions({ files }) {
  const text = files[file] ?? '';
  const lines = text.split('\n');
  const all = headingsOf(text);
  const asked = all.filter(({ level }) => level === questionLevel);
  return [
    ...questionTexts
      .filter((question) => !asked.some((one) => one.text === question))
      .map((question) => ({ file, message: `the question "${question}" is not there as h6` })),
    ...asked.flatMap((heading, index) => {
      const { text: question, line } = heading;
      if (!questionTexts.includes(question)) {
        return [{ file, line, message: `the template does not ask "${question}"` }];
      }
      if (asked.findIndex((one) => one.text === question) !== index) {
        return [{ file, line, message: `the question "${question}" is there twice` }];
      }
      const next = all[all.indexOf(heading) + 1]?.line ?? lines.length + 1;
      return answerProblems(lines.slice(line, next - 1), line);
    }),
  ];
}

/**
 * @param {readonly string[]} lines of the answer
 * @param {number} above line of the question
 */
function answerProblems(lines, above) {
  const text = lines.join('\n').replace(/<!--[\s\S]*?-->/g, '');
  const fault = faultOf(text);
  if (fault !== undefined) return [{ file, line: above, message: fault }];
  return lines.flatMap((line, index) => {
    const at = above + index + 1;
    const [, item] = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/.exec(line) ?? [];
    if (item !== undefined && [item, item.replace(/^[^:]*:/, '')].some(isOpen)) {
      return [{ file, line: at, message: `nothing is filled in with "${item.trim()}"` }];
    }
    if (/^\s*- \[ \]/.test(line))
      return [{ file, line: at, message: 'an answer that was not picked is left in' }];
    const following = lines[index + 1] ?? '';
    const deeper = /^(\s*)-/.exec(following)?.[1]?.length ?? 0;
    const own = /^(\s*)-/.exec(line)?.[1]?.length ?? 0;
    const open = /^\s*- .*:\s*$/.test(line) && !(deeper > own) && !/^\s{2,}[^\s-]/.test(following);
    return open ? [{ file, line: at, message: `nothing is filled in after "${line.trim().slice(2)}"` }] : [];
  });
}

/**
 * What is wrong with the text of a whole answer.
 *
 * @param {string} text
 */
function faultOf(text) {
  if (text.trim() === '') return 'the question has no answer';
  const said = saidIn(text);
  if (said === '') {
    return /\[|\/\/|<a\b/.test(text)
      ? 'the answer is only a link'
      : `the answer says nothing: ${text.trim()}`;
  }
  return noAnswer.test(said) ? `the answer says nothing: ${text.trim()}` : undefined;
}

/** @param {string} item */
function isOpen(item) {
  return noAnswer.test(saidIn(item));
}

/**
 * The words of a text, without links, marks and what stands around the words.
 *
 * @param {string} text
 */
function saidIn(text) {
  return text
    .replace(/<a\b[\s\S]*?<\/a>|<[^<>]*>/gi, ' ')
    .replace(/!?\[[^[\]]*\](?:\([^()]*\)|\[[^[\]]*\])?/g, ' ')
    .replace(/\b[a-z]+:\/\/\S+/gi, ' ')
    .replace(/[*_`~|#]/g, '')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
