import { describe, expect, test } from 'vitest';
import { parseFieldComment, parseMessageComment } from './field-comment.js';

const override =
  'This field overrides the general CSI size limit. The size of this field is at most 253 bytes.';
const sized = { sized: true };

describe('parseFieldComment', () => {
  test('reads presence', () => {
    expect(parseFieldComment('A name. This field is REQUIRED.', sized)).toEqual({
      presence: 'REQUIRED',
      size: null,
      beta: false,
      defaultValue: null,
    });
    expect(parseFieldComment('This field is OPTIONAL. An empty string means none.', sized).presence).toBe(
      'OPTIONAL',
    );
  });

  test('reads an override, however it is wrapped', () => {
    const wrapped = ` A name.\n This field overrides the general CSI size\n limit.\n The size of this field is at most\n 253 bytes.\n This field is REQUIRED.\n`;
    expect(parseFieldComment(wrapped, sized).size).toBe(253);
  });

  test('reads an override that a hint of the plugin changes', () => {
    const changed = override.replace(
      'bytes.',
      'bytes unless the plugin\nadvertises another max_value_bytes.',
    );
    expect(parseFieldComment(`${changed} This field is REQUIRED.`, sized).size).toBe(253);
  });

  test('reads beta and the default', () => {
    const comment = 'This is a beta field. This field is OPTIONAL. Zero: the default is 5 seconds.';
    expect(parseFieldComment(comment, { sized: false })).toMatchObject({ beta: true, defaultValue: 5 });
  });

  test('takes a digit before the word byte for no size', () => {
    expect(
      parseFieldComment('Without U+0000, byte for byte. This field is REQUIRED.', sized).size,
    ).toBeNull();
  });

  test.each([
    ['no comment', '', 'neither REQUIRED nor OPTIONAL'],
    ['no presence', 'A name, required.', 'neither REQUIRED nor OPTIONAL'],
    ['both', 'This field is REQUIRED. This field is OPTIONAL.', 'says REQUIRED and OPTIONAL'],
    ['presence twice', 'This field is REQUIRED. It is REQUIRED.', 'says REQUIRED and REQUIRED'],
    ['presence in other words', 'This field is not REQUIRED.', 'outside "This field is REQUIRED"'],
    [
      'an override without a size',
      'This field overrides the general CSI size limit. This field is REQUIRED.',
      'has to state one size',
    ],
    [
      'an override with two sizes',
      `${override} At most 99 bytes. This field is REQUIRED.`,
      'has to state one size',
    ],
    [
      'an override in another unit',
      `${override.replace('253 bytes', '4 KiB')} This field is REQUIRED.`,
      'has to state one size',
    ],
    [
      'an override that something unnamed changes',
      `${override.replace('bytes.', 'bytes unless said.')} This field is REQUIRED.`,
      'has to state one size',
    ],
    ['an override of zero', `${override.replace('253', '0')} This field is REQUIRED.`, 'which nothing fits'],
    [
      'an override in other words',
      'Overrides the CSI limit. This field is REQUIRED.',
      'in other words than "This field overrides',
    ],
    ['a size without an override', 'At most 253 bytes. This field is REQUIRED.', 'states 253 bytes without'],
    ['beta in other words', 'Beta. This field is OPTIONAL.', 'in other words than "This is a beta field."'],
    ['a default in other words', 'By default 5. This field is OPTIONAL.', 'in a form that is not understood'],
    [
      'two defaults',
      'So the default is 5 seconds. Or the default is 6 seconds. This field is OPTIONAL.',
      'states a default more than once',
    ],
  ])('refuses %s', (_situation, comment, message) => {
    expect(() => parseFieldComment(comment, sized)).toThrow(message);
  });

  test('refuses an override on a field whose size nothing limits', () => {
    expect(() => parseFieldComment(`${override} This field is REQUIRED.`, { sized: false })).toThrow(
      'CSI limits only strings and maps of strings',
    );
  });
});

describe('parseMessageComment', () => {
  test('reads the serialized size', () => {
    expect(parseMessageComment('A batch.\nThe serialized message is at most\n65536 bytes unless said.')).toBe(
      65536,
    );
    expect(parseMessageComment('A query.')).toBeNull();
  });

  test('refuses a size in other words', () => {
    expect(() => parseMessageComment('Not above 64 KiB.')).toThrow('a serialized size in a form that is not');
  });
});
