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
    plugins: [sources, conformance, nodeModules],
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

const source = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** `@conformance/…` is the source folder of the toolkit. */
const conformance = {
  name: 'conformance',
  setup(build) {
    build.onResolve({ filter: /^@conformance\// }, ({ path }) => ({
      path: join(repository, 'conformance/src', path.replace(/^@conformance\//, '').replace(/\.js$/, '.ts')),
    }));
  },
};

/** What the toolkit asks of Node, as a page has it. */
const nodeModules = {
  name: 'node-modules',
  setup(build) {
    const modules = { 'node:fs': 'files.ts', 'node:crypto': 'crypto.ts' };
    build.onResolve({ filter: /^node:/ }, ({ path }) => {
      const file = modules[path];
      return file && { path: join(website, 'src/viewer', file) };
    });
  },
};
