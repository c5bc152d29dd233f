import { describe, expect, it } from 'vitest';
import { fillRegions, regionsOf } from './regions.js';
import { withToc } from './toc.js';

const page = 'before\n<!-- generated: a b -->\nold\n<!-- /generated -->\nafter\n';

describe('fillRegions', () => {
  it('replaces what is between the marks and nothing else', () => {
    const once = fillRegions(page, { 'a b': '\nnew $1\n' });
    expect(once).toBe('before\n<!-- generated: a b -->\nnew $1\n<!-- /generated -->\nafter\n');
    expect(fillRegions(once, { 'a b': 'new $1' })).toBe(once);
    expect(regionsOf(page)).toEqual(['a b']);
  });

  it('refuses a region that nothing is generated for', () => {
    expect(() => fillRegions(page, {})).toThrow('no text is generated for region a b');
  });

  it.each([
    ['does not end', '<!-- generated: a b -->\n'],
    ['does not begin', '<!-- /generated -->\n'],
    ['ends twice', `${page}<!-- /generated -->\n`],
  ])('refuses a region that %s', (_, text) => {
    expect(() => fillRegions(text, { 'a b': 'x' })).toThrow('are whole');
  });
});

describe('withToc', () => {
  it('lists headings from level 2 to 5 between the marks', () => {
    const text = '# A\n<!-- toc -->\nold\n<!-- /toc -->\n## B c\n##### D\n###### E\n';
    expect(withToc(text)).toContain('<!-- toc -->\n- [B c](#b-c)\n      - [D](#d)\n<!-- /toc -->\n');
    expect(withToc('# A\n## B\n')).toBe('# A\n## B\n');
  });
});
