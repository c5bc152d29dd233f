import { describe, expect, it } from 'vitest';
import { aboutDiagram, digestIn, digestOf, finish } from './diagram.js';
import { diagramIndex } from './diagram-index.js';

const svg = '<svg id="a" viewBox="-1 -2 30 40"><g/></svg>';

describe('a picture', () => {
  it('carries the digest of its source, and a white ground of its size', () => {
    const done = finish(svg, digestOf('a'));
    expect(digestIn(done)).toBe(digestOf('a'));
    expect(done).toContain('<rect x="-1" y="-2" width="30" height="40" fill="#fff"/><g/></svg>');
  });

  it('has no digest unless it was finished', () => {
    expect(digestIn(svg)).toBeUndefined();
  });

  it.each(['', '<div/>', '<svg><g/></svg>'])('is not made of %j', (text) => {
    expect(() => finish(text, digestOf('a'))).toThrow('it is no svg with a viewBox');
  });
});

describe('the digest', () => {
  it('depends on the source, and not on the ends of its lines', () => {
    expect(digestOf('a')).not.toBe(digestOf('b'));
    expect(digestOf('a\r\nb')).toBe(digestOf('a\nb'));
  });
});

describe('a source', () => {
  const source = '%% requirements: a/b, c/d\nsequenceDiagram\n  accTitle: One\n  accDescr: Two. Three.\n';

  it('says its title, its text and its requirements', () => {
    expect(aboutDiagram(source)).toEqual({
      title: 'One',
      description: 'Two. Three.',
      requirements: ['a/b', 'c/d'],
    });
    expect(aboutDiagram('')).toEqual({ title: '', description: '', requirements: [] });
  });

  it('is listed with picture, text and links', () => {
    const page = diagramIndex([{ file: 'one.mmd', ...aboutDiagram(source) }]);
    expect(page).toContain('## One\n\n![One](one.svg)\n\nTwo.\nThree.\n');
    expect(page).toContain('[a/b](https://csi-env.dev/spec/env-vars/a/b), [c/d](');
  });
});
