import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../scripts/lib/folders.mjs';
import { openBrowser } from './browser.mjs';
import { serveSite } from './serve.mjs';

const report = join(repository, 'results/reference.csi-env.example/1.0.0/report.json');
let site;
let browser;
let folder;
let other;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'csi-env-viewer-'));
  [site, browser, other] = await Promise.all([serveSite(), openBrowser(), listen()]);
  const bin = join(repository, 'conformance/bin/conformance.js');
  const words = ['--run', 'identity/**', '--reporter', 'ndjson=e.ndjson', '--reporter', 'json=r.json'];
  const { status, stderr } = spawnSync(process.execPath, [bin, ...words], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the run of the reference driver failed: ${stderr}`);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await other?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Another host that lets anybody in: counts what it is asked, and answers requests and web sockets. */
async function listen() {
  const sockets = new Set();
  const seen = { requests: 0 };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      seen.requests++;
      const key = /^sec-websocket-key: *(\S+)/im.exec(String(bytes))?.[1];
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(
        key === undefined
          ? 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: image/svg+xml\r\nContent-Length: 41\r\nConnection: close\r\n\r\n<svg xmlns="http://www.w3.org/2000/svg"/>'
          : `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${server.address().port}`,
    seen,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function openViewer(options = {}) {
  const context = await browser.newContext(options);
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

describe('a file that a run wrote', () => {
  const written = (name) => readFileSync(join(folder, name), 'utf8');

  it.each(['e.ndjson', 'r.json'])('is shown as it was written: %s', async (name) => {
    const { page, close } = await openViewer();
    await page.setInputFiles('#file', join(folder, name));
    await page.frameLocator('#report').getByRole('heading', { name: 'Partial' }).waitFor();
    expect(await page.locator('#notice').isHidden()).toBe(true);
    await close();
  });

  it.each([
    ['e.ndjson', /"vendorVersion":"1/, '"vendorVersion":"2'],
    ['r.json', /"vendorVersion": "1/, '"vendorVersion": "2'],
  ])('is refused with one byte changed: %s', async (name, from, to) => {
    const { page, close } = await openViewer();
    const text = written(name);
    expect(text).toMatch(from);
    await page.setInputFiles('#file', file(name, text.replace(from, to)));
    await page.locator('#status').getByText('its digest does not match').waitFor();
    expect(await page.locator('#report').isHidden()).toBe(true);
    await close();
  });

  it.each([
    ['e.ndjson', /,"digest":"[^"]*"\}\s*$/, '}\n'],
    ['r.json', /,\s*"digest": "[^"]*"\s*\}\s*$/, '\n}\n'],
  ])('is shown with a notice where it carries no digest: %s', async (name, from, to) => {
    const { page, close } = await openViewer();
    const text = written(name);
    expect(text).toMatch(from);
    await page.setInputFiles('#file', file(name, text.replace(from, to)));
    await page.frameLocator('#report').getByRole('heading', { name: 'Partial' }).waitFor();
    await page.locator('#notice').getByText('carries no digest').waitFor();
    await page.setInputFiles('#file', join(folder, name));
    await page.locator('#notice').waitFor({ state: 'hidden' });
    await close();
  });
});

it.each([
  [
    'a verdict that its requirements do not come to',
    (value) => {
      value.verdict = 'conformant';
      value.requirements[0].outcome = 'fail';
      for (const one of [value.requirements[0].checks[0], value.checks[0]]) one.outcome = 'fail';
    },
    'is not as a run wrote it',
  ],
  [
    'no list of checks in a requirement',
    (value) => {
      value.requirements[0].checks = null;
    },
    'requirements[0].checks is not a list',
  ],
  [
    'a requirement that is nothing',
    (value) => {
      value.requirements = [null];
    },
    'requirements[0] is not an object',
  ],
])(
  'says in one line what is wrong with a report without a digest that has %s',
  async (_, change, message) => {
    const { page, close } = await openViewer();
    const value = JSON.parse(readFileSync(report, 'utf8'));
    change(value);
    delete value.digest;
    await page.setInputFiles('#file', file('broken.json', JSON.stringify(value)));
    await page.locator('#status').getByText(message).waitFor();
    expect(await page.locator('#report').isHidden()).toBe(true);
    await close();
  },
);

it('shows text of a report as text', async () => {
  const { page, close } = await openViewer();
  const { digest: _, ...evil } = JSON.parse(readFileSync(report, 'utf8'));
  evil.driver.name = '<img src=x onerror="parent.document.title=1">';
  await page.setInputFiles('#file', file('evil.json', JSON.stringify(evil)));
  await page.frameLocator('#report').getByText('<img src=x').first().waitFor();
  expect(await page.frameLocator('#report').locator('img').count()).toBe(0);
  await close();
});

/** Ways out of the page to a host, each with the directive that forbids it. */
const ways = [
  ['a request', 'connect-src', (host) => fetch(`http://${host}/out`, { method: 'POST', body: 'x' })],
  ['a beacon', 'connect-src', (host) => navigator.sendBeacon(`http://${host}/out`, 'x')],
  ['a web socket', 'connect-src', (host) => new WebSocket(`ws://${host}/out`)],
  [
    'an image',
    'img-src',
    (host) => {
      new Image().src = `http://${host}/out`;
    },
  ],
  [
    'a form',
    'form-action',
    (host) => {
      const form = document.createElement('form');
      form.action = `http://${host}/out`;
      document.body.append(form);
      form.submit();
    },
  ],
];

/** Tries a way out, and waits for the policy to say no or for the host to be reached, whichever comes. */
async function attempt(options, way, host, reached) {
  const { page, close } = await openViewer(options);
  const violated = [];
  await page.exposeFunction('forbidden', (directive) => violated.push(directive));
  await page.evaluate(() =>
    document.addEventListener('securitypolicyviolation', (event) => forbidden(event.effectiveDirective)),
  );
  const before = reached();
  // Whether it was forbidden is told by the event and by the host, not by what the page sees of it.
  await page.evaluate(`void (${way})(${JSON.stringify(host)})?.catch?.(() => {})`);
  await expect.poll(() => violated.length + reached() - before, { timeout: 10_000 }).toBeGreaterThan(0);
  await page.waitForTimeout(100).catch(() => {});
  await close();
  return { violated: [...new Set(violated)], reached: reached() > before };
}

describe.each(ways)('%s from the page to another host', (_, directive, way) => {
  const reached = () => other.seen.requests;

  it('is forbidden by its policy', async () =>
    expect(await attempt({}, way, other.host, reached)).toEqual({ violated: [directive], reached: false }));

  it('would get there without the policy', async () =>
    expect(await attempt({ bypassCSP: true }, way, other.host, reached)).toEqual({
      violated: [],
      reached: true,
    }));
});

it('forbids requests to its own host, too', async () => {
  const [, directive, way] = ways[0];
  const host = new URL(site.url).host;
  expect(await attempt({}, way, host, () => 0)).toEqual({ violated: [directive], reached: false });
});
