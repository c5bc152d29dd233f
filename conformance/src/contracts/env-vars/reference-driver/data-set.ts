import { createHash } from 'node:crypto';
import type { Entry } from './backend.js';
import type { Limits } from './limits.js';

/** Room for the rest of a response that carries one value of the largest size. */
const envelopeBytes = 256;

/**
 * The longest value that a response can carry: the value limit, or what the total leaves.
 */
export function longestValue(limits: Limits): number {
  return Math.min(limits.maxValueLengthBytes, limits.maxTotalPayloadBytes - envelopeBytes);
}

/** How many plain keys there are; more than 51, the largest batch of the contract's tests. */
export const ordinaryKeys = 64;

/**
 * The data set of the reference driver's backend.
 *
 * Values are made from their key and the generation, so that nothing secret is in the source, the same generation is the
 * same everywhere, and no value occurs anywhere else by chance.
 *
 * @param generation number of rotations so far
 */
export function dataSet(limits: Limits, generation = 0): Map<string, Entry> {
  const longest = longestValue(limits);
  const secret = (key: string, size = 40): string => filler(`${generation}/${key}`, size);
  const text: Record<string, string> = {
    'app/db/password': secret('app/db/password'),
    'app/db/url': `postgres://app:${secret('app/db/url', 24)}@db.internal:5432/app?sslmode=require`,
    'app/config': JSON.stringify({
      user: `user-${secret('user', 16)}`,
      password: secret('app/config', 32),
      port: 5432,
    }),
    'app/sizes/empty': '',
    'app/sizes/one': 'x',
    'app/sizes/below-limit': secret('below', longest - 1),
    'app/sizes/limit': secret('limit', longest),
    'app/sizes/limit-multibyte': multibyte(secret('limit-multibyte', 8), longest),
    'app/text/quotes': `"${secret('quotes', 12)}" 'single' \\back\\slash \`tick\``,
    'app/text/markup': `<b>&amp;${secret('markup', 12)}</b> & more`,
    'app/text/expansion': `$(HOME) \${HOME} $HOME %41 ${secret('expansion', 12)}`,
    'app/text/spaces': `  ${secret('spaces', 12)}\t `,
    'app/text/newline': `${secret('newline', 16)}\n`,
    'app/text/lines': `-----BEGIN-----\r\n${secret('lines', 24)}\r\n-----END-----\r\n`,
    'app/text/controls': `\u0001\u001b[31m${secret('controls', 12)}\u007f`,
    'app/text/multibyte': `pässwörd-秘密-🔑-${secret('multibyte', 12)}`,
    'app/text/decomposed': `e\u0301-${secret('decomposed', 12)}-\u00e9`,
    'app/text/byte-order-mark': `\ufeff${secret('bom', 16)}`,
    'app/text/number': '007',
    'app/text/word': 'true',
    'app/text/null': 'null',
    'app/text/own-key': 'app/text/own-key',
    'app/text/pod-name': 'myapp-0',
    'shared/token': secret('shared/token'),
    'shared/region': 'eu-north-1',
    'app/huge': secret('huge', limits.maxValueLengthBytes + 1),
    'app/huge-multibyte': multibyte(secret('huge-multibyte', 8), limits.maxValueLengthBytes + 1),
    'team-b/alpha': secret('team-b/alpha'),
    'appl/mytoken': secret('appl/mytoken'),
    'shared/a/bcd': secret('shared/a/bcd'),
    'APP/password': secret('APP/password'),
  };
  const entries = new Map<string, Entry>();
  for (const [key, value] of Object.entries(text)) entries.set(key, Buffer.from(value));
  for (let index = 0; index < ordinaryKeys; index += 1) {
    const key = ordinaryKey(index);
    entries.set(key, Buffer.from(secret(key, 24)));
  }
  entries.set('app/binary/nul', Buffer.from(`${secret('nul', 12)}\0${secret('nul2', 13)}`));
  entries.set('app/binary/bytes', createHash('sha256').update(`${generation}/bytes`).digest());
  // Short enough as it is, too long once it is encoded.
  entries.set('app/huge-binary', Buffer.alloc(limits.maxValueLengthBytes, 0xff));
  entries.set('app/broken', { fails: 'unavailable' });
  entries.set('app/corrupt', { fails: 'internal' });
  // Slow enough to tell whether a call's work ends with its deadline.
  entries.set('app/sluggish', { fails: 'unavailable', afterMs: 120 });
  return entries;
}

/** Name of a plain key. */
export function ordinaryKey(index: number): string {
  return `app/ordinary/${String(index).padStart(2, '0')}`;
}

/** Text of an exact size that looks like a secret and repeats nowhere. */
function filler(seed: string, size: number): string {
  let text = '';
  for (let block = 0; text.length < size; block += 1) {
    text += createHash('sha256').update(`${seed}#${block}`).digest('base64url');
  }
  return text.slice(0, size);
}

/** Text of characters of three bytes that is exactly `bytes` long in UTF-8. */
function multibyte(start: string, bytes: number): string {
  const rest = bytes - start.length;
  return start + '秘'.repeat(Math.max(0, Math.floor(rest / 3))) + 'z'.repeat(Math.max(0, rest % 3));
}
