import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from './printable.js';
import { createRedactor } from './redact.js';
import { createScanner } from './scanner.js';
import { WRITERS } from './testing/writers.js';
import { scanMetadata, scanText } from './text.js';

const key = new Uint8Array(32).fill(7);
const SECRET = 'q7Rk!2vT_zLp-9xWm4Yd';
const watched = [{ value: Buffer.from(SECRET), label: 'query 1', named: true }];

describe('the redactor', () => {
  const redactor = createRedactor({ key, watched, exempt: [Buffer.from('secret/data/db')] });

  it('renders a value as length and keyed hash', () => {
    expect(redactor.value(SECRET)).toMatch(/^<20 bytes #[0-9a-f]{6}>$/);
    expect(redactor.value(SECRET)).toBe(redactor.value(Buffer.from(SECRET)));
    expect(createRedactor({ key: new Uint8Array(32), watched }).value(SECRET)).not.toBe(
      redactor.value(SECRET),
    );
  });

  it('replaces a value in a message and leaves the rest', () => {
    expect(redactor.text(`secret/data/db: bad value "${SECRET}" here`)).toBe(
      `secret/data/db: bad value "${redactor.value(SECRET)}" here`,
    );
  });

  it('leaves no value and no piece in any encoding', () => {
    const names = Object.keys(WRITERS);
    const text = fc.string({
      unit: fc.constantFrom(...'abcdef0123456789gkmpqXYZ!#%"\\ é中'),
      minLength: 8,
      maxLength: 40,
    });
    const piece = fc.record({
      writer: fc.constantFrom(...names),
      from: fc.nat(20),
      size: fc.integer({ min: 8, max: 40 }),
    });
    fc.assert(
      fc.property(
        text,
        fc.array(fc.oneof(piece, fc.string()), { minLength: 1, maxLength: 5 }),
        (secret, parts) => {
          const value = Buffer.from(secret);
          const message = parts
            .map((part) =>
              typeof part === 'string'
                ? part
                : WRITERS[part.writer]
                    ?.write(value.subarray(part.from, part.from + part.size))
                    .toString('utf8'),
            )
            .join('');
          const target = [{ value, label: 'a', named: true }];
          const redacted = createRedactor({ key, watched: target }).text(message);
          for (const strict of [true, false]) {
            expect(scanText(createScanner({ watched: target, strict }), 'text', redacted)).toEqual([]);
          }
          if (secret.length >= 8)
            for (let i = 0; i + 8 <= secret.length; i++)
              expect(redacted).not.toContain(secret.slice(i, i + 8));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('copes with a megabyte of a monotonous value', () => {
    const value = Buffer.from('a'.repeat(16_384));
    const monotonous = createRedactor({ key, watched: [{ value, label: 'a' }] });
    expect(monotonous.text('a'.repeat(1 << 20))).not.toContain('aaaaaaaa');
  });
});

describe('printable text', () => {
  it('shows control characters, escapes and overrides instead of obeying them', () => {
    expect(printable('a\u001b[31mb\u0007\r\n\u202ec\u200b\u0085\ud800')).toBe(
      'a\\x1b[31mb\\x07\\r\\n\\u{202e}c\\u{200b}\\x85\\u{d800}',
    );
    expect(printable('größe 中文 😀')).toBe('größe 中文 😀');
  });

  it('is cut after so many bytes', () => {
    expect(printable('x'.repeat(5000), 10)).toBe('xxxxxxxxxx… (4990 more bytes)');
  });
});

describe('metadata', () => {
  it('is searched in names, values and decoded binary values', () => {
    const scanner = createScanner({ watched });
    const places = (name: string, value: string): string[] =>
      scanMetadata(scanner, 'trailer', [{ name, value }]).map((hit) => hit.source);
    expect(places('x-debug', SECRET)).toEqual(['trailer x-debug']);
    expect(places(`x-${SECRET}`, '')).toEqual(['trailer (a name)']);
    const nested = Buffer.from(Buffer.from(Buffer.from(SECRET).toString('hex')).toString('base64')).toString(
      'base64',
    );
    expect(places('x-debug-bin', nested)).toEqual(['trailer x-debug-bin (decoded)']);
    expect(places('x-debug', 'ordinary')).toEqual([]);
  });
});
