import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { faceRules } from '../src/css/fonts.mjs';
import { importSources, sources } from './data/bundle.mjs';
import { browser, writeJudgingCode } from './judging-code.mjs';
import { siteBase } from './lib/address.mjs';
import { generated, repository, website } from './lib/folders.mjs';
import { viewerPage } from './viewer-page.mjs';

/** Bundles what pages run in the browser, of the toolkit's own sources: the judging code, and the viewer of reports. */
export async function writeBrowserCode({ toolkit }) {
  await writeJudgingCode(join(generated, 'code/judging.js'), toolkit);
  const { style, script } = await importSources('html-assets', "export * from './report/html-assets.js';");
  const folder = join(generated, 'static/viewer');
  await build({
    ...browser,
    entryPoints: { viewer: join(website, 'src/viewer/main.ts'), theme: join(website, 'src/viewer/theme.ts') },
    outdir: folder,
    format: 'iife',
    plugins: [sources, conformance, nodeModules([style, script])],
  });
  await build({
    ...browser,
    entryPoints: [join(website, 'src/viewer/viewer.css')],
    outdir: folder,
    external: [`${siteBase}fonts/*`],
    plugins: [facesCss],
  });
  mkdirSync(folder, { recursive: true });
  const page = viewerPage({ base: siteBase, reportStyle: source(style), reportScript: source(script) });
  writeFileSync(join(folder, 'index.html'), page);
}

/** The faces as a style sheet of their own; the other pages have them in their heads. */
const facesCss = {
  name: 'faces',
  setup(build) {
    build.onResolve({ filter: /^faces\.css$/ }, ({ path }) => ({ path, namespace: 'faces' }));
    build.onLoad({ filter: /.*/, namespace: 'faces' }, () => ({ contents: faceRules, loader: 'css' }));
  },
};

const digest = (text) => createHash('sha256').update(text).digest('base64');
const source = (text) => `'sha256-${digest(text)}'`;

/** `@conformance/…` is the source folder of the toolkit. */
const conformance = {
  name: 'conformance',
  setup(build) {
    build.onResolve({ filter: /^@conformance\// }, ({ path }) => ({
      path: join(repository, 'conformance/src', path.replace(/^@conformance\//, '').replace(/\.js$/, '.ts')),
    }));
  },
};

/** What the toolkit asks of Node and a page does not need: files, and the digests of two texts that are known beforehand. */
function nodeModules(texts) {
  const contents = {
    'node:fs':
      'export function createReadStream() { throw new Error("a page reads no files by their path"); }',
    'node:crypto': `const digests = new Map(${JSON.stringify(texts.map((text) => [text, digest(text)]))});
export function createHash() {
  let text = '';
  return { update(more) { text += more; return this; }, digest() { return digests.get(text); } };
}`,
  };
  return {
    name: 'node-modules',
    setup(build) {
      build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'node' }));
      build.onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({ contents: contents[path] }));
    },
  };
}
