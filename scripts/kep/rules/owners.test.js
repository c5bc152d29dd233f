import { describe, expect, it } from 'vitest';
import { changed, kep, messages, withFile, without } from './changed-kep.js';
import { owners } from './owners.js';

const file = 'OWNERS';

describe('OWNERS', () => {
  it('names approvers and reviewers', () => {
    expect(owners(kep)).toEqual([]);
  });

  it.each([
    ['is not there', without(file), ['there is no OWNERS']],
    ['is empty', withFile(file, ''), ['approvers are not listed', 'reviewers are not listed']],
    [
      'has no approvers',
      changed(file, 'approvers:\n  - sig-storage-leads\n', ''),
      ['approvers are not listed'],
    ],
    [
      'has a reviewer without a name',
      changed(file, 'reviewers:\n  - sig-storage-leads', 'reviewers:\n  - ""'),
      ['reviewers are not listed'],
    ],
  ])('is refused where it %s', (_, broken, expected) => {
    expect(messages(owners(broken))).toEqual(expected);
  });

  it('is refused where it is no YAML', () => {
    expect(messages(owners(withFile(file, 'approvers: a: b'))).join('\n')).toContain('Nested mappings');
  });
});
