/** An odd way to spell a key. */
export interface Spelling {
  /** Permanent name. */
  readonly slug: string;
  readonly say: string;
  /**
   * Spells a key; undefined where the key cannot be spelled so.
   *
   * @param key the plain spelling
   * @param allowed a key that the list covers, to climb out of
   */
  spell(key: string, allowed: string): string | undefined;
}

const swapCase = (text: string): string =>
  [...text].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('');
const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const fullWidth = (text: string): string =>
  text.replace(/[!-~]/, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const folder = (key: string): string => key.split('/').slice(0, -1).join('/');
const depth = (key: string): number => key.split('/').length;

/** Climbs from the folder of an allowed key to the root and down again. */
function climb(step: string, join = '/'): Spelling['spell'] {
  return (key, allowed) => {
    const from = folder(allowed);
    return from === '' ? undefined : `${from}${`${join}${step}`.repeat(depth(from))}${join}${key}`;
  };
}

/** Changes the slash between two segments. */
const atSlash =
  (by: string, which: 'first' | 'last' | 'all' = 'first'): Spelling['spell'] =>
  (key) => {
    if (!key.includes('/')) return undefined;
    if (which === 'all') return key.replaceAll('/', by);
    const at = which === 'first' ? key.indexOf('/') : key.lastIndexOf('/');
    return `${key.slice(0, at)}${by}${key.slice(at + 1)}`;
  };

/** Replaces the first of some letters by one that looks the same, or becomes it when case is folded. */
const lookAlike =
  (pairs: Readonly<Record<string, string>>): Spelling['spell'] =>
  (key) => {
    const at = [...key].findIndex((c) => pairs[c] !== undefined);
    return at < 0 ? undefined : `${key.slice(0, at)}${pairs[key[at] as string]}${key.slice(at + 1)}`;
  };

const table: readonly [slug: string, say: string, spell: Spelling['spell']][] = [
  ['climb', 'up from an allowed folder with ".."', climb('..')],
  ['climb-encoded-dots', 'up from an allowed folder with "%2e%2e"', climb('%2e%2e')],
  ['climb-encoded-dots-mixed', 'up from an allowed folder with "%2E%2e"', climb('%2E%2e')],
  ['climb-half-encoded-dots', 'up from an allowed folder with ".%2e"', climb('.%2e')],
  [
    'climb-encoded-slash',
    'up from an allowed folder with "..%2f"',
    (key, allowed) => climb('..')(key, allowed)?.replaceAll('../', '..%2f'),
  ],
  ['climb-all-encoded', 'up from an allowed folder with "%2F%2e%2e%2F"', climb('%2e%2e', '%2F')],
  ['climb-double-encoded', 'up from an allowed folder with "%252e%252e"', climb('%252e%252e')],
  ['climb-backslash', 'up from an allowed folder with "\\..\\"', climb('..', '\\')],
  [
    'climb-mixed-slashes',
    'up from an allowed folder with "/..\\"',
    (key, allowed) => climb('..')(key, allowed)?.replaceAll('../', '..\\'),
  ],
  ['climb-path-parameter', 'up from an allowed folder with "..;/"', climb('..;')],
  ['climb-trailing-space', 'up from an allowed folder with ".. /"', climb('.. ')],
  ['climb-full-width-dots', 'up from an allowed folder with full-width dots', climb('\uff0e\uff0e')],
  [
    'climb-from-key',
    'up from an allowed key with ".."',
    (key, allowed) => `${allowed}${'/..'.repeat(depth(allowed))}/${key}`,
  ],
  [
    'climb-beyond-root',
    'up beyond the root with ".."',
    (key, allowed) => `${allowed}${'/..'.repeat(depth(allowed) + 3)}/${key}`,
  ],
  ['leading-dot-dot', 'with a leading "../"', (key) => `../${key}`],
  ['leading-slash', 'with a leading slash', (key) => `/${key}`],
  ['leading-slashes', 'with two leading slashes', (key) => `//${key}`],
  ['trailing-slash', 'with a trailing slash', (key) => `${key}/`],
  ['trailing-slashes', 'with two trailing slashes', (key) => `${key}//`],
  ['encoded-trailing-slash', 'with a trailing "%2f"', (key) => `${key}%2f`],
  ['double-slash', 'with an empty segment', atSlash('//')],
  ['double-slash-last', 'with an empty segment before the last', atSlash('//', 'last')],
  ['dot-segment', 'with a "." segment', atSlash('/./')],
  ['leading-dot', 'with a leading "./"', (key) => `./${key}`],
  ['trailing-dot-segment', 'with a trailing "/."', (key) => `${key}/.`],
  ['detour', 'with a folder that is left again', (key) => `detour/../${key}`],
  ['detour-inside', 'with a folder inside that is left again', atSlash('/detour/../')],
  ['trailing-detour', 'with a folder behind it that is left again', (key) => `${key}/detour/..`],
  ['encoded-slash', 'with "%2f" for a slash', atSlash('%2f')],
  ['encoded-slash-upper', 'with "%2F" for the last slash', atSlash('%2F', 'last')],
  [
    'encoded-letter',
    'with its first letter percent-encoded',
    (key) => `${hex(key.slice(0, 1))}${key.slice(1)}`,
  ],
  [
    'encoded-last-letter',
    'with its last letter percent-encoded',
    (key) => `${key.slice(0, -1)}${hex(key.slice(-1))}`,
  ],
  ['encoded-letters', 'with every letter percent-encoded', (key) => key.split('/').map(hex).join('/')],
  [
    'double-encoded-letter',
    'with its first letter percent-encoded twice',
    (key) => `${hex(key.slice(0, 1)).replace('%', '%25')}${key.slice(1)}`,
  ],
  ['double-encoded-slash', 'with "%252f" for a slash', atSlash('%252f')],
  ['overlong-slash', 'with the overlong "%c0%af" for a slash', atSlash('%c0%af')],
  ['encoded-dot', 'with a "%2e" segment', atSlash('/%2e/')],
  ['upper-case', 'in upper case', (key) => key.toUpperCase()],
  ['lower-case', 'in lower case', (key) => key.toLowerCase()],
  ['swapped-case', 'with the case of each letter swapped', swapCase],
  ['capitalised', 'with a capital first letter', (key) => `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`],
  ['backslash', 'with backslashes for slashes', atSlash('\\', 'all')],
  ['backslash-last', 'with a backslash for the last slash', atSlash('\\', 'last')],
  ['trailing-backslash', 'with a trailing backslash', (key) => `${key}\\`],
  ['trailing-dot', 'with a trailing dot', (key) => `${key}.`],
  ['trailing-space', 'with a trailing space', (key) => `${key} `],
  ['leading-space', 'with a leading space', (key) => ` ${key}`],
  ['trailing-newline', 'with a trailing line feed', (key) => `${key}\n`],
  ['trailing-nul', 'with a trailing U+0000', (key) => `${key}\0`],
  ['nul-and-allowed', 'with U+0000 and an allowed key behind it', (key, allowed) => `${key}\0${allowed}`],
  ['encoded-nul', 'with a trailing "%00"', (key) => `${key}%00`],
  ['path-parameter', 'with a path parameter', (key) => `${key};x=1`],
  ['path-parameter-inside', 'with a path parameter in its first segment', atSlash(';x/')],
  ['query-string', 'with a query string', (key) => `${key}?x=1`],
  ['fragment', 'with a fragment', (key) => `${key}#x`],
  ['full-width-letter', 'with its first letter in full width', fullWidth],
  ['full-width-slash', 'with a full-width slash', atSlash('\uff0f', 'last')],
  [
    'cyrillic-letter',
    'with a Cyrillic letter that looks the same',
    lookAlike({ a: '\u0430', e: '\u0435', o: '\u043e', p: '\u0440', c: '\u0441', x: '\u0445' }),
  ],
  [
    'folding-letter',
    'with a letter that folds to the same',
    lookAlike({ k: '\u212a', s: '\u017f', K: '\u212a', S: '\u017f', i: '\u0130' }),
  ],
  ['zero-width-space', 'with a zero-width space behind it', (key) => `${key}\u200b`],
  ['comma-list', 'behind an allowed key and a comma', (key, allowed) => `${allowed},${key}`],
];

const maxKeyBytes = 1024;

/** Ways in which a key can be spelled that a driver could take for the key. */
export const spellings: readonly Spelling[] = table.map(([slug, say, spell]) => ({
  slug,
  say,
  spell(key, allowed) {
    const spelled = spell(key, allowed);
    return spelled === undefined || spelled === key || Buffer.byteLength(spelled) > maxKeyBytes
      ? undefined
      : spelled;
  },
}));
