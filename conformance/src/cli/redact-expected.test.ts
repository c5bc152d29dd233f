import { describe, expect, it } from 'vitest';
import type { Profile } from '../profile/profile.js';
import { redactExpected } from './redact-expected.js';

const value = 'pK7-not-a-real-password-93';
const long = Array.from({ length: 1000 }, (_, index) => `${index * 7919}:`).join('');

const withValues = (...values: readonly (string | undefined)[]): Profile =>
  ({
    keys: {
      available: values.map((text, index) => ({
        key: `app/${index}`,
        parameters: {},
        ...(text === undefined ? {} : { value: Buffer.from(text) }),
      })),
    },
  }) as unknown as Profile;

describe('texts before a session', () => {
  it('lose the values that the profile names, in any encoding', () => {
    const shown = redactExpected(withValues(value, long));
    for (const written of [
      value,
      Buffer.from(value).toString('base64'),
      Buffer.from(value).toString('hex'),
      encodeURIComponent(value),
      long.slice(3000, 3040),
    ]) {
      const text = shown(`./driver --token ${written} --endpoint unix:///csi/csi.sock`);
      expect(text).not.toContain(written);
      expect(text).toMatch(
        /^\.\/driver --token .*<\d+ bytes #[0-9a-f]+>.* --endpoint unix:\/\/\/csi\/csi\.sock$/,
      );
    }
  });

  it('lose them behind much other text, too', () => {
    const shown = redactExpected(withValues(value));
    expect(shown(`${'a b '.repeat(5000)}${value}`)).not.toContain(value);
  });

  it('are left alone where they hold no value', () => {
    const text = './driver --endpoint unix:///csi/csi.sock';
    for (const profile of [
      undefined,
      withValues(),
      withValues(undefined),
      withValues('short'),
      withValues(value, long),
    ])
      expect(redactExpected(profile)(text)).toBe(text);
  });
});
