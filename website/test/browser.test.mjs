import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.mjs';
import { allPages, pagesAskedClosely, samplePages } from './pages.mjs';
import { serveSite } from './serve.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const samples = Object.entries(samplePages);
let site;
let browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([serveSite(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** Runs work on pages of one context, four at a time. */
async function onPages(paths, options, work) {
  const context = await browser.newContext(options);
  const left = [...paths];
  const visit = async () => {
    const page = await context.newPage();
    for (let path = left.shift(); path !== undefined; path = left.shift()) await work(page, path);
    await page.close();
  };
  await Promise.all(Array.from({ length: 4 }, visit));
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

it('shows every page at 360 px without scrolling sideways, errors, cookies or other hosts', async () => {
  const wrong = [];
  const paths = allPages();
  const cookies = await onPages(
    paths,
    { viewport: { width: 360, height: 760 }, reducedMotion: 'reduce' },
    async (page, path) => {
      const note = (text) => wrong.push(`${path}: ${text}`);
      const heard = {
        console: (message) => message.type() === 'error' && note(message.text()),
        pageerror: (error) => note(error.message),
        request: (request) =>
          !/^(data|blob|about):/.test(request.url()) &&
          !request.url().startsWith(`${site.url}/`) &&
          note(`asks ${request.url()}`),
      };
      for (const [event, listener] of Object.entries(heard)) page.on(event, listener);
      await page.goto(site.url + path, { waitUntil: 'load' });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 360) note(`is ${width} px wide`);
      for (const [event, listener] of Object.entries(heard)) page.off(event, listener);
    },
  );
  expect(paths.length).toBeGreaterThan(150);
  expect(wrong).toEqual([]);
  expect(cookies).toEqual([]);
});

/** What axe finds on pages, a line for each rule that one breaks. */
async function axeFindings(paths, options) {
  const wrong = [];
  await onPages(paths, { reducedMotion: 'reduce', bypassCSP: true, ...options }, async (page, path) => {
    await page.goto(site.url + path, { waitUntil: 'networkidle' });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      globalThis.axe.run(document, { resultTypes: ['violations'] }),
    );
    for (const { id, nodes } of violations)
      wrong.push(
        `${path} ${id}: ${nodes
          .slice(0, 3)
          .map(({ target, failureSummary }) => `${target} ${failureSummary?.split('\n')[1] ?? ''}`)
          .join(' | ')}`,
      );
  });
  return wrong;
}

describe.each(['light', 'dark'])('in the %s scheme', (colorScheme) => {
  it('has nothing that axe finds, on a page of each template or on every page', async () => {
    const paths = pagesAskedClosely();
    expect(paths.length).toBeGreaterThanOrEqual(samples.length);
    expect(await axeFindings(paths, { colorScheme, viewport: { width: 1280, height: 900 } })).toEqual([]);
  });
});

it('has nothing that axe finds on a phone, where diagrams and tables are wider than the screen', async () => {
  const paths = [
    '/',
    '/kep/',
    '/spec/flows/errors-and-retry/',
    '/guides/observability/',
    '/spec/wire/fields/',
  ];
  expect(await axeFindings(paths, { viewport: { width: 360, height: 760 } })).toEqual([]);
});

it.each([360, 1280])('shows no text of a diagram below 12 px, %i px wide', async (width) => {
  const small = [];
  let texts = 0;
  const flows = allPages().filter((path) => /^\/spec\/flows\/.+/.test(path));
  await onPages(flows, { viewport: { width, height: 760 }, reducedMotion: 'reduce' }, async (page, path) => {
    await page.goto(site.url + path, { waitUntil: 'load' });
    await page.locator('.docusaurus-mermaid-container svg').waitFor();
    const sizes = await page.evaluate(() => {
      const svg = document.querySelector('.docusaurus-mermaid-container svg');
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      return [...svg.querySelectorAll('text')].map((text) => ({
        text: text.textContent,
        size: Number.parseFloat(getComputedStyle(text).fontSize) * scale,
      }));
    });
    texts += sizes.length;
    for (const { text, size } of sizes) if (size < 11.99) small.push(`${path}: ${size} px: ${text}`);
  });
  expect(flows.length).toBeGreaterThan(5);
  expect(texts).toBeGreaterThan(50);
  expect(small).toEqual([]);
});

it.each([360, 1280])('moves next to nothing when a diagram is drawn, %i px wide', async (width) => {
  const moved = [];
  const flows = allPages().filter((path) => /^\/spec\/flows\/.+/.test(path));
  await onPages(flows, { viewport: { width, height: 760 }, reducedMotion: 'reduce' }, async (page, path) => {
    const box = page.locator('.docusaurus-mermaid-container');
    const heights = [];
    // Before its script has come the page has the room alone.
    await page.route('**/*.js', (route) => route.abort());
    await page.goto(site.url + path, { waitUntil: 'load' });
    heights.push(await box.evaluate(({ offsetHeight }) => offsetHeight));
    await page.unroute('**/*.js');
    await page.goto(site.url + path, { waitUntil: 'load' });
    await box.locator('svg').waitFor();
    heights.push(await box.evaluate(({ offsetHeight }) => offsetHeight));
    // By how much lines differ in the fonts of one machine and another.
    if (Math.abs(heights[0] / heights[1] - 1) > 0.05) moved.push(`${path}: ${heights.join(' px, then ')} px`);
  });
  expect(flows.length).toBeGreaterThan(5);
  // npm run record:diagrams measures them anew.
  expect(moved).toEqual([]);
});

it('draws the diagrams that are out of sight once the reader does something', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 760 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/kep/`, { waitUntil: 'networkidle' });
  const boxes = page.locator('.docusaurus-mermaid-container');
  const drawn = boxes.locator('svg');
  const count = await boxes.count();
  expect(count).toBeGreaterThan(3);
  const atFirst = await drawn.count();
  expect(atFirst).toBeLessThan(count);
  await page.emulateMedia({ media: 'print' });
  expect(await boxes.filter({ visible: true }).count(), 'no empty boxes on paper').toBe(atFirst);
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Shift');
  await expect.poll(() => drawn.count()).toBe(count);
  await context.close();
});

it('shows a diagram of two or three lanes whole on a phone', async () => {
  const wide = [];
  const flows = [
    'capability-and-limits',
    'errors-and-retry',
    'all-or-nothing',
    'optional-query',
    'kubelet-restart',
  ];
  const paths = flows.map((flow) => `/spec/flows/${flow}/`);
  await onPages(
    paths,
    { viewport: { width: 360, height: 760 }, reducedMotion: 'reduce' },
    async (page, path) => {
      await page.goto(site.url + path, { waitUntil: 'load' });
      const svg = page.locator('.docusaurus-mermaid-container svg');
      await svg.waitFor();
      const fits = () =>
        svg.evaluate((drawing) => {
          const box = drawing.closest('.docusaurus-mermaid-container');
          return box.scrollWidth <= box.clientWidth && box.clientWidth < 360;
        });
      await expect
        .poll(fits, { timeout: 5000 })
        .toBe(true)
        .catch(() => wide.push(path));
    },
  );
  expect(wide).toEqual([]);
});

it('can be reached by keyboard: every link and control of a page gets the focus, and shows it', async () => {
  const wrong = [];
  await onPages(
    pagesAskedClosely(),
    { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' },
    async (page, path) => {
      await page.goto(site.url + path, { waitUntil: 'networkidle' });
      // What the page was sent with is taken over by its script, and some of it made anew.
      await page.waitForFunction(() => document.documentElement.dataset.hasHydrated !== 'false');
      const expected = await page.evaluate(() => {
        const all = [
          ...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]'),
        ];
        const seen = all.filter(
          (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0,
        );
        for (const [i, one] of seen.entries()) one.dataset.stop = String(i);
        return seen.length;
      });
      const reached = new Set();
      // Code that scrolls takes a stop of its own.
      for (let i = 0; i < 2 * expected + 10 && reached.size < expected; i++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const here = document.activeElement;
          const { outlineStyle, boxShadow } = getComputedStyle(here);
          return {
            stop: here.dataset.stop,
            text: here.outerHTML.slice(0, 90),
            shown: outlineStyle !== 'none' || boxShadow !== 'none',
          };
        });
        if (stop.stop === undefined) continue;
        if (!stop.shown) wrong.push(`${path}: no focus is seen on ${stop.text}`);
        reached.add(stop.stop);
      }
      if (reached.size < expected) {
        const missed = await page.evaluate(
          (known) =>
            [...document.querySelectorAll('[data-stop]')]
              .filter((one) => !known.includes(one.dataset.stop))
              .map((one) => one.outerHTML.slice(0, 90)),
          [...reached],
        );
        wrong.push(`${path}: ${missed.join(' ')} not reached`);
      }
    },
  );
  expect([...new Set(wrong)]).toEqual([]);
});

it.each([720, 1100])('prints every template on light paper %i px wide, whole lines of it', async (width) => {
  const wrong = [];
  await onPages(
    samples.map(([, path]) => path),
    { viewport: { width, height: 1000 }, colorScheme: 'dark' },
    async (page, path) => {
      await page.goto(site.url + path, { waitUntil: 'load' });
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const { cut, narrow, dark } = await page.evaluate(() => {
        const content = document.querySelector('main') ?? document.body;
        const boxes = [...content.querySelectorAll('h1, h2, p, pre, table, li')]
          .map((one) => one.getBoundingClientRect())
          .filter((box) => box.width > 1 && box.height > 1);
        const light = (colour) => colour.endsWith(', 0)') || Number(/\d+/.exec(colour)?.[0]) > 128;
        const { color } = getComputedStyle(content.querySelector('h1') ?? content);
        return {
          cut: boxes.filter((box) => box.left < 0).length,
          narrow: content.getBoundingClientRect().width < 0.9 * innerWidth,
          dark:
            light(color) ||
            [document.documentElement, document.body].some(
              (one) => !light(getComputedStyle(one).backgroundColor),
            ),
        };
      });
      await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
      if (cut > 0) wrong.push(`${path}: ${cut} begin left of the paper`);
      if (narrow) wrong.push(`${path}: does not take the width of the paper`);
      if (dark) wrong.push(`${path}: has light text, or dark paper`);
    },
  );
  expect(wrong).toEqual([]);
});

it('transfers less than 300 kB for the first page, and shifts nothing while it loads', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${site.url}/`, { waitUntil: 'networkidle' });
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThan(300_000);
  expect(await page.evaluate(() => globalThis.shift)).toBe(0);
  await context.close();
});

it('finds a requirement by search, also from the page that is not there', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/no/such/page/`, { waitUntil: 'networkidle' });
  const box = page.locator('main input[type="search"], main .navbar__search-input').first();
  await box.fill('same-order');
  await page.locator('main [class*="suggestion"]', { hasText: 'ordering/same-order, MUST' }).last().click();
  await page.waitForURL('**/ordering/same-order/**');
  await context.close();
});

it.each([
  ['errors_total', 'injection_errors_total'],
  ['payload_bytes', 'max_total_payload_bytes'],
  ['GetEnvVars', 'NodeGetEnvVars'],
])('finds the middle of a name by search: %s', async (query, name) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/search/?q=${query}`, { waitUntil: 'networkidle' });
  await page.locator('[role="main"] article', { hasText: name }).first().waitFor({ timeout: 10_000 });
  await context.close();
});

it('leads a reviewer from the first page to a requirement, its case, its decision, its diagram and the proposal', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(site.url, { waitUntil: 'networkidle' });
  // The address changes before the page does.
  const follow = async (scope, name, address, shown) => {
    await page.locator(scope).getByRole('link', { name, exact: true }).first().click();
    await page.waitForURL(address);
    await page.locator(shown).first().waitFor();
  };
  await follow('main', 'All requirements', '**/spec/env-vars/', 'article a[href$="/no-cached-bypass/"]');
  await follow(
    'article',
    'authorization/no-cached-bypass',
    '**/authorization/no-cached-bypass/',
    'blockquote:has-text("MUST")',
  );
  expect(await page.locator('#checks').count()).toBe(1);
  expect(await page.locator('li[id^="check-"]').count()).toBeGreaterThan(5);
  await follow('article', 'Decision 18', '**/spec/decisions/18/', 'h2:has-text("Alternatives")');
  await page.goBack();
  await follow(
    'article',
    'Authorization comes before the cache',
    '**/spec/flows/authorization-before-cache/',
    '.docusaurus-mermaid-container svg',
  );
  await follow('nav.navbar', 'Proposal', '**/kep/', 'h2:has-text("Design Details")');
  await context.close();
});

it('judges an edited answer in the page of a requirement', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/spec/env-vars/ordering/same-order/`, { waitUntil: 'networkidle' });
  await page.locator('#try-it').scrollIntoViewIfNeeded();
  const verdict = page.locator('#try-it ~ div [role="status"]');
  await verdict.getByText('nothing is broken').waitFor();
  const results = page.getByRole('textbox', { name: 'results' });
  const swapped = JSON.parse(await results.inputValue()).reverse();
  await results.fill(JSON.stringify(swapped));
  await verdict.getByText('the results are not in query order').waitFor();
  await page.getByLabel('status').selectOption('NOT_FOUND');
  await verdict.getByText('the call was answered NOT_FOUND').waitFor();
  await page.getByLabel('status').selectOption('OK');
  await results.fill('[');
  await verdict.getByText('is not JSON').waitFor();
  await results.fill('[null]');
  await verdict.getByText('results[0] is null: write an object').waitFor();
  await context.close();
});

it('judges an edited request in the page of a requirement by what it asks for', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/spec/env-vars/ordering/same-order/`, { waitUntil: 'networkidle' });
  await page.locator('#try-it').scrollIntoViewIfNeeded();
  const verdict = page.locator('#try-it ~ div [role="status"]');
  await verdict.getByText('nothing is broken').waitFor();
  const request = page.getByRole('textbox', { name: 'request' });
  const results = page.getByRole('textbox', { name: 'results' });
  const asked = JSON.parse(await request.inputValue());
  const queries = asked.queries.toReversed();
  await request.fill(JSON.stringify({ ...asked, queries }));
  await verdict.getByText('the results are not in query order').waitFor();
  await results.fill(JSON.stringify(JSON.parse(await results.inputValue()).reverse()));
  await verdict.getByText('nothing is broken').waitFor();
  await request.fill(JSON.stringify({ ...asked, queries, provider_class_name: '' }));
  await verdict.getByRole('link', { name: 'request/required-fields' }).waitFor();
  await page.getByLabel('status').selectOption('INVALID_ARGUMENT');
  await verdict.getByText('nothing is broken').waitFor();
  await page.getByLabel('status').selectOption('NOT_FOUND');
  await request.fill(JSON.stringify({ ...asked, queries, provider_class_name: 'another' }));
  await verdict.getByText('not judged').waitFor();
  await context.close();
});
