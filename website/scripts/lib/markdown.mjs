/** Front matter of a page; undefined members are left out. */
export function frontMatter(members) {
  const lines = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\n${lines.join('\n')}\n---\n`;
}

/** Text of the specification as Markdown: code spans stay, everything that MDX would read as its own is escaped. */
export function prose(text) {
  return text
    .split(/(`[^`\n]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : escaped(part)))
    .join('')
    .replaceAll('\n', ' ');
}

/** As {@link prose}, with a paragraph for each sentence that stands on a line of its own. */
export function paragraphs(text) {
  return text.split('\n').map(prose).join('\n\n');
}

/** As {@link prose} without any mark, for titles and descriptions. */
export function plain(text) {
  return text.replaceAll('`', '').replaceAll('\n', ' ');
}

function escaped(text) {
  return text.replace(/[\\{}<>*_[\]#|]/g, (mark) =>
    mark === '<' ? '&lt;' : mark === '>' ? '&gt;' : `\\${mark}`,
  );
}

/** A fenced block whose fence is longer than any in the text. */
export function code(language, text, title) {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}${language}${title === undefined ? '' : ` title=${JSON.stringify(title)}`}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** A code span, also for text with backticks in it. */
export function span(text) {
  const run = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(run + 1);
  return run === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

/** A table of cells that are Markdown already. */
export function table(headings, rows) {
  const line = (cells) =>
    `| ${cells.map((cell) => cell.replaceAll('\n', ' ').replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** An element of a component with its properties, as MDX. */
export function element(name, properties) {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([property, value]) => ` ${property}={${JSON.stringify(value)}}`);
  return `<${name}${list.join('')} />`;
}

/** The parts of a page, each a block. */
export function page(members, ...blocks) {
  return `${frontMatter(members)}\n${blocks
    .flat(9)
    .filter((block) => block !== undefined && block !== '')
    .join('\n\n')}\n`;
}

/** The address that the front matter of a page gives it. */
export function slugOf(text) {
  return /^slug: "(.*)"$/m.exec(text)?.[1];
}
