/*
 * Everything that a terminal, a browser or an XML parser would obey or choke on instead of showing it: control characters, lone surrogates,
 * direction overrides, separators and invisible characters.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  const hex = code.toString(16);
  return named[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`);
}

/**
 * A text of the driver's on one line, with all that could act instead of being read as an escape such as `\x1b`.
 *
 * A line that begins with `::` and a text with `##[` are commands to a GitHub workflow that reads the output, so those are broken up.
 */
export function visible(text: string): string {
  return text
    .replace(unseen, escaped)
    .replace(/(^|\s)::(?=[A-Za-z])/g, '$1\\x3a:')
    .replace(/##\[/g, '\\x23#[');
}

/** A text of our own, such as a requirement's sentences, on one line: line breaks are layout. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim());
}

/** JSON on one line or several (`indent`) in which even a terminal that shows it finds nothing to obey. */
export function visibleJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, undefined, indent) ?? 'null';
  return json.replaceAll('##[', '\\u0023#[').replace(unseen, (character) => {
    if (character === '\n') return character;
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
  });
}
