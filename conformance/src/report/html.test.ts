import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from './html.js';
import { defaultRenderOptions } from './reporter.js';
import { type RunName, runNames, runs, sampleRun, stream, text } from './testdata/events.js';

const render = (name: RunName): Promise<string> =>
  text(html.render(stream(runs[name]), defaultRenderOptions));
/** The page without style and script, which do not depend on the run. */
const body = (page: string): string =>
  page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*?<\/script>/, '');

describe('the html report', () => {
  it.each(runNames)('of the %s run is exactly as committed', async (name) => {
    const page = (await render(name)).replace(/'sha256-[^']+'/g, "'sha256-…'");
    await expect(body(page)).toMatchFileSnapshot(`testdata/html/${name}.txt`);
  });

  it('allows its own style and script by hash and nothing else', async () => {
    const page = await render('failing');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    const hash = (tag: string): string => {
      const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
      return createHash('sha256').update(content).digest('base64');
    };
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash('style')}'; script-src 'sha256-${hash('script')}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/ style=| on[a-z]+=|<link|<img|src=|@import|url\(/);
  });

  it('holds hostile text as text', async () => {
    const page = await render('hostile');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/script/g)).toHaveLength(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what it looks for
    expect(body(page)).not.toMatch(/<img|href="javascript|\u202e|\u001b/);
  });

  it('has one anchor for each requirement and check, and links that lead to them', async () => {
    const requirements = [
      { id: 'a/b', text: 'It MUST.', checks: [{ name: 'a/b', outcome: 'pass' as const }] },
      {
        id: 'x:y/z ü',
        text: 'It MUST.',
        checks: [{ name: 'x:y/z/1', outcome: 'untested' as const, durationMs: 1, blockedBy: 'a/b' }],
      },
    ];
    const page = await text(html.render(stream(sampleRun({ requirements })), defaultRenderOptions));
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['shown', 'a/b', 'check:a/b', 'x:y/z_ü', 'check:x:y/z/1']);
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, link]) => decodeURIComponent(link ?? ''));
    expect(links.every((link) => ids.includes(link))).toBe(true);
    expect(links).toHaveLength(3);
    expect(page).toContain('href="#x:y/z_%C3%BC"');
  });

  it('opens what failed and leaves the rest closed', async () => {
    const page = await render('failing');
    const open = [...page.matchAll(/id="([^"]*)" data-shown="[^"]*" open/g)].map(([, id]) => id);
    expect(open).toEqual(['ordering/same-order']);
  });
});
