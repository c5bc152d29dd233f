import { describe, expect, it } from 'vitest';
import { changed, kep, messages } from './changed-kep.js';
import { comments } from './comments.js';

const file = 'README.md';
const add = (/** @type {string} */ text) => changed(file, '## Summary\n', `## Summary\n\n${text}\n`);

describe('what the template says to the author', () => {
  it('is gone', () => {
    expect(comments(kep)).toEqual([]);
  });

  it.each([
    ['a comment', '<!--\nDescribe it.\n-->', 'a comment is left: Describe it.'],
    ['a comment without an end', '<!-- Describe it.', 'a comment is left: Describe it.'],
    [
      'a test without a name',
      '- <test>: <link to test coverage>',
      'a placeholder is left: - <test>: <link to test coverage>',
    ],
    ['a package without a name', '- `<package>`: `<date>` - `<test coverage>`', 'a placeholder is left'],
    ['a dependency without a name', '- [Dependency name]', 'a placeholder is left: - [Dependency name]'],
    ['a failure without a name', '- [Failure mode brief description]', 'a placeholder is left'],
    ['a task', 'TODO: measure', 'a placeholder is left: TODO: measure'],
    ...[
      'TBD',
      '**TBA**',
      'It is _tbd_.',
      '- Limit: TBC',
      'XXX',
      '???',
      '…',
      '- ...',
      '<fill in>',
      '<date>',
    ].map((text) => ['a stand-in', text, `a placeholder is left: ${text}`]),
  ])('is refused as %s', (_, text, message) => {
    expect(messages(comments(add(text))).join('\n')).toContain(message);
  });

  it('may be shown as code', () => {
    expect(
      comments(add('```\n<!-- a comment -->\nTBD\n```\n\nPut it in place of `TBD` and `<date>`.')),
    ).toEqual([]);
  });
});

describe('what is unresolved', () => {
  it('begins and ends', () => {
    const open = '<<[UNRESOLVED a ]>>';
    const close = '<<[/UNRESOLVED]>>';
    expect(messages(comments(add(open)))).toEqual(['what is unresolved here does not end']);
    expect(messages(comments(add(close)))).toEqual(['nothing unresolved begins before this end']);
    expect(comments(add(`${open}\n${close}`))).toEqual([]);
  });

  it('does not go with a KEP that can be implemented', () => {
    const found = messages(comments(changed('kep.yaml', 'status: provisional', 'status: implementable')));
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set(['something is unresolved, and the status is implementable']));
  });
});
