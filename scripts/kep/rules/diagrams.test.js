import { describe, expect, it } from 'vitest';
import { changed, kep, messages, withFile, without } from './changed-kep.js';
import { diagrams } from './diagrams.js';

const source = 'diagrams/end-to-end.mmd';
const stale =
  'the picture was made from another source or by other settings: run `node scripts/render-diagrams.js` and commit the result';

describe('diagrams', () => {
  it('are rendered, described and shown', () => {
    expect(diagrams(kep)).toEqual([]);
  });

  it.each([
    ['a changed source', source, 'K->>D: NodeGetCapabilities', 'K->>D: Probe', [stale]],
    ['no title', source, '  accTitle: ', '  %% ', [stale, 'it has no accTitle']],
    [
      'no text for whoever cannot see it',
      source,
      '  accDescr: ',
      '  %% ',
      [stale, 'it has no accDescr, the text for whoever cannot see it'],
    ],
    ['no requirements', source, '%% requirements: ', '%% ', [stale, 'it names no requirement that it shows']],
    ['an unknown requirement', source, 'co/batch', 'co/bundle', [stale, 'there is no requirement co/bundle']],
    ['a picture of another digest', 'diagrams/end-to-end.svg', 'source sha256-', 'source sha256-0', [stale]],
  ])('are refused with %s', (_, file, from, to, expected) => {
    expect(messages(diagrams(changed(file, from, to)))).toEqual(expected);
  });

  it('are refused where a picture is missing, has no source, or is shown nowhere', () => {
    expect(messages(diagrams(without('diagrams/end-to-end.svg')))).toEqual([
      'it is not rendered: run `node scripts/render-diagrams.js` and commit the result',
    ]);
    expect(messages(diagrams(without(source)))).toEqual(['the picture has no source']);
    const hidden = withFile('diagrams/hidden.mmd', (kep.files[source] ?? '').replace('From', 'Out of'));
    expect(messages(diagrams(hidden))).toContain('no page shows it');
  });

  it('are owed', () => {
    expect(messages(diagrams({ ...kep, files: {} }))).toEqual(['there is no diagram']);
  });
});
