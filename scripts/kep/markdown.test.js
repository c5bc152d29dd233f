import { describe, expect, it } from 'vitest';
import { headingsOf, linksOf, slugOf, undefinedReferences } from './markdown.js';

describe('headingsOf', () => {
  it('gives level, text, anchor and line', () => {
    expect(headingsOf('# One\n\n### Two: `b` ##\n')).toEqual([
      { level: 1, text: 'One', slug: 'one', line: 1 },
      { level: 3, text: 'Two: `b`', slug: 'two-b', line: 3 },
    ]);
  });

  it('counts anchors of equal headings as GitHub does', () => {
    expect(headingsOf('# A\n# A\n# A').map(({ slug }) => slug)).toEqual(['a', 'a-1', 'a-2']);
  });

  it('finds none in fences, whatever marks they have', () => {
    expect(headingsOf('```\n# A\n```\n~~~~\n# B\n~~~\n# C\n~~~~\n# D').map(({ text }) => text)).toEqual([
      'D',
    ]);
  });
});

describe('slugOf', () => {
  it.each([
    ['Upgrade / Downgrade Strategy', 'upgrade--downgrade-strategy'],
    ['Notes/Constraints/Caveats (Optional)', 'notesconstraintscaveats-optional'],
    ['`fileKeyRef` with CSI volumes', 'filekeyref-with-csi-volumes'],
    ['pod_context, größer', 'pod_context-größer'],
  ])('makes of "%s" what GitHub makes of it', (text, slug) => {
    expect(slugOf(text)).toBe(slug);
  });
});

describe('linksOf', () => {
  it('finds inline links, pictures and definitions with their lines', () => {
    expect(linksOf('[a](b "c") ![d](e.svg)\n\n[f]: <g>\n')).toEqual([
      { target: 'b', line: 1, picture: false },
      { target: 'e.svg', line: 1, picture: true },
      { target: 'g', line: 3, picture: false },
    ]);
  });

  it('finds links of other forms', () => {
    const page = [
      '<a href="a.md">a</a> <A HREF=b.md>b</A>',
      "<img alt='' src='c.svg'>",
      '[d]: d.md "with a title"',
      '> [e]: e.md',
      '[![f](f.svg)](g.md) [h](h.md (a title))',
      '[two',
      'lines](i.md)',
      '<https://example.com/j> and https://example.com/k.',
      '[l](https://example.com/l)',
    ].join('\n');
    expect(
      linksOf(page).map(({ target, line, picture }) => `${line} ${picture ? '!' : ''}${target}`),
    ).toEqual([
      '1 a.md',
      '1 b.md',
      '2 !c.svg',
      '3 d.md',
      '4 e.md',
      '5 !f.svg',
      '5 g.md',
      '5 h.md',
      '6 i.md',
      '8 https://example.com/j',
      '8 https://example.com/k',
      '9 https://example.com/l',
    ]);
  });

  it('finds none in code', () => {
    expect(linksOf('`[a](b)` and ``[c](d) ` `` \n```\n[e](f)\n```')).toEqual([]);
  });
});

describe('undefinedReferences', () => {
  it('finds references that no line defines, whatever their case', () => {
    expect(undefinedReferences('[a][B] [c][d] `[e][f]` [g][]\n\n[b]: x\n')).toEqual([
      { name: 'd', line: 1 },
      { name: 'g', line: 1 },
    ]);
  });
});
