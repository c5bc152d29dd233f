import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { generated, repository } from '../lib/folders.mjs';

/** Packages of the repository are taken from their sources, so that no other build has to go before this one. */
export const sources = {
  name: 'sources',
  setup(build) {
    const packages = { '@csi-env/spec-tests': 'spec-tests', '@csi-env/proto': 'proto' };
    build.onResolve({ filter: /^@csi-env\// }, ({ path }) => {
      const [scope, name, ...rest] = path.split('/');
      const folder = packages[`${scope}/${name}`];
      return folder && { path: join(repository, folder, ...(rest.length === 0 ? ['src/index.ts'] : rest)) };
    });
  },
};

const requireForModules =
  "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);";

/** Bundles code of the toolkit and imports it: its sources are TypeScript, which Node 20 does not read. */
export async function importSources(name, contents) {
  const outfile = join(generated, 'code', `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: join(repository, 'conformance/src'), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    plugins: [sources],
    banner: { js: requireForModules },
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

/** The contract as code has it: checks, mutants, the field table, the commands with their options. */
export async function loadToolkit() {
  const folder = join(repository, 'conformance/src/cli');
  const commands = readdirSync(folder).flatMap((file) => {
    if (!file.endsWith('.ts')) return [];
    const name = /^export function (\w+)Command\(/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
    return file === `${name}.ts` ? [{ name, file: `${name}.js` }] : [];
  });
  return importSources(
    'toolkit',
    `export { defaultLinkBase, envVarsChecks as checks } from './contracts/env-vars/contract.js';
export { mutants, withoutMutant } from './contracts/env-vars/mutants/registry.js';
export { oddities } from './contracts/env-vars/mutants/oddities.js';
export { knownOf } from './contracts/env-vars/fuzz/model/known.js';
export { predict } from './contracts/env-vars/fuzz/model/predict.js';
export { blameOfStatus } from './contracts/env-vars/fuzz/model/blame.js';
export { limitsOf } from './contracts/env-vars/facts.js';
export { encodeRequest } from './contracts/env-vars/request.js';
export { emptyProfile } from './profile/profile.js';
export { referenceProfile } from './contracts/env-vars/reference-driver/reference-profile.js';
export { statusCode } from './driver/answer.js';
export { fields, messages, rpcs } from './gen/field-table.js';
export { reporterNames, reporterList } from './report/reporters.js';
export { commandNames } from './cli/commands.js';
export { exitCode } from './errors.js';
${commands.map(({ name, file }) => `import { ${name}Command } from './cli/${file}';`).join('\n')}
export const commands = {${commands.map(({ name }) => `${JSON.stringify(name)}: () => ${name}Command()`).join(', ')}};`,
  );
}
