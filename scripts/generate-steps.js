import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runBuf } from './run-buf.js';

/**
 * One step of `npm run generate`.
 *
 * @typedef {object} Step
 * @property {readonly string[]} outputs files and folders that it writes, from the repository's folder; in a folder everything is generated
 * @property {() => void} run throws when it fails
 */

/**
 * The steps in the order in which they run.
 * To generate more, add a step and name what it writes: the drift check watches that.
 *
 * @returns {Step[]}
 */
export function generateSteps() {
  const steps = [
    { outputs: ['proto/src/gen', 'conformance/src/gen/field-table.ts'], run: () => runBuf(['generate']) },
  ];
  const spec = 'conformance/scripts/generate-spec.js';
  if (existsSync(join(root, spec))) {
    steps.push({ outputs: ['conformance/src/gen'], run: () => runScript(spec) });
  }
  const kep = ['README', 'GRADUATION', 'ALTERNATIVES', 'MEASUREMENTS', 'FILING'];
  const pages = [...kep, 'diagrams/README', 'csi-spec/README'];
  const observability = [
    ...['alerts.yaml', 'dashboard.json'].map((file) => `examples/observability/${file}`),
    'website/docs/guides/observability.md',
  ];
  steps.push(
    { outputs: pages.map((page) => `kep/${page}.md`), run: () => runScript('scripts/generate-kep.js') },
    { outputs: observability, run: () => runScript('scripts/generate-observability.js') },
  );
  return steps;
}

/** @param {string} script */
function runScript(script) {
  const result = spawnSync(process.execPath, [join(root, script)], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    throw new Error(`${script} failed`, { cause: result.error });
  }
}
