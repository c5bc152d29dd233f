import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultRenderOptions } from './reporter.js';
import { sarif } from './sarif.js';
import { type RunName, runNames, runs, sampleRun, stream, text } from './testdata/events.js';

const render = (name: RunName): Promise<string> =>
  text(sarif.render(stream(runs[name]), defaultRenderOptions));

describe('the sarif report', () => {
  let problems: (log: unknown) => unknown;

  beforeAll(async () => {
    const path = createRequire(import.meta.url).resolve(
      '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
    );
    // The schema is of draft 4, of which it uses nothing that changed but these two members.
    const { $schema: _, id: __, ...schema } = JSON.parse(await readFile(path, 'utf8'));
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    formats.default(ajv);
    const validate = ajv.compile(schema);
    problems = (log) => (validate(log) ? [] : validate.errors);
  });

  it.each(runNames)('of the %s run is exactly as committed', async (name) => {
    await expect(await render(name)).toMatchFileSnapshot(`testdata/sarif/${name}.txt`);
  });

  it.each(runNames)('of the %s run is valid against the schema of SARIF 2.1.0', async (name) => {
    expect(problems(JSON.parse(await render(name)))).toEqual([]);
    expect(problems({ version: '2.1.0', runs: [{}] })).not.toEqual([]);
  });

  it('points at each rule by the index that it has', async () => {
    const [run] = JSON.parse(await render('failing')).runs;
    const rules: { id: string }[] = run.tool.driver.rules;
    expect(run.results.map((one: { ruleId: string; level: string }) => [one.ruleId, one.level])).toEqual([
      ['ordering/same-order', 'error'],
      ['ordering/same-order', 'error'],
      ['latency/cached', 'warning'],
    ]);
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('suppresses a known failure and says why', async () => {
    const [run] = JSON.parse(await render('known')).runs;
    expect(run.results[0].suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'issue 17, fixed in v1.3 (until 2026-12-31)' },
    ]);
  });

  it('tells of a run that could not tell as an unsuccessful invocation', async () => {
    const [run] = JSON.parse(await render('unreached')).runs;
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 3 });
  });

  it.each([
    ['./conformance.yaml', 'conformance.yaml'],
    ['my profiles/a#b.yaml', 'my%20profiles/a%23b.yaml'],
    ['C:\\x\\profile.yaml', 'file:///C:/x/profile.yaml'],
    ['/etc/profile.yaml', 'file:///etc/profile.yaml'],
  ])('names the profile %s as %s', async (profile, uri) => {
    const requirements = [
      { id: 'a/b', text: 'It MUST.', checks: [{ name: 'a/b/c', outcome: 'fail' as const }] },
    ];
    const log = JSON.parse(
      await text(
        sarif.render(stream(sampleRun({ requirements, header: { profile } })), defaultRenderOptions),
      ),
    );
    expect(problems(log)).toEqual([]);
    expect(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });
});
