import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parts } from '../../../scripts/nightly-parts.js';
import { readSpecification } from '../../../spec-tests/scripts/read-specification.js';
import { repository, website } from '../lib/folders.mjs';
import { loadToolkit } from './bundle.mjs';
import { loadFlows } from './flows.mjs';
import { loadProto } from './proto.mjs';
import { loadResults } from './results.mjs';

/** All that pages are made of. What other parts of the repository may not have yet is undefined. */
export async function loadData() {
  const specification = readSpecification('env-vars');
  const areas = inOrder(specification.areas);
  return {
    ...specification,
    areas,
    requirements: areas.flatMap(({ requirements }) => requirements),
    toolkit: await loadToolkit(),
    proto: loadProto(),
    observability: yaml('spec-tests/env-vars/observability.yaml'),
    graduation: yaml('spec-tests/env-vars/graduation.yaml'),
    matrix: json('conformance/kill-matrix/matrix.json'),
    changelog: readFileSync(join(repository, 'spec-tests/env-vars/CHANGELOG.md'), 'utf8'),
    schemas: schemas(),
    fuzz: json('conformance/fuzz-table/fuzz-table.json'),
    responses: json('conformance/kill-matrix/responses.json'),
    nightly: parts.map(({ name, says }) => ({ name, says, result: json(`results/nightly/${name}.json`) })),
    falseAlarms: json('conformance/false-alarms.json'),
    flows: loadFlows(),
    results: loadResults(),
    recordedCalls: json('website/data/recorded-calls.json'),
    sampleRun: readFileSync(join(website, 'data/sample-run.txt'), 'utf8'),
  };
}

/** Areas in the order in which a driver author meets them; what is new goes last. */
const reading = [
  'identity',
  'capability',
  'request',
  'ordering',
  'values',
  'batch',
  'optional',
  'errors',
  'authorization',
];
reading.push('idempotency', 'concurrency', 'privacy', 'transport', 'performance', 'documentation', 'co');

function inOrder(areas) {
  const rank = ({ area }) => (reading.includes(area) ? reading.indexOf(area) : reading.length);
  return [...areas].sort((a, b) => rank(a) - rank(b));
}

function read(path, parser) {
  const file = join(repository, path);
  return existsSync(file) ? parser(readFileSync(file, 'utf8')) : undefined;
}

const yaml = (path) => read(path, parse);
const json = (path) => read(path, JSON.parse);

function schemas() {
  const folder = join(repository, 'spec-tests/schemas');
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace('.schema.json', ''),
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    ]),
  );
}
