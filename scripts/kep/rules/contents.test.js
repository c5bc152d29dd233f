import { describe, expect, it } from 'vitest';
import { changed, kep, messages } from './changed-kep.js';
import { contents } from './contents.js';

describe('a table of contents', () => {
  it('lists the headings of its page', () => {
    expect(contents(kep)).toEqual([]);
  });

  it.each([
    ['lacks a heading', 'README.md', '  - [Goals](#goals)\n', ''],
    ['has another anchor', 'README.md', '#upgrade--downgrade-strategy)\n', '#upgrade-downgrade-strategy)\n'],
    ['has another text', 'ALTERNATIVES.md', '[DRA](#dra)', '[Dynamic](#dra)'],
    ['is indented otherwise', 'README.md', '      - [Unit tests]', '    - [Unit tests]'],
  ])('is refused where it %s', (_, file, from, to) => {
    expect(contents(changed(file, from, to))).toMatchObject([
      { file, message: 'the table of contents is not that of the headings: run `npm run generate`' },
    ]);
  });

  it('names the line at which it departs', () => {
    const lines = (kep.files['README.md'] ?? '').split('\n');
    const [problem] = contents(changed('README.md', '  - [Goals](#goals)\n', ''));
    expect(lines[(problem?.line ?? 0) - 1]).toBe('  - [Goals](#goals)');
  });

  it('goes with headings of plain text', () => {
    const named = changed('ALTERNATIVES.md', '### DRA\n', '### `DRA`\n');
    expect(messages(contents(named))).toContain('the heading "`DRA`" is no plain text');
  });

  it('is owed by README.md', () => {
    expect(messages(contents(changed('README.md', '<!-- toc -->\n', '')))).toEqual([
      'there is no table of contents between toc marks',
    ]);
  });
});
