/**
 * Whether a document shows what a command printed.
 *
 * Durations, seeds, dates and numbers of calls and checks differ from run to run or from week to week and are not compared; nor are line
 * breaks, since a longer number wraps a line elsewhere; nor is what depends on the speed of the machine. `…` stands for
 * any text that is left out.
 */
export function isSameOutput(shown: string, actual: string): boolean {
  const parts = comparable(shown).split('…');
  const text = comparable(actual);
  let at = 0;
  for (const [i, part] of parts.map((one) => one.trim()).entries()) {
    const found = i === 0 ? (text.startsWith(part) ? 0 : -1) : text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at === text.length || parts.at(-1)?.trim() === '' || text.endsWith(parts.at(-1)?.trim() ?? '');
}

function comparable(text: string): string {
  return withoutSpeed(text)
    .replace(/\s+/g, ' ')
    .replace(/\b\d+(\.\d+)? (ms|s|min)\b/g, '<time>')
    .replace(/(seed) \d+/g, '$1 <seed>')
    .replace(/\d{4}-\d\d-\d\d/g, '<date>')
    .replace(/\b\d+ (call|check)s?\b/g, '<n> $1s')
    .replace(/and \d+ more/g, 'and <n> more')
    .trim();
}

/** Leaves out the area `performance` and what else comes out differently on a busy machine. */
function withoutSpeed(text: string): string {
  const measured = /^\S performance .*(passed|warned)/m.test(text);
  return (measured ? text.replace(/(?<=· requirements:)[^·]+/, ' ') : text)
    .replace(/^! performance\/[\s\S]*?(?=^\S \w+(\/| {2,}\d))/gm, '')
    .replace(/^\S performance .*\n/gm, '')
    .replace(/^ {2}○ (?:(?!^ {2}○|^$)[\s\S])*?(?:performance|concurrency\/deadline)[^\n]*\n/gm, '');
}
