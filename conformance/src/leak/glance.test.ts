import { describe, expect, it } from 'vitest';
import { writings } from './chains.js';
import { createGlance } from './glance.js';
import { createScanner } from './scanner.js';
import { scanText } from './text.js';

/** Values whose writings differ in all that matters: padding of base64, escapes, characters of one to four bytes. */
const values: Readonly<Record<string, string>> = {
  'ten letters': 'hX2bQ9kLm4',
  'eleven letters': 'hX2bQ9kLm4z',
  'twelve letters': 'hX2bQ9kLm4zW',
  'signs that are escaped': 'p"K\\7/<&\'%+\u0007~9 x=\n',
  'characters of two and three bytes': 'äжß中文щé秘ñ密',
  'escapes before hex digits': 'pw<1234&abcd>99',
  'letters beyond ASCII before hex digits': 'grüße-über',
  'characters whose UTF-16 is printable ASCII': '中年大女好山天地',
  'characters of four bytes': 'a🔑😀中🔑w😀z🔑',
};

/** The shortest text from a place of a writing on in which the scanner sees the value. */
function shortest(
  sees: (text: Uint8Array) => boolean,
  text: Uint8Array,
  from: number,
): Uint8Array | undefined {
  let low = from;
  let high = text.length;
  if (!sees(text.subarray(from))) return undefined;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (sees(text.subarray(from, middle))) high = middle;
    else low = middle;
  }
  return text.subarray(from, high);
}

describe('the glance', () => {
  for (const [name, value] of Object.entries(values)) {
    it(`sees the shortest piece that the scanner finds of ${name}, in every writing and from every place`, () => {
      const bytes = Buffer.from(value);
      const scanner = createScanner({ watched: [{ value: bytes, label: 'it', named: true }], strict: true });
      const finds = (text: Uint8Array): boolean => scanText(scanner, 'text', text).length > 0;
      const glance = createGlance();
      glance.watch(bytes);
      const missed: string[] = [];
      let pieces = 0;
      for (const { chain, encoded } of writings(bytes)) {
        const text = Buffer.from(encoded.text);
        for (let from = 0; from < text.length; from++) {
          const piece = shortest(finds, text, from);
          if (piece === undefined) break;
          // A reader's text is UTF-8.
          const shown = Buffer.from(piece).toString('utf8');
          if (!finds(Buffer.from(shown))) continue;
          pieces++;
          if (!glance.sees(shown, () => []))
            missed.push(`${chain.name} from ${from}: ${JSON.stringify(shown)}`);
        }
      }
      expect(pieces).toBeGreaterThan(100);
      expect(missed).toEqual([]);
    });
  }

  it('does not see what was sent, in an encoding or as it is, and sees a value that is made of what was sent', () => {
    const glance = createGlance();
    glance.watch(Buffer.from('production-db-password'));
    const sees = (text: string, ...sent: string[]): boolean =>
      glance.sees(text, () => sent.map((one) => Buffer.from(one)));
    const key = 'app/production-db';
    expect(sees(`no such key: ${key}`)).toBe(true);
    expect(sees(`no such key: ${key}`, key)).toBe(false);
    expect(sees(`no such key: ${Buffer.from(key).toString('base64')}`, key)).toBe(false);
    expect(sees(`no such key: ${Buffer.from(key).toString('hex')}`, key)).toBe(false);
    expect(sees('it is production-db-password', key)).toBe(true);
    expect(sees('it is production-db-password', key, 'uction-db-password')).toBe(true);
    expect(sees('it is production-db-password', 'production-db-password')).toBe(false);
  });
});
