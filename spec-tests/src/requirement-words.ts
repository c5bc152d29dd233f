import type { Level } from './requirement.js';

const strengths = new Map<string, Level>([
  ['MUST', 'MUST'],
  ['SHALL', 'MUST'],
  ['REQUIRED', 'MUST'],
  ['SHOULD', 'SHOULD'],
  ['RECOMMENDED', 'SHOULD'],
  ['MAY', 'MAY'],
  ['OPTIONAL', 'MAY'],
]);
const rank: Readonly<Record<Level, number>> = { MAY: 1, SHOULD: 2, MUST: 3 };
const words = new RegExp(`\\b(${[...strengths.keys()].join('|')})\\b`, 'g');

/** The words of RFC 2119 in capitals that a text has, each with the level that it belongs to. */
export function requirementWords(text: string): readonly { readonly word: string; readonly level: Level }[] {
  return [...text.matchAll(words)].map(([word]) => ({ word, level: strengths.get(word) ?? 'MAY' }));
}

/** What is wrong with the normative words of a text at a level; nothing if the list is empty. */
export function wordProblems(level: Level, text: string): readonly string[] {
  const found = requirementWords(text);
  const problems = found
    .filter((entry) => rank[entry.level] > rank[level])
    .map(({ word }) => `${word} is stronger than ${level}`);
  if (!found.some((entry) => entry.level === level)) problems.push(`no word says ${level}`);
  for (const [word] of text.matchAll(/\b(must|shall|should)\b/g)) problems.push(`${word} is not in capitals`);
  return problems;
}
