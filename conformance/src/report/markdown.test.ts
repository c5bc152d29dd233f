import { describe, expect, it } from 'vitest';
import { markdown, markdownLimit } from './markdown.js';
import { defaultRenderOptions } from './reporter.js';
import { card, type RunName, runNames, runs, sampleRun, stream, text } from './testdata/events.js';

const render = (name: RunName): Promise<string> =>
  text(markdown.render(stream(runs[name]), defaultRenderOptions));

describe('the markdown report', () => {
  it.each(runNames)('of the %s run is exactly as committed', async (name) => {
    await expect(await render(name)).toMatchFileSnapshot(`testdata/markdown/${name}.txt`);
  });

  it('shows hostile text as text', async () => {
    const prose = (await render('hostile')).replace(/^```+[\s\S]*?^```+$/gm, '');
    expect(prose).not.toMatch(/<img|<\/script|[^\\]`a|\n# heading|\]\(/);
    expect(prose).not.toMatch(/(?<!\\)\|(?! |$)(?!-)/m);
  });

  it('keeps a fence that hostile code cannot close', async () => {
    const request = { text: '```\n# out' };
    const requirements = [
      {
        id: 'a/b',
        text: 'It MUST.',
        checks: [
          {
            name: 'a/b/c',
            outcome: 'fail' as const,
            card: { ...card, reproduce: { conformance: 'x ```` y', request } },
          },
        ],
      },
    ];
    const out = await text(markdown.render(stream(sampleRun({ requirements })), defaultRenderOptions));
    expect(out).toContain('`````\nx ```` y\n`````');
    expect(out).toContain('````\n{"text":"```\\n# out"}\n````');
  });

  it('stays within what a comment may have, leaving out whole failures and saying so', async () => {
    const requirements = Array.from({ length: 200 }, (_, i) => ({
      id: `area/${i}`,
      text: `It MUST ${'very '.repeat(100)}much.`,
      checks: [{ name: `area/${i}/one`, outcome: 'fail' as const, card }],
    }));
    const out = await text(markdown.render(stream(sampleRun({ requirements })), defaultRenderOptions));
    expect(out.length).toBeLessThanOrEqual(markdownLimit);
    expect(out.length).toBeGreaterThan(markdownLimit - 3000);
    expect(out).toMatch(
      /<\/details>\n\n_\d+ blocks left out here for want of room; the other reports have all\._\n$/,
    );
    expect(out.match(/<details>/g)?.length).toBe(out.match(/<\/details>/g)?.length);
  });
});
