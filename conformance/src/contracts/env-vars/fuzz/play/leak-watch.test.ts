import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../driver/answer.js';
import { emptyProfile } from '../../../../profile/profile.js';
import { openJournal } from '../../journal.js';
import type { EnvRequest } from '../../request.js';
import { knownOf } from '../model/known.js';
import { openLeakWatch } from './leak-watch.js';

const secrets = ['pK7-not-a-real-password-93', 'wV4/also-made-up-token-18'] as const;
const request = (key: string): EnvRequest => ({
  className: 'class',
  classParameters: {},
  queries: [{ name: 'CSI_ENV_A', key, parameters: {} }],
  podContext: {},
});
const answer = (message: string, trailers: [string, string][] = []): Answer =>
  ({ code: 5, message, headers: [], trailers, durationMs: 1 }) as unknown as Answer;

function watchOf(values: readonly string[] = secrets) {
  const journal = openJournal();
  const watch = openLeakWatch(knownOf(emptyProfile), { identity: [] } as never, journal);
  for (const [index, value] of values.entries()) {
    journal.value(value, `key ${index}`);
    watch.watch(value);
  }
  return { journal, watch };
}

describe('the watch for leaks of a campaign', () => {
  it('finds a value, says where, and never shows it', () => {
    const { watch } = watchOf();
    const leaks = [
      ...watch.search(request('a'), answer(`no such thing: ${secrets[0]}`), undefined),
      ...watch.search(
        request('a'),
        answer('', [['x-debug', Buffer.from(secrets[1]).toString('hex')]]),
        undefined,
      ),
    ];
    expect(leaks.map(({ requirement, cause }) => [requirement, cause])).toEqual([
      ['privacy/errors', 'a value in a status message'],
      ['privacy/metadata', 'a value in a trailer'],
    ]);
    expect(leaks.map(({ text }) => text.split(', ').at(-1))).toEqual(['plain', 'hex']);
    for (const secret of secrets) expect(JSON.stringify(leaks)).not.toContain(secret);
  });

  it('takes what the request said for no evidence, but another value beside it', () => {
    const { watch } = watchOf();
    const said = answer(`no key ${secrets[0]}`);
    expect(watch.search(request(secrets[0]), said, undefined)).toEqual([]);
    expect(watch.search(request('a'), said, undefined)).toHaveLength(1);
    const both = answer(`no key ${secrets[0]}, only ${secrets[1]}`);
    expect(watch.search(request(secrets[0]), both, undefined)).toMatchObject([
      { text: expect.stringContaining('key 1') },
    ]);
  });

  it('finds a value that came later in a text that was clean before', () => {
    const { journal, watch } = watchOf([secrets[0]]);
    const text = answer(`no such thing: ${secrets[1]}`);
    expect(watch.search(request('a'), answer(secrets[0]), undefined)).toHaveLength(1);
    expect(watch.search(request('a'), text, undefined)).toEqual([]);
    journal.value(secrets[1], 'key 1');
    watch.watch(secrets[1]);
    expect(watch.search(request('a'), text, undefined)).toHaveLength(1);
  });

  it('finds a piece from the middle of a long value', () => {
    const long = createHash('shake256', { outputLength: 1024 }).update('long').digest('hex');
    const { watch } = watchOf([long]);
    for (const from of [0, 400, 800, 1200, 1600, 2000]) {
      const piece = long.slice(from, from + 30);
      expect(watch.search(request('a'), answer(`no key ${piece}`), undefined)).toHaveLength(1);
      const hex = Buffer.from(piece).toString('hex');
      const trailer: [string, string] = ['x-debug', Buffer.from(hex).toString('base64')];
      expect(watch.search(request('a'), answer('', [trailer]), undefined)).toHaveLength(1);
    }
  });

  it('finds a value beyond ASCII in a trailer, whose bytes the client gives as characters', () => {
    const value = '密钥-pässwörd-🔑-秘密';
    const { watch } = watchOf([value]);
    const raw = Buffer.from(value).toString('latin1');
    // The same characters in a message are other bytes.
    expect(watch.search(request('a'), answer(raw), undefined)).toEqual([]);
    for (const text of [raw, `at ${raw.slice(1, -1)}`, value.slice(3, 12)])
      expect(watch.search(request('a'), answer('', [['x-debug', text]]), undefined)).toMatchObject([
        { requirement: 'privacy/metadata' },
      ]);
  });
});
