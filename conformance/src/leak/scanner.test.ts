import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PIECE_BYTES } from './chains.js';
import type { Hit } from './scan-stream.js';
import { createScanner, type ScannerOptions } from './scanner.js';
import { noise, randomFrom } from './testing/noise.js';
import { WRITERS } from './testing/writers.js';
import { scanText } from './text.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function scan(options: ScannerOptions, text: string | Uint8Array, split = 1 << 20): readonly Hit[] {
  const stream = createScanner(options).stream('test');
  const data = typeof text === 'string' ? bytes(text) : text;
  for (let i = 0; i < data.length; i += split) stream.push(data.subarray(i, i + split));
  return stream.end();
}

const one = (value: string): ScannerOptions => ({
  watched: [{ value: bytes(value), label: 'query 1', named: true }],
});
const SECRET = 'q7Rk!2vT_zLp-9xWm4Yd';

const secrets = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...'ghijkmnpqrstuvwxyzGHJKLMNPQRSTUVWXYZ'),
    minLength: 8,
    maxLength: 60,
  }),
  fc.string({
    unit: fc.constantFrom(...'gkmpqrtvwxzGKMPQRTVWXZ!#$%^~+*"\\&<>/ \n'),
    minLength: 8,
    maxLength: 60,
  }),
  fc.string({ unit: fc.constantFrom(...'gkqzñéüßж中文字😀'), minLength: 8, maxLength: 40 }),
);

/** Letters and digits in no order, the same each time. */
function randomText(length: number): string {
  const random = randomFrom(7);
  const alphabet = 'ghijkmnpqrstuvwxyzGHJKLMNPQRSTUVWXYZ0123456789';
  return Array.from({ length }, () => alphabet[random() % alphabet.length]).join('');
}

/** Windows of four distinct bytes and three that are neither punctuation nor blank: what the rule calls telling. */
function isTelling(piece: Uint8Array): boolean {
  const plain = [...piece].filter(
    (byte) => !`"'{}[]:,=/-_.<>() \t\r\n\\|;&?`.includes(String.fromCharCode(byte)),
  );
  return new Set(piece).size >= 4 && plain.length >= 3;
}

describe('the scanner', () => {
  for (const [name, writer] of Object.entries(WRITERS)) {
    it(`finds a whole value written as ${name}, wherever it stands and however it is cut`, () => {
      fc.assert(
        fc.property(secrets, fc.nat(2000), fc.integer({ min: 1, max: 97 }), (secret, lead, split) => {
          fc.pre(isTelling(bytes(secret).subarray(0, PIECE_BYTES)));
          fc.pre(writer.asciiOnly !== true || /^[ -~\n]*$/.test(secret));
          const before = noise(lead, lead);
          const leak = writer.write(bytes(secret));
          const text = Buffer.concat([bytes(before), bytes('\nx='), leak, bytes('\n'), bytes(noise(7, 700))]);
          const hits = scan(one(secret), text, split);
          expect(hits.length).toBeGreaterThan(0);
          const hit = hits[0] as Hit;
          const at = bytes(before).length + 3;
          expect(hit.byteOffset).toBeGreaterThanOrEqual(at);
          expect(hit.byteOffset).toBeLessThan(at + leak.length);
          const line = text.subarray(0, hit.byteOffset).filter((byte) => byte === 10).length + 1;
          expect(hit.line).toBe(line);
        }),
        { numRuns: 20 },
      );
    });

    it(`finds a piece of 8 bytes written as ${name}`, () => {
      fc.assert(
        fc.property(
          fc.string({ unit: fc.constantFrom(...'gkmpqrtvwxzGKMPQRTVWXZ'), minLength: 20, maxLength: 60 }),
          fc.nat(12),
          fc.integer({ min: 8, max: 20 }),
          (secret, from, size) => {
            const piece = bytes(secret).subarray(from, from + Math.max(size, writer.least));
            fc.pre(piece.length >= writer.least && isTelling(piece.subarray(0, PIECE_BYTES)));
            const text = Buffer.concat([bytes('piece <'), writer.write(piece), bytes('>\n')]);
            expect(scan(one(secret), text)).not.toEqual([]);
          },
        ),
        { numRuns: 20 },
      );
    });
  }

  it('gives the same hits however the text is cut', () => {
    const text = bytes(
      `${noise(1, 90_000)}${SECRET}\n${noise(2, 70_000)}${Buffer.from(SECRET).toString('hex')}`,
    );
    const whole = scan(one(SECRET), text);
    expect(whole.map((hit) => hit.encoding)).toEqual(['plain', 'hex']);
    for (const split of [1, 13, 4096, 65_536, 66_560]) expect(scan(one(SECRET), text, split)).toEqual(whole);
  });

  it('names source, label, encoding, place and size, and not the value', () => {
    expect(scan(one(SECRET), `a\nb ${SECRET}`)).toEqual([
      {
        source: 'test',
        label: 'query 1',
        encoding: 'plain',
        byteOffset: 4,
        line: 2,
        textLength: 20,
        pieceLength: 20,
        whole: true,
      },
    ]);
  });

  it('puts a leak down to the value that was written, where others begin or go on like it', () => {
    const values = ['sk_live_q7RkvTzLp9xWm', 'sk_live_GK3nBhYd5cJtF', 'GK3nBhYd5cJtF_and_more'];
    const watched = values.map((value) => ({ value: bytes(value), label: value, named: true }));
    for (const value of values) {
      for (const write of [(text: string) => text, (text: string) => Buffer.from(text).toString('base64')]) {
        const hits = scan({ watched }, `x=${write(value)} y`, 7);
        expect(hits.map(({ label, whole, byteOffset }) => ({ label, whole, byteOffset }))).toEqual([
          { label: value, whole: true, byteOffset: 2 },
        ]);
      }
    }
  });

  it('finds hex and percent escapes of mixed case', () => {
    const mixed = (text: string): string =>
      text.replace(/[a-f]/g, (c, i) => (i % 3 === 0 ? c.toUpperCase() : c));
    expect(scan(one('zokomolonojo'), mixed(Buffer.from('zokomolonojo').toString('hex')))).toHaveLength(1);
    expect(scan(one('zo?ko=mo?lo/no?jo'), 'zo%3fko%3Dmo%3Flo%2fno%3Fjo')).toHaveLength(1);
  });

  it('stops after as many hits as asked for', () => {
    const stream = createScanner(one(SECRET)).stream('test', { maxHits: 3 });
    const line = bytes(`${SECRET}\n`.repeat(20_000));
    expect(stream.push(line)).toBe(false);
    expect(stream.end()).toHaveLength(3);
  });

  it('finds a very long value, a piece of it, and its beginning nested', { timeout: 30_000 }, () => {
    const value = noise(5, 16_384).slice(0, 16_384);
    const options = { watched: [{ value: bytes(value), label: 'long' }] };
    expect(scan(options, `x ${value.slice(9000, 9040)} y`)).not.toEqual([]);
    const nested = Buffer.from(Buffer.from(value).toString('hex')).toString('base64');
    expect(scan(options, nested)).not.toEqual([]);
  });

  it('finds a piece of a long value nested only as far from its ends as it is asked to', () => {
    const value = randomText(4096);
    const found = (nestedBytes: number | undefined, from: number): boolean => {
      const watched = {
        value: bytes(value),
        label: 'long',
        ...(nestedBytes === undefined ? {} : { nestedBytes }),
      };
      const piece = Buffer.from(value.slice(from, from + 40)).toString('hex');
      return scan({ watched: [watched] }, Buffer.from(piece).toString('base64')).length > 0;
    };
    expect([0, 470, 700, 2000, 3585, 4056].map((from) => found(undefined, from))).toEqual([
      ...[true, true, false, false, true, true],
    ]);
    expect([0, 200, 470, 3585, 4056].map((from) => found(512, from))).toEqual([
      ...[true, true, false, false, true],
    ]);
    for (const from of [0, 700, 2000, 4056]) expect([from, found(4096, from)]).toEqual([from, true]);
    for (const from of [0, 2000, 4056]) expect([from, found(0, from)]).toEqual([from, false]);
  });

  it.each(['base64 of hex', 'base64 of base64', 'hex of base64', 'hex of utf-16'])(
    'finds every piece of a long value that is watched whole, written as %s',
    (name) => {
      const { write, least } = WRITERS[name] as (typeof WRITERS)[string];
      const value = bytes(randomText(1500));
      const watched = [{ value, label: 'long', named: true, nestedBytes: 1500 }];
      const scanner = createScanner({ watched });
      const isFound = (at: number): boolean =>
        scanText(scanner, 'test', write(value.subarray(at, at + least))).length > 0;
      const places = Array.from({ length: value.length - least + 1 }, (_, at) => at);
      expect(places.filter((at) => !isFound(at))).toEqual([]);
    },
  );

  it.each(['ascii json', 'utf-16le'])(
    'finds %s in base64 of both ends of a long value of Chinese',
    (writer) => {
      const value = Array.from({ length: 500 }, (_, i) => String.fromCharCode(0x4e00 + i * 37)).join('');
      const options = { watched: [{ value: bytes(value), label: 'long' }] };
      const nested = (part: string): string =>
        Buffer.from(WRITERS[writer]?.write(bytes(part)) as Buffer).toString('base64');
      expect(scan(options, nested(value.slice(0, 40)))).not.toEqual([]);
      expect(scan(options, nested(value.slice(-40)))).not.toEqual([]);
    },
  );
});

describe('what is no evidence', () => {
  it('does not watch values under 8 characters', () => {
    expect(scan(one('q7Rk!2v'), 'q7Rk!2v')).toEqual([]);
    expect(scan(one('gñéüßж中'), 'gñéüßж中')).toEqual([]);
    expect(scan(one('q7Rk!2vT'), 'q7Rk!2vT')).toHaveLength(1);
  });

  it('ignores pieces under 8 bytes: 15 hex digits, 10 base64 characters', () => {
    expect(scan(one(SECRET), SECRET.slice(3, 10))).toEqual([]);
    expect(scan(one(SECRET), Buffer.from(SECRET).toString('hex').slice(0, 15))).toEqual([]);
    expect(scan(one(SECRET), `${Buffer.from(SECRET).toString('base64').slice(0, 10)} `)).toEqual([]);
    expect(scan(one(SECRET), `${Buffer.from(SECRET).toString('hex').slice(0, 16)} `)).toHaveLength(1);
    expect(scan(one(SECRET), `${Buffer.from(SECRET).toString('base64').slice(0, 11)} `)).toHaveLength(1);
  });

  it('ignores what the tool sent, also within a value and in another case, and finds the rest of it', () => {
    const options = { ...one('secret/data/db#q7Rk!2vT_zLp'), exempt: [bytes('Secret/Data/DB')] };
    expect(scan(options, 'reading secret/data/db')).toEqual([]);
    expect(scan(options, Buffer.from('secret/data/db').toString('hex'))).toEqual([]);
    expect(scan(options, 'reading secret/data/db#q7Rk!2vT_zLp')).toHaveLength(1);
    expect(scan({ ...one(SECRET), exempt: [bytes(`key ${SECRET}`)] }, SECRET)).toEqual([]);
  });

  it('ignores an encoded piece that the tool sent in that very form', () => {
    const hex = Buffer.from(SECRET).toString('hex');
    expect(scan({ ...one(SECRET), exempt: [bytes(hex)] }, `pod ${hex} ready`)).toEqual([]);
  });

  it('does not join two sent texts to one that excuses', () => {
    expect(
      scan({ ...one('gkmpqrtvwxzy'), exempt: [bytes('gkmpqr'), bytes('tvwxzy')] }, 'gkmpqrtvwxzy'),
    ).toHaveLength(1);
  });

  it('excuses by earlier output only values that the profile does not name', () => {
    const value = bytes(SECRET);
    const baseline = [bytes(`starting with ${SECRET}`)];
    expect(scan({ watched: [{ value, label: 'a', named: false }], baseline }, SECRET)).toEqual([]);
    expect(scan({ watched: [{ value, label: 'a', named: true }], baseline }, SECRET)).toHaveLength(1);
  });

  it('ignores hashes', async () => {
    const { createHash } = await import('node:crypto');
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) {
      for (const form of ['hex', 'base64'] as const) {
        expect(scan(one(SECRET), createHash(algorithm).update(SECRET).digest(form))).toEqual([]);
      }
    }
  });

  it('ignores short runs of a monotonous value and finds long ones', { timeout: 30_000 }, () => {
    for (const char of 'av0') {
      const scanner = createScanner(one(char.repeat(8192)));
      const found = (text: string): boolean => scanText(scanner, 'test', text).length > 0;
      expect(
        found(`${char.repeat(8)} ${char.repeat(64)} ${Buffer.from(char.repeat(40)).toString('hex')}`),
      ).toBe(false);
      expect(scanText(scanner, 'test', char.repeat(8192))).toHaveLength(1);
      expect(found(`x${char.repeat(300)}x`)).toBe(true);
      expect(found(Buffer.from(char.repeat(8192)).toString('base64'))).toBe(true);
    }
    expect(scan(one(' '.repeat(8192)), ' '.repeat(8192))).toEqual([]);
  });

  it('ignores digits that chance explains and finds digits that it does not', () => {
    const stamps = Array.from(
      { length: 5000 },
      (_, i) => `10:00:00.${(123_456_000 + i * 7919).toString()}Z ok\n`,
    ).join('');
    expect(scan(one('1234567891234567'), stamps)).toEqual([]);
    expect(scan(one('7482910563829104'), `${stamps}card 7482910563829104\n`)).toHaveLength(1);
    expect(scan(one('48151623'), 'pin 48151623\n')).toHaveLength(1);
    expect(scan(one('2026-11-21T10:15:30Z'), '2026-11-21T10:15:30Z started')).toEqual([]);
  });

  it('finds eight hex digits of a value in a short text', () => {
    expect(scan(one('7f3a9bc24de81056'), 'token 3a9bc24d\n')).toHaveLength(1);
  });

  it('ignores structure and common words, and finds a whole value made of them', () => {
    const json = '{"username": "gkmpqr", "password": "TVWXZ!xq"}';
    expect(scan(one(json), '{"username": "other", "password": "***"}')).toEqual([]);
    expect(scan(one(json), `got ${json}`)).toHaveLength(1);
    expect(scan(one('https://gkmpqr.example/x'), 'dialing https://other')).toEqual([]);
    expect(scan(one('secret-value'), 'it is secret-value')).toHaveLength(1);
  });

  it('gives no alarm in 4 MB of stamps, ids and blobs with 200 watched values', { timeout: 60_000 }, () => {
    const watched = Array.from({ length: 200 }, (_, i) => ({
      value: bytes(secretOf(i)),
      label: `${i}`,
      named: true,
    }));
    const stream = createScanner({ watched }).stream('logs');
    for (let i = 0; i < 4; i++) stream.push(bytes(noise(i + 1, 1 << 20)));
    expect(stream.end()).toEqual([]);
  });
});

function secretOf(seed: number): string {
  const kinds = [
    'abcdef0123456789',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
    '0123456789',
  ];
  const alphabet = kinds[seed % kinds.length] as string;
  let state = seed * 7919 + 17;
  let text = '';
  for (let i = 0; i < 16 + (seed % 24); i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    text += alphabet[(state >>> 16) % alphabet.length];
  }
  return text;
}
