/** Breaks a text at spaces into lines of at most `width` characters; a longer word is broken where it must. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 10);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && length(line) + 1 + length(rest) <= room) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (length(rest) > room) {
      const characters = Array.from(rest);
      // A line that began with `::` would be a command to a GitHub workflow that reads the output.
      const cut = characters[room] === ':' && characters[room + 1] === ':' ? room - 1 : room;
      lines.push(characters.slice(0, cut).join(''));
      rest = characters.slice(cut).join('');
    }
    line = rest;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** Wraps a text with a first prefix and an indentation of the same width for further lines. */
export function wrapAfter(prefix: string, text: string, width: number): string[] {
  const indent = ' '.repeat(length(prefix));
  return wrap(text, width - indent.length).map((line, i) => (i === 0 ? prefix : indent) + line);
}

function length(text: string): number {
  return Array.from(text).length;
}
