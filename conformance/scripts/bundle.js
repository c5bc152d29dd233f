// Usage: node conformance/scripts/bundle.js
//
// Bundles the command (src/main.ts) and the library (src/index.ts) into conformance/dist, with one shared chunk for each
// part that is loaded on its own, and writes THIRD-PARTY-LICENSES for what was bundled. `npm run build` runs it after tsc,
// which writes the type declarations.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { builtins } from './builtins.js';
import { fewChunks } from './few-chunks.js';
import { jsonModules } from './json-modules.js';
import { lazyRequire } from './lazy-require.js';
import { licensesOf } from './licenses.js';
import { plainDescriptors } from './plain-descriptors.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Declared for their type declarations and for the stock stacks, yet bundled: loading them from files costs 40 ms a start. */
const bundledDependencies = ['@bufbuild/protobuf', '@csi-env/proto', '@csi-env/spec-tests', '@types/node'];
const external = Object.keys(dependencies)
  .filter((name) => !bundledDependencies.includes(name))
  .flatMap((name) => [name, `${name}/*`]);

const common = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external,
  // Packages of the workspace and their dependencies are taken from their ES modules, so that unused parts fall away.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // Names stay, so that a stack trace can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  write: false,
  logLevel: 'warning',
};
const plugins = [builtins, jsonModules, plainDescriptors, lazyRequire(['picomatch'])];

const command = await build({
  ...common,
  entryPoints: { main: 'src/main.ts', index: 'src/index.ts' },
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  plugins: [
    ...plugins,
    fewChunks({
      source: join(root, 'src'),
      command: 'cli/main.ts',
      core: ['contracts/registry.ts', 'driver/open-client.ts', 'report/write-reports.ts', 'runner/run.ts'],
      always: ['cli/run.ts', 'cli/test-driver.ts', 'driver/wire-client.ts', 'report/console.ts'],
    }),
  ],
});
// Threads and processes load their own modules, so they share no chunk, and none of the command's is cut in two for them.
const workers = await build({
  ...common,
  entryPoints: {
    'chunks/embedded-worker': 'src/contracts/env-vars/embedded-worker.ts',
    'chunks/mutants-worker': 'src/contracts/env-vars/mutants/mutants-worker.ts',
  },
  plugins,
});

mkdirSync(join(dist, 'chunks'), { recursive: true });
const files = [...command.outputFiles, ...workers.outputFiles];
for (const { path, text } of files) writeFileSync(path, withRequire(text));
removeStale(new Set(files.map(({ path }) => path)));

const inputs = [command, workers]
  .flatMap(({ metafile }) => Object.values(metafile.outputs))
  .flatMap((output) => Object.keys(output.inputs));
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES'), licensesOf(inputs.map((input) => resolve(root, input))));

/** CommonJS packages ask for Node's own modules by `require`, which an ES module has to make for itself. */
function withRequire(text) {
  if (!/typeof require\s*(!==?|<)\s*"u/.test(text)) return text;
  return `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n${text}`;
}

/** Takes away what earlier builds left: JavaScript that is not of this bundle, and declarations whose source is gone. */
function removeStale(written) {
  for (const name of readdirSync(dist, { recursive: true })) {
    const path = join(dist, name);
    const source = join(root, 'src', name.replace(/\.d\.ts$/, '.ts'));
    const test = /\.test\.d\.ts$|testdata/.test(name);
    const stale = name.endsWith('.js')
      ? !written.has(path)
      : name.endsWith('.d.ts') && (test || !existsSync(source));
    if (stale) rmSync(path, { force: true });
  }
}
