import { describe, expect, it } from 'vitest';
import { parseReportSpec } from './report-spec.js';
import { defaultRenderOptions } from './reporter.js';
import { loadReporter, reporterNames } from './reporters.js';
import { type RunName, runNames, runs, stream, text } from './testdata/events.js';

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

  // A badge is a picture of a few words.
  const telling = reporterNames.filter((name) => name !== 'badge');
  /** What a report shows, without layout and the escapes of its syntax. */
  const shown = async (name: (typeof telling)[number], run: RunName): Promise<string> => {
    const { render } = await loadReporter(name);
    return (await text(render(stream(runs[run]), defaultRenderOptions)))
      .replaceAll(/\\(?=[*_])/g, '')
      .replaceAll(/<!-- -->/g, '')
      .replaceAll(/\s+/g, ' ');
  };

  it.each(telling)('%s says by what the verdict was reached', async (name) => {
    const said = await shown(name, 'flaky');
    const parts: Readonly<Record<string, RegExp>> = {
      verdict: /nonconformant/i,
      revision: /env-vars (conformance, )?revision 1|"contract": ?\{ ?"name": ?"env-vars", ?"revision": ?1/,
      driver: /vault\.csi\.example\.com( |", ?"vendorVersion": ?")v1\.2\.3/,
      stage: /\balpha\b/,
      client: /client wire|"client": ?"wire"|name="client" value="wire"/,
      seed: /seed 42|"seed": ?42|name="seed" value="42"|<dt>Seed<\/dt><dd>42/,
      profile: new RegExp(`conformance\\.yaml.*sha256:${'00ff'.repeat(16)}`),
      tool: /conformance 0\.1\.0|"name": ?"conformance", ?"version": ?"0\.1\.0"/,
      'what was left out': /--skip performance\/\*\*|"skip": ?\[ ?"performance\/\*\*" ?\]/,
      'what was asked for': /--safe.*--repeat 5.*--shuffle|"safe": ?true.*"repeat": ?5, ?"shuffle": ?true/,
      rate: /failed 2 of 6 times|"attempts": ?\{ ?"made": ?6, ?"failed": ?2/,
    };
    const missing = Object.entries(parts).filter(([, pattern]) => !pattern.test(said));
    expect(missing.map(([part]) => part)).toEqual([]);
  });

  it.each(telling)('%s says what was not tested and why', async (name) => {
    const said = await shown(name, 'partial');
    for (const part of ['keys.missing', 'missing/semantics', 'memory/no-disk', 'list a key that the backend'])
      expect(said, part).toContain(part);
  });

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
    expect(parseReportSpec(given, reporterNames)).toEqual(spec);
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
    expect(() => parseReportSpec(given, reporterNames)).toThrow(
      expect.objectContaining({ name: 'UsageError', message, advice }),
    );
  });
});
