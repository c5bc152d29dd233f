import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What the toolkit asks of `node:crypto` when it reads a report: the SHA-256 of pieces of text. */
export function createHash(algorithm: string) {
  if (algorithm !== 'sha256') throw new Error(`a page has no ${algorithm}`);
  const hash = sha256.create();
  return {
    update(text: string) {
      hash.update(utf8ToBytes(text));
      return this;
    },
    digest(encoding: 'hex' | 'base64') {
      const bytes = hash.digest();
      return encoding === 'hex' ? bytesToHex(bytes) : btoa(String.fromCharCode(...bytes));
    },
  };
}
