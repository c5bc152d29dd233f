import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ndjson } from './ndjson.js';
import { defaultRenderOptions } from './reporter.js';
import { runNames, runs, stream, text } from './testdata/events.js';
import { schemaProblems } from './testdata/schema.js';

describe('the ndjson report', () => {
  it.each(runNames)('of the %s run has one event a line, as they came', async (name) => {
    const lines = (await text(ndjson.render(stream(runs[name]), defaultRenderOptions))).split('\n');
    expect(lines.pop()).toBe('');
    const { digest: _, ...footer } = JSON.parse(lines.pop() ?? '');
    expect([...lines.map((line) => JSON.parse(line)), footer]).toEqual(runs[name]);
  });

  it('begins with the header and ends with the footer', async () => {
    const lines = (await text(ndjson.render(stream(runs.embedded), defaultRenderOptions))).split('\n');
    expect(lines[0]).toBe(
      '{"type":"header","format":"csi-env/events","formatVersion":1,"tool":{"name":"conformance","version":"0.1.0"},"contract":{"name":"env-vars","revision":1},"startedAt":"2026-11-21T12:00:00.000Z","platform":{"os":"linux","arch":"x64","node":"22.21.0"},"endpoint":"embedded","client":"wire","seed":42,"selection":{"run":[],"skip":[],"safe":false,"strict":false},"links":"https://csi-env.example/requirements/"}',
    );
    expect(lines.at(-2)).toBe(
      '{"type":"footer","verdict":"conformant","exitCode":0,"interrupted":false,"durationMs":3210,"calls":512,"checks":{"pass":2,"fail":0,"error":0,"untested":0,"not-applicable":0,"skipped":0},"requirements":{"pass":2,"fail":0,"warn":0,"error":0,"untested":0,"skipped":0,"not-applicable":0},"digest":"sha256:1461aca62973d2fa9714c8fb64c1ae95438e40ef362953c07fb9fa1592dd6104"}',
    );
  });

  it('ends with the SHA-256 of everything before it', async () => {
    const written = await text(ndjson.render(stream(runs.failing), defaultRenderOptions));
    const end = written.lastIndexOf(',"digest":"');
    const digest = createHash('sha256').update(written.slice(0, end)).digest('hex');
    expect(written.slice(end)).toBe(`,"digest":"sha256:${digest}"}\n`);
  });

  it('holds nothing that a terminal or a workflow obeys', async () => {
    const written = await text(ndjson.render(stream(runs.hostile), defaultRenderOptions));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: nothing but line breaks may be left of them
    expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|##\[/);
  });

  it('keeps to its schema', async () => {
    const problems = await schemaProblems('event');
    for (const name of runNames) {
      const written = await text(ndjson.render(stream(runs[name]), defaultRenderOptions));
      for (const line of written.trimEnd().split('\n'))
        expect([name, problems(JSON.parse(line))]).toEqual([name, []]);
    }
  });

  it('yields an event as soon as it comes', async () => {
    let given = 0;
    async function* source() {
      for (const event of runs.embedded) {
        given++;
        yield event;
      }
    }
    const lines = ndjson.render(source(), defaultRenderOptions);
    await lines.next();
    expect(given).toBe(1);
  });
});
