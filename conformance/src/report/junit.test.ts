import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { create } from 'xmlbuilder2';
import { validateXML } from 'xmllint-wasm';
import { junit } from './junit.js';
import { defaultRenderOptions } from './reporter.js';
import { type RunName, runNames, runs, stream, text } from './testdata/events.js';

const render = (name: RunName): Promise<string> =>
  text(junit.render(stream(runs[name]), defaultRenderOptions));

/** What a CI system counts, read from the elements and not from the attributes. */
function counted(xml: string) {
  const count = (pattern: RegExp): number => xml.match(pattern)?.length ?? 0;
  return {
    cases: count(/<testcase /g),
    failure: count(/<failure /g),
    error: count(/<error /g),
    skipped: count(/<skipped /g),
  };
}

describe('the junit report', () => {
  it.each(runNames)('of the %s run is exactly as committed', async (name) => {
    await expect(await render(name)).toMatchFileSnapshot(`testdata/junit/${name}.xml`);
  });

  it('is what Jenkins accepts, for every run', async () => {
    const schema = await readFile(new URL('testdata/jenkins-junit.xsd', import.meta.url), 'utf8');
    const xml = await Promise.all(
      runNames.map(async (name) => ({ fileName: `${name}.xml`, contents: await render(name) })),
    );
    const result = await validateXML({ xml, schema: [{ fileName: 'junit.xsd', contents: schema }] });
    expect(result.errors).toEqual([]);
    expect(result.valid).toBe(true);
    const broken = {
      fileName: 'broken.xml',
      contents: '<testsuites><testsuite name="a"><testcase/></testsuite></testsuites>',
    };
    const refused = await validateXML({
      xml: [broken],
      schema: [{ fileName: 'junit.xsd', contents: schema }],
    });
    expect(refused.valid).toBe(false);
  });

  it('trap: JUnit failure without a failure element, or as error', async () => {
    expect(counted(await render('failing'))).toEqual({ cases: 9, failure: 2, error: 0, skipped: 5 });
    expect(counted(await render('error'))).toEqual({ cases: 3, failure: 0, error: 1, skipped: 0 });
    expect(counted(await render('partial'))).toEqual({ cases: 6, failure: 0, error: 0, skipped: 5 });
  });

  it('trap: test case without a name', async () => {
    for (const name of runNames) expect(await render(name)).not.toMatch(/<testcase(?! name="[^"])/);
  });

  it('trap: unescaped or control characters in XML', async () => {
    const xml = await render('hostile');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 has no place for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\]\]>|<img/);
    expect(() => create(xml)).not.toThrow();
  });

  it('skips a SHOULD that is not met, with a warning and its card as output', async () => {
    const xml = await render('warned');
    expect(counted(xml)).toEqual({ cases: 3, failure: 0, error: 0, skipped: 1 });
    expect(xml).toContain('message="warning, SHOULD not met: the second call took 240 ms"');
    expect(xml).toContain('<system-out>latency/cached SHOULD: ');
  });

  it('skips a known failure and says until when', async () => {
    const xml = await render('known');
    expect(counted(xml)).toEqual({ cases: 2, failure: 0, error: 0, skipped: 1 });
    expect(xml).toContain('message="known failure: issue 17, fixed in v1.3 (until 2026-12-31)"');
  });

  it.each(['stale', 'strict', 'interrupted'] as const)(
    'of the %s run, whose checks are not red, is red',
    async (name) => {
      const { failure, error } = counted(await render(name));
      expect(failure + error).toBe(1);
    },
  );
});
