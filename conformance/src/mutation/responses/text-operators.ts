/** Changes a text, to another text or to bytes that no text has. */
export interface TextOperator {
  /** Name: the kind of the change and how it is made. */
  readonly name: string;
  /** What it does, after "it". */
  readonly says: string;
  apply(text: string): string | Uint8Array;
}

const bytesOf = (text: string): Buffer => Buffer.from(text);
const characters = (text: string): string[] => Array.from(text);
const swapCase = (text: string): string =>
  text.replace(/\p{L}/gu, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );

/** Every way in which a text is changed. */
export const textOperators: readonly TextOperator[] = [
  { name: 'drop', says: 'is left out', apply: () => '' },
  { name: 'duplicate', says: 'is there twice', apply: (text) => text + text },
  {
    name: 'swap-ends',
    says: 'has its first and last character exchanged',
    apply(text) {
      const all = characters(text);
      if (all.length < 2) return text;
      return [all.at(-1), ...all.slice(1, -1), all[0]].join('');
    },
  },
  {
    name: 'swap-halves',
    says: 'has its halves exchanged',
    apply(text) {
      const all = characters(text);
      const half = Math.ceil(all.length / 2);
      return [...all.slice(half), ...all.slice(0, half)].join('');
    },
  },
  {
    name: 'truncate-last',
    says: 'loses its last character',
    apply: (text) => characters(text).slice(0, -1).join(''),
  },
  {
    name: 'truncate-first',
    says: 'loses its first character',
    apply: (text) => characters(text).slice(1).join(''),
  },
  {
    name: 'truncate-half',
    says: 'is cut in half',
    apply: (text) =>
      characters(text)
        .slice(0, Math.ceil(text.length / 2))
        .join(''),
  },
  {
    name: 'truncate-byte',
    says: 'loses its last byte, whatever character it belongs to',
    apply: (text) => bytesOf(text).subarray(0, -1),
  },
  { name: 'extend-space', says: 'has a space more', apply: (text) => `${text} ` },
  { name: 'extend-space-before', says: 'has a space before it', apply: (text) => ` ${text}` },
  { name: 'extend-line-break', says: 'has a line break more', apply: (text) => `${text}\n` },
  { name: 'extend-nul', says: 'has a U+0000 more', apply: (text) => `${text}\0` },
  { name: 'extend-letter', says: 'has a letter more', apply: (text) => `${text}x` },
  { name: 'extend-zero-width', says: 'has a zero-width space more', apply: (text) => `${text}\u200b` },
  { name: 'extend-mark', says: 'has a byte order mark before it', apply: (text) => `\ufeff${text}` },
  { name: 'extend-long', says: 'has 20,000 letters more', apply: (text) => text + 'x'.repeat(20_000) },
  { name: 'blank', says: 'is blanked', apply: (text) => (text === '' ? ' ' : ' '.repeat(text.length)) },
  {
    name: 'blank-default',
    says: 'is replaced with a word',
    apply: (text) => (text === '' ? text : 'default'),
  },
  { name: 're-case-upper', says: 'is in upper case', apply: (text) => text.toUpperCase() },
  { name: 're-case-lower', says: 'is in lower case', apply: (text) => text.toLowerCase() },
  { name: 're-case-swapped', says: 'has upper and lower case exchanged', apply: swapCase },
  {
    name: 're-encode-base64',
    says: 'is in base64',
    apply: (text) => bytesOf(text).toString('base64'),
  },
  { name: 're-encode-hex', says: 'is in hex', apply: (text) => bytesOf(text).toString('hex') },
  {
    name: 're-encode-percent',
    says: 'is percent-encoded',
    apply: (text) => bytesOf(text).toString('hex').replace(/../g, '%$&'),
  },
  { name: 're-encode-json', says: 'is in JSON quotes', apply: (text) => JSON.stringify(text) },
  {
    name: 're-encode-json-escapes',
    says: 'is escaped as in JSON, without quotes',
    apply: (text) => JSON.stringify(text).slice(1, -1),
  },
  {
    name: 're-encode-html',
    says: 'is escaped as in HTML',
    apply: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  },
  {
    name: 're-encode-utf-16',
    says: 'has a U+0000 after each character',
    apply: (text) =>
      characters(text)
        .map((character) => `${character}\0`)
        .join(''),
  },
  {
    name: 're-encode-latin-1',
    says: 'is UTF-8 read as Latin-1',
    apply: (text) => bytesOf(text).toString('latin1'),
  },
  {
    name: 're-encode-latin-1-bytes',
    says: 'is in Latin-1 where UTF-8 has to be',
    apply: (text) => (/\P{ASCII}/u.test(text) ? Buffer.from(text, 'latin1') : text),
  },
  { name: 're-encode-nfd', says: 'is decomposed (NFD)', apply: (text) => text.normalize('NFD') },
  { name: 're-encode-nfkc', says: 'is composed (NFKC)', apply: (text) => text.normalize('NFKC') },
  {
    name: 're-encode-ascii',
    says: 'has question marks where it is not ASCII',
    apply: (text) => text.replace(/\P{ASCII}/gu, '?'),
  },
  { name: 're-encode-crlf', says: 'has CR LF for LF', apply: (text) => text.replace(/\r?\n/g, '\r\n') },
  {
    name: 're-encode-reversed',
    says: 'is reversed',
    apply: (text) => characters(text).reverse().join(''),
  },
];
