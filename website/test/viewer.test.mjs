import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repository } from '../scripts/lib/folders.mjs';
import { openBrowser } from './browser.mjs';
import { serveSite } from './serve.mjs';

const report = join(repository, 'results/reference.csi-env.example/1.0.0/report.json');
let site;
let browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([serveSite(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function openViewer() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/viewer/`, { waitUntil: 'networkidle' });
  return { page, close: () => context.close() };
}

const file = (name, text) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

it('shows a json report, and asks nobody for anything', async () => {
  const { page, close } = await openViewer();
  const asked = [];
  page.on('request', (request) => /^https?:/.test(request.url()) && asked.push(request.url()));
  await page.setInputFiles('#file', report);
  const frame = page.frameLocator('#report');
  await frame.getByRole('heading', { name: 'Conformant' }).waitFor();
  await page.locator('#status', { hasText: 'conformant, 72 requirements passed' }).waitFor();
  await frame.getByRole('button', { name: /untested/ }).click();
  await frame.locator('summary', { hasText: 'performance/memory' }).waitFor();
  expect(await frame.locator('summary', { hasText: 'performance/churn' }).isHidden()).toBe(true);
  expect(asked).toEqual([]);
  await close();
});

it('shows an event file that was dropped on it', async () => {
  const { page, close } = await openViewer();
  const { events } = await import('./sample-events.mjs');
  await page.evaluate((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'events.ndjson'));
    document
      .getElementById('drop')
      .dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, events);
  await page.frameLocator('#report').getByRole('heading', { name: 'Nonconformant' }).waitFor();
  await close();
});

it.each([
  ['neither', '{"a": 1}', 'neither a json report nor an event file'],
  ['another version', '{"format": "csi-env/report", "formatVersion": 99}', 'format version 99'],
  ['half an event file', '{"type":"header","format":"csi-env/events","formatVersion":1}\n', 'is no event'],
  ['no JSON', 'hello\nworld\n', 'line 1 is not JSON'],
  ['nothing', '', 'it is empty'],
])('says in one line what is wrong with %s', async (_, text, message) => {
  const { page, close } = await openViewer();
  await page.setInputFiles('#file', file('broken.json', text));
  await page.locator('#status').getByText(message).waitFor();
  expect(await page.locator('#report').isHidden()).toBe(true);
  await close();
});

it('shows text of a report as text', async () => {
  const { page, close } = await openViewer();
  const evil = JSON.parse(readFileSync(report, 'utf8'));
  evil.driver.name = '<img src=x onerror="parent.document.title=1">';
  await page.setInputFiles('#file', file('evil.json', JSON.stringify(evil)));
  await page.frameLocator('#report').getByText('<img src=x').first().waitFor();
  expect(await page.frameLocator('#report').locator('img').count()).toBe(0);
  await close();
});

it.each([
  [
    'fetch',
    () =>
      fetch('/sitemap.xml').then(
        () => 'connected',
        () => 'refused',
      ),
  ],
  [
    'another host',
    () =>
      fetch('https://example.com/', { method: 'POST', body: 'x', mode: 'no-cors' }).then(
        () => 'connected',
        () => 'refused',
      ),
  ],
  [
    'a web socket',
    () =>
      new Promise((resolve) => {
        try {
          const socket = new WebSocket(`ws://${location.host}/`);
          socket.onerror = () => resolve('refused');
          socket.onopen = () => resolve('connected');
        } catch {
          resolve('refused');
        }
      }),
  ],
  [
    'an image of another host',
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', () => resolve('refused'));
        const image = new Image();
        image.onload = () => resolve('connected');
        image.src = 'https://example.com/x.png';
      }),
  ],
  [
    'a form',
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', () => resolve('refused'));
        const form = document.createElement('form');
        form.action = 'https://example.com/';
        document.body.append(form);
        form.submit();
      }),
  ],
])('has a policy that forbids %s', async (_, attempt) => {
  const { page, close } = await openViewer();
  expect(await page.evaluate(attempt)).toBe('refused');
  await close();
});
