// Usage: node scripts/generate-observability.js
//
// Writes examples/observability/alerts.yaml and dashboard.json from spec-tests/env-vars/observability.yaml, and fills the generated
// regions of website/docs/guides/observability.md.
// `npm run generate` runs it; the drift check fails when the result differs from what is committed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readProposalData } from '../spec-tests/scripts/read-specification.js';
import { fillRegions } from './kep/regions.js';
import { alertRules } from './observability/alert-rules.js';
import { dashboard } from './observability/dashboard.js';
import { guideRegions } from './observability/guide-regions.js';
import { observabilityProblems } from './observability/problems.js';
import { root } from './run-buf.js';

const folder = join(root, 'examples/observability');
const guide = join(root, 'website/docs/guides/observability.md');
const { observability } = readProposalData('env-vars');
const problems = observabilityProblems(observability);
if (problems.length > 0) {
  console.error(`cannot generate from observability.yaml: ${problems.join('; ')}`);
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  const header =
    '# Generated from spec-tests/env-vars/observability.yaml by npm run generate; do not edit.\n';
  write('alerts.yaml', header + stringify(alertRules(observability), { lineWidth: 0 }));
  write('dashboard.json', `${JSON.stringify(dashboard(observability), null, 2)}\n`);
  writeFileSync(guide, fillRegions(readFileSync(guide, 'utf8'), guideRegions(observability)));
}

/**
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  writeFileSync(join(folder, name), text);
}
