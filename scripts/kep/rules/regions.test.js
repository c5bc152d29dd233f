import { describe, expect, it } from 'vitest';
import { changed, kep, messages } from './changed-kep.js';
import { regions } from './regions.js';

const stale = (/** @type {string} */ name) =>
  `the region ${name} is not what the data say: run \`npm run generate\``;

describe('generated regions', () => {
  it('say what the data say', () => {
    expect(regions(kep)).toEqual([]);
  });

  it.each([
    ['the figure of an objective', 'README.md', '| p99 < 500 ms |', '| p99 < 900 ms |', 'slos'],
    ['the figure of a budget', 'README.md', 'has a p99 under 10 ms.', 'has a p99 under 12 ms.', 'budgets'],
    [
      'one value of a label more',
      'README.md',
      ', invalid_response)',
      ', invalid_response, dragon)',
      'metrics',
    ],
    [
      'one alert more',
      'README.md',
      '\n| CSIEnvInjectionSlow',
      '\n| Dragons | page | a |  |  |\n| CSIEnvInjectionSlow',
      'alerts',
    ],
    [
      'one event less',
      'README.md',
      '| ProviderClassNotFound | Warning |',
      '| ProviderClassNotFound | Normal |',
      'events',
    ],
    ['a limit', 'README.md', '| 65536 bytes |', '| 65537 bytes |', 'limits'],
    ['a decision', 'README.md', '| It may not. |', '| It may. |', 'decisions'],
    [
      'one criterion more',
      'GRADUATION.md',
      '\n| `beta/optional` |',
      '\n| `beta/dragons` | Ninety-nine dragons use it. | measured |  |  |\n| `beta/optional` |',
      'evidence beta',
    ],
    ['a sum', 'GRADUATION.md', '| alpha | 3 |', '| alpha | 4 |', 'graduation summary'],
  ])('are refused where %s is changed by hand', (_, file, from, to, name) => {
    const broken = changed(file, from, to);
    const line =
      (broken.files[file] ?? '')
        .split('\n')
        .findIndex((one, at) => one !== kep.files[file]?.split('\n')[at]) + 1;
    expect(regions(broken)).toEqual([{ file, line, message: stale(name) }]);
  });

  it('are refused where one is missing, unknown or not closed', () => {
    const slos = '<!-- generated: slos -->';
    expect(messages(regions(changed('README.md', slos, '<!-- generated: alerts -->')))).toContain(
      'no page has the generated region slos',
    );
    expect(messages(regions(changed('README.md', slos, '<!-- generated: dragons -->')))).toContain(
      'no text is generated for region dragons',
    );
    expect(messages(regions(changed('README.md', slos, ''))).join('\n')).toMatch(/regions open and/);
  });
});
