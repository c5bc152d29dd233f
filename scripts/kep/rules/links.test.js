import { describe, expect, it } from 'vitest';
import { changed, kep } from './changed-kep.js';
import { links } from './links.js';

const file = 'README.md';
const add = (/** @type {string} */ text) => changed(file, '## Summary\n', `## Summary\n\n${text}\n`);

describe('links', () => {
  it('all lead somewhere', () => {
    expect(links(kep)).toEqual([]);
  });

  it.each([
    ['a file that is not there', '[a](NOWHERE.md)', 'there is no NOWHERE.md'],
    ['a picture that is not there', '![a](diagrams/none.svg)', 'there is no diagrams/none.svg'],
    ['a heading that is not there', '[a](#nowhere)', 'README.md has no heading #nowhere'],
    ['a heading of another page', '[a](ALTERNATIVES.md#summary)', 'ALTERNATIVES.md has no heading #summary'],
    ['what is beside the folder', '[a](../proto/README.md)', '../proto/README.md leads out of the folder'],
    ['the root', '[a](/keps/a)', '/keps/a leads out of the folder'],
    ['nothing', '[a]()', 'a link leads nowhere'],
    ['plain http', '[a](http://example.com)', 'http://example.com is not an https address'],
    ['no host', '[a](https://localhost/a)', 'https://localhost/a names no host'],
    ['no address', '[a](https://)', 'https:// is no address'],
    ['a defined reference', '[a][b]\n\n[b]: NOWHERE.md', 'there is no NOWHERE.md'],
    ['a reference with a title', '[a][b]\n\n[b]: NOWHERE.md "where"', 'there is no NOWHERE.md'],
    ['a file in HTML', '<a href="NOWHERE.md">a</a>', 'there is no NOWHERE.md'],
    ['a picture in HTML', '<img src="none.svg" alt="a">', 'there is no none.svg'],
    ['a file from a picture', '[![a](diagrams/end-to-end.svg)](NOWHERE.md)', 'there is no NOWHERE.md'],
    [
      'a page that the site does not have',
      '[a](https://csi-env.dev/dragons)',
      'the site has no page /dragons/',
    ],
    ['such a page as it is', 'https://csi-env.dev/guides/dragons/.', 'the site has no page /guides/dragons/'],
    [
      'an anchor that the specification does not keep',
      '[a](https://csi-env.dev/spec/env-vars/batch/all-or-nothing/#dragons)',
      'the site has no anchor /spec/env-vars/batch/all-or-nothing/#dragons',
    ],
    ['a reference that no line defines', '[a][zz]', 'no line says where [zz] leads'],
  ])('are refused to %s', (_, text, message) => {
    expect(links(add(text))).toMatchObject([{ file, message }]);
  });

  it.each([
    'https://csi-env.dev',
    'https://csi-env.dev/guides/errors',
    'https://csi-env.dev/kep/alternatives/#dra',
    'https://csi-env.dev/evidence/kill-matrix/',
    'https://csi-env.dev/spec/env-vars/batch/all-or-nothing/#check-denied-first',
    'https://example.com/dragons',
  ])('may lead to %s', (target) => {
    expect(links(add(`[a](${target})`))).toEqual([]);
  });

  it('in code are none', () => {
    expect(links(add('`[a](NOWHERE.md)`\n\n```\n[a](NOWHERE.md)\n```'))).toEqual([]);
  });

  it('are told with their line', () => {
    const lines = (add('[a](NOWHERE.md)').files[file] ?? '').split('\n');
    const [problem] = links(add('[a](NOWHERE.md)'));
    expect(lines[(problem?.line ?? 0) - 1]).toBe('[a](NOWHERE.md)');
  });
});
