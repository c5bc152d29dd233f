import { describe, expect, it } from 'vitest';
import { parseReportSpec } from './report-spec.js';
import { defaultRenderOptions } from './reporter.js';
import { loadReporter, reporterNames } from './reporters.js';
import { runNames, runs, stream, text } from './testdata/events.js';

describe('every reporter', () => {
  it.each(reporterNames)('%s has the name by which it is found', async (name) => {
    expect((await loadReporter(name)).name).toBe(name);
  });

  it.each(reporterNames)('%s gives the same text for the same run', async (name) => {
    const { render } = await loadReporter(name);
    for (const run of runNames) {
      const again = () => text(render(stream(runs[run]), defaultRenderOptions));
      expect(await again()).toBe(await again());
    }
  });

  it.each(reporterNames)('%s ends its text with one line break', async (name) => {
    const { render } = await loadReporter(name);
    for (const run of runNames)
      expect(await text(render(stream(runs[run]), defaultRenderOptions))).toMatch(/[^\n]\n$/);
  });

  it.each(reporterNames.filter((name) => name !== 'ndjson'))(
    'trap: %s takes no truncated run for a whole one',
    async (name) => {
      const { render } = await loadReporter(name);
      await expect(text(render(stream(runs.conformant.slice(0, -1)), defaultRenderOptions))).rejects.toThrow(
        'no footer',
      );
    },
  );

  it('writes to a file of its own under --output', async () => {
    const files = await Promise.all(
      reporterNames.map(async (name) => (await loadReporter(name)).defaultFile),
    );
    expect(new Set(files).size).toBe(reporterNames.length);
  });
});

describe('parseReportSpec', () => {
  it.each([
    ['json', { name: 'json' }],
    ['json=report.json', { name: 'json', path: 'report.json' }],
    ['json=C:\\x\\report.json', { name: 'json', path: 'C:\\x\\report.json' }],
    ['html=a=b.html', { name: 'html', path: 'a=b.html' }],
    ['ndjson=-', { name: 'ndjson', path: '-' }],
  ])('reads %s', (given, spec) => {
    expect(parseReportSpec(given)).toEqual(spec);
  });

  it.each([
    ['jsn', 'unknown reporter "jsn"', 'did you mean json?'],
    ['unit=x.xml', 'unknown reporter "unit"', 'did you mean junit?'],
    [
      'teamcity',
      'unknown reporter "teamcity"',
      'reporters are console, ndjson, json, junit, html, markdown, sarif, github, badge',
    ],
    [
      '',
      'unknown reporter ""',
      'reporters are console, ndjson, json, junit, html, markdown, sarif, github, badge',
    ],
    ['json=', 'reporter json= has no path', 'give json=FILE, or json for stdout'],
  ])('refuses %s', (given, message, advice) => {
    expect(() => parseReportSpec(given)).toThrow(
      expect.objectContaining({ name: 'UsageError', message, advice }),
    );
  });
});
