import { describe, expect, it } from 'vitest';
import { github, stepSummary } from './github.js';
import { defaultRenderOptions } from './reporter.js';
import { type RunName, runNames, runs, sampleRun, stream, text } from './testdata/events.js';

const render = (name: RunName): Promise<string> =>
  text(github.render(stream(runs[name]), defaultRenderOptions));

describe('the github report', () => {
  it.each(runNames)('of the %s run is exactly as committed', async (name) => {
    await expect(await render(name)).toMatchFileSnapshot(`testdata/github/${name}.txt`);
  });

  it('escapes what would end a property or a command', async () => {
    const requirements = [
      {
        id: 'a:b,c/100%',
        text: 'It MUST.',
        checks: [{ name: 'x', outcome: 'fail' as const, message: '50%\r\n::set-env::' }],
      },
    ];
    const lines = (
      await text(github.render(stream(sampleRun({ requirements })), defaultRenderOptions))
    ).split('\n');
    expect(lines[0]).toBe('::error title=a%3Ab%2Cc/100%25 (MUST)::It MUST.%0Ax%0A- 50%25\\r\\n::set-env::');
    expect(lines).toHaveLength(3);
  });

  it('trap: hostile text gives no workflow command of its own', async () => {
    const lines = (await render('hostile')).split('\n').filter((line) => line !== '');
    expect(lines.every((line) => /^::(error|warning|notice) title=/.test(line))).toBe(true);
    expect(lines.join('\n')).not.toContain('##[');
  });

  it('says in the tenth annotation what GitHub would not show', async () => {
    const requirements = Array.from({ length: 14 }, (_, i) => ({
      id: `area/${i}`,
      text: 'It MUST.',
      checks: [{ name: `area/${i}/one`, outcome: 'fail' as const, message: 'no' }],
    }));
    const lines = (await text(github.render(stream(sampleRun({ requirements })), defaultRenderOptions)))
      .trim()
      .split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[9]).toBe(
      '::error title=5 more::area/9 (MUST)%0Aarea/10 (MUST)%0Aarea/11 (MUST)%0Aarea/12 (MUST)%0Aarea/13 (MUST)',
    );
  });

  it('has the markdown report as step summary', async () => {
    const summary = await text(stepSummary.render(stream(runs.failing), defaultRenderOptions));
    expect(summary).toMatch(/^### ❌ env-vars conformance: nonconformant/);
  });
});
