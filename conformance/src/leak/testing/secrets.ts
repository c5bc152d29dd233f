import { randomFrom } from './noise.js';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const plain = `${letters}0123456789`;
const special = `${plain}!#$%&*+-./:=?@^_~`;
const words = [
  ...['correct', 'horse', 'battery', 'staple', 'orange', 'window', 'silver', 'planet', 'garden', 'rocket'],
  ...['winter', 'summer', 'coffee', 'dragon', 'monkey', 'castle', 'forest', 'bridge', 'copper', 'violet'],
];

/** Kinds of values that backends hold, as people and generators make them; 8 to 200 characters. */
export const secretKinds = [
  ...[
    'password',
    'generated password',
    'passphrase',
    'hex',
    'uuid',
    'base64',
    'digits',
    'token with a prefix',
  ],
  ...[
    'signed token',
    'address with a password',
    'connection string',
    'document',
    'key block',
    'beyond ascii',
  ],
] as const;

/** Name of a kind. */
export type SecretKind = (typeof secretKinds)[number];

/** A value of a kind; the same seed gives the same value. */
export function secret(kind: SecretKind, seed: number): string {
  const random = randomFrom(seed * 31 + secretKinds.indexOf(kind) + 7);
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[random() % alphabet.length]).join('');
  const pick = (from: readonly string[]): string => from[random() % from.length] as string;
  const between = (least: number, most: number): number => least + (random() % (most - least + 1));
  const hex = (digits: number): string => text('0123456789abcdef', digits);
  switch (kind) {
    case 'password':
      return `${pick(words)}${pick(words).toUpperCase()}${between(10, 9999)}${pick(['!', '?', '#', '$'])}`;
    case 'generated password':
      return text(special, between(8, 40));
    case 'passphrase':
      return Array.from({ length: between(3, 8) }, () => pick(words)).join(pick(['-', ' ', '.']));
    case 'hex':
      return hex(pick(['16', '32', '40', '64', '128']) === '16' ? 16 : between(16, 64) * 2);
    case 'uuid':
      return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
    case 'base64':
      return Buffer.from(text(special, between(12, 140))).toString('base64');
    case 'digits':
      return text('0123456789', between(8, 24));
    case 'token with a prefix':
      return `${pick(['ghp', 'xoxb', 'sk_live', 'AKIA', 'hvs'])}_${text(plain, between(16, 60))}`;
    case 'signed token':
      return `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${text(plain, 60)}.${text(`${plain}-_`, 43)}`;
    case 'address with a password':
      return `https://${pick(words)}:${text(plain, 20)}@${pick(words)}.example.com/${pick(words)}`;
    case 'connection string':
      return `postgres://app:${text(plain, 24)}@db.internal:5432/app?sslmode=require`;
    case 'document':
      return JSON.stringify({
        username: pick(words),
        password: text(special, 20),
        port: between(1024, 9999),
      });
    case 'key block':
      return `-----BEGIN PRIVATE KEY-----\n${text(`${plain}+/`, 64)}\n${text(`${plain}+/`, 48)}\n-----END PRIVATE KEY-----\n`;
    case 'beyond ascii':
      return text('äßéñøжщλωقشอ中文字秘密ქართ', between(8, 40));
  }
}

/** `count` values, of every kind in turn. */
export function secrets(count: number, seed = 1): { readonly kind: SecretKind; readonly value: string }[] {
  return Array.from({ length: count }, (_, i) => {
    const kind = secretKinds[i % secretKinds.length] as SecretKind;
    return { kind, value: secret(kind, seed * 100_003 + i) };
  });
}
