// Usage: node scripts/generate-kep.js
//
// Fills the generated regions and tables of contents of kep/*.md from spec-tests/env-vars, and writes kep/diagrams/README.md.
// `npm run generate` runs it; the drift check fails when the result differs from what is committed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readProposalData, readSpecification } from '../spec-tests/scripts/read-specification.js';
import { aboutDiagram } from './kep/diagram.js';
import { diagramIndex } from './kep/diagram-index.js';
import { regionTexts } from './kep/region-texts.js';
import { fillRegions } from './kep/regions.js';
import { withToc } from './kep/toc.js';
import { root } from './run-buf.js';

const folder = join(root, 'kep');
const section = parse(readFileSync(join(folder, 'csi-spec/section.yaml'), 'utf8'));
const texts = regionTexts(readSpecification('env-vars'), readProposalData('env-vars'), section);

const pages = [...readdirSync(folder).filter((file) => file.endsWith('.md')), 'csi-spec/README.md'];
for (const name of pages) {
  const path = join(folder, name);
  try {
    writeFileSync(path, withToc(fillRegions(readFileSync(path, 'utf8'), texts)));
  } catch (error) {
    throw new Error(`cannot generate kep/${name}: ${error instanceof Error ? error.message : error}`);
  }
}
const diagrams = readdirSync(join(folder, 'diagrams'))
  .filter((file) => file.endsWith('.mmd'))
  .sort()
  .map((file) => ({ file, ...aboutDiagram(readFileSync(join(folder, 'diagrams', file), 'utf8')) }));
writeFileSync(join(folder, 'diagrams/README.md'), diagramIndex(diagrams));
