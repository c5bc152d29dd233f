// Usage: node conformance/scripts/generate-spec.js
//
// Reads the specification data of spec-tests/env-vars, validates it against spec-tests/schemas,
// and writes conformance/src/gen/requirements.ts and conformance/src/gen/cases.ts.
// `npm run generate` runs it; the drift check fails when the result differs from what is committed.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSpecification } from '../../spec-tests/scripts/read-specification.js';

const header = '// Generated from spec-tests by npm run generate; do not edit.\n';
const folder = fileURLToPath(new URL('../src/gen/', import.meta.url));
const specification = readSpecification('env-vars');

mkdirSync(folder, { recursive: true });
write(
  'requirements.ts',
  `import type { ContractData, DecisionData, RequirementData } from '@csi-env/spec-tests';

/** The contract: name, revisions and limits. */
export const contract: ContractData = ${literal(specification.contract)};

/** What was decided where the drafts were open, by number. */
export const decisions: readonly DecisionData[] = ${literal(specification.decisions)};

/** Every requirement of every revision; \`requirementsAt\` selects. */
export const requirements: readonly RequirementData[] = ${literal(specification.requirements)};
`,
);
write(
  'cases.ts',
  `import type { CaseData, PremiseData } from '@csi-env/spec-tests';

/** Requests that cases stand on, by name. */
export const premises: Readonly<Record<string, PremiseData>> = ${lines(specification.premises)};

/** Every declarative case of every revision; \`countsAt\` selects. */
export const cases: readonly CaseData[] = ${lines(specification.cases)};
`,
);

function write(name, text) {
  writeFileSync(`${folder}${name}`, `${header}\n${text}`);
}

function literal(data) {
  return JSON.stringify(data, null, 2);
}

/** One entry per line: short to load, and a diff shows which entry changed. */
function lines(data) {
  if (Array.isArray(data)) return `[\n${data.map((entry) => `  ${JSON.stringify(entry)},\n`).join('')}]`;
  const entries = Object.entries(data).map(
    ([name, entry]) => `  ${JSON.stringify(name)}: ${JSON.stringify(entry)},\n`,
  );
  return `{\n${entries.join('')}}`;
}
