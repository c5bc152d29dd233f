import type { Watched } from '../../src/leak/scanner.js';
import { randomFrom } from '../../src/leak/testing/noise.js';

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const special = `${plain}!#$%&*+,-./:;<=>?@[]^_{|}~"'\\`;
const wide = 'äßéñøжщ中文字秘密🔑😀qwzxk47';

/** Values to look for: each is random, so that nothing but a leak holds eight bytes of one. */
export interface Canaries {
  /** Handed over in an environment variable. */
  readonly env: string;
  /** Handed over in a file. */
  readonly file: string;
  /** Written in the profile. */
  readonly literals: readonly string[];
  /** Known to the driver alone. */
  readonly unnamed: readonly string[];
  /** Values that the driver gives in place of the right ones. */
  readonly wrong: readonly string[];
  readonly all: readonly string[];
  readonly watched: readonly Watched[];
}

/** Makes canaries of many shapes: with special characters, lines, beyond ASCII, short and long. */
export function canaries(seed: number): Canaries {
  const random = randomFrom(seed);
  const text = (alphabet: string, length: number): string => {
    const characters = [...alphabet];
    return Array.from({ length }, () => characters[random() % characters.length]).join('');
  };
  const lines = (count: number): string => Array.from({ length: count }, () => text(plain, 40)).join('\n');
  const shapes = (): string[] => [
    text(plain, 10),
    text(special, 24),
    text(special, 64),
    text(wide, 20),
    `${lines(3)}\n`,
    JSON.stringify({ [text(plain, 9)]: text(special, 18) }),
    // Longer than the parts in which encodings of encodings are watched.
    text(special, 700),
  ];
  const found = {
    env: text(special, 30),
    file: `${text(wide, 16)}${text(special, 16)}`,
    literals: shapes(),
    unnamed: shapes(),
    wrong: shapes(),
  };
  const all = [found.env, found.file, ...found.literals, ...found.unnamed, ...found.wrong];
  const watched = all.map((value, i) => ({ value: Buffer.from(value), label: `canary ${i}`, named: true }));
  return { ...found, all, watched };
}
