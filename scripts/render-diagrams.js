// Usage: node scripts/render-diagrams.js
//
// Renders every kep/diagrams/*.mmd to an .svg beside it, with mermaid in a headless Chromium.
// mermaid comes from its npm package, which is kept in .cache; CHROMIUM names another browser.
// Whether a picture is up to date is a matter of its digest, see kep/diagram.js; kep-lint checks it without a browser.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { digestOf, finish, mermaid, settings } from './kep/diagram.js';
import { root } from './run-buf.js';

const folder = join(root, 'kep/diagrams');
const chromium = process.env.CHROMIUM ?? 'chromium';

try {
  findChromium();
  const names = readdirSync(folder).filter((file) => file.endsWith('.mmd'));
  const sources = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  for (const [name, svg] of Object.entries(render(sources))) {
    writeFileSync(join(folder, `${basename(name, '.mmd')}.svg`), finish(svg, digestOf(sources[name] ?? '')));
  }
  console.error(`rendered ${names.length} diagrams with mermaid ${mermaid.version}`);
} catch (error) {
  console.error(`render-diagrams: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/** Fails at once where there is no browser, before anything is fetched. */
function findChromium() {
  const { error, status } = spawnSync(chromium, ['--version'], { stdio: 'ignore' });
  if (error || status !== 0) {
    throw new Error(`cannot start ${chromium}: install Chromium, or name a browser in CHROMIUM`);
  }
}

/**
 * @param {Record<string, string>} sources by file name
 * @returns {Record<string, string>} pictures by file name
 */
function render(sources) {
  const scratch = mkdtempSync(join(tmpdir(), 'csi-env-diagrams-'));
  try {
    const page = join(scratch, 'page.html');
    writeFileSync(page, pageOf(sources));
    const result = spawnSync(
      chromium,
      [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
        ...[`--user-data-dir=${join(scratch, 'profile')}`, '--virtual-time-budget=60000', '--dump-dom'],
        pathToFileURL(page).href,
      ],
      { encoding: 'utf8', timeout: 180_000, maxBuffer: 64 * 1024 * 1024 },
    );
    if (result.error) throw new Error(`cannot render: ${result.error.message}`);
    const [, encoded] = /<pre id="result">([^<]*)<\/pre>/.exec(result.stdout) ?? [];
    if (encoded === undefined)
      throw new Error(`cannot render: ${chromium} gave no result, exit ${result.status}`);
    const { svgs, error } = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    if (error !== undefined) throw new Error(`cannot render ${error}`);
    return svgs;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {Record<string, string>} sources */
function pageOf(sources) {
  const data = Buffer.from(JSON.stringify({ sources, settings })).toString('base64');
  return `<!doctype html><meta charset="utf-8"><body><script src="${pathToFileURL(mermaidFile()).href}"></script><script>
const text = (base64) => new TextDecoder().decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
const done = (result) => {
  const pre = document.createElement('pre');
  pre.id = 'result';
  pre.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(result))));
  document.body.append(pre);
};
(async () => {
  const { sources, settings } = JSON.parse(text(${JSON.stringify(data)}));
  mermaid.initialize(settings);
  const svgs = {};
  for (const [name, source] of Object.entries(sources)) {
    try {
      const id = 'diagram-' + name.replace('.mmd', '');
      svgs[name] = new XMLSerializer().serializeToString(new DOMParser().parseFromString((await mermaid.render(id, source)).svg, 'text/html').querySelector('svg'));
    } catch (error) {
      return done({ error: name + ': ' + error.message });
    }
  }
  done({ svgs });
})();
</script>`;
}

/** Path of mermaid for browsers; fetches its npm package the first time. */
function mermaidFile() {
  const cache = join(root, '.cache', `mermaid-${mermaid.version}`);
  const file = join(cache, 'package/dist/mermaid.min.js');
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  execFileSync('npm', ['pack', `mermaid@${mermaid.version}`, '--pack-destination', cache, '--silent'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const archive = join(cache, `mermaid-${mermaid.version}.tgz`);
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== mermaid.integrity) {
    rmSync(cache, { recursive: true });
    throw new Error(`mermaid ${mermaid.version} has another digest than expected: ${found}`);
  }
  execFileSync('tar', ['-xzf', archive, '-C', cache, 'package/dist/mermaid.min.js']);
  rmSync(archive);
  return file;
}
