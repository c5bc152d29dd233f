// Usage: npm run lock
//
// Adds what is new in the requirements to requirements.lock.json. It never changes or removes what is there:
// what the catalogue takes back is reported, and nothing is written.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brokenPromises, extendLock } from '../dist/lock.js';
import { readSpecification } from './read-specification.js';

const file = fileURLToPath(new URL('../env-vars/requirements.lock.json', import.meta.url));
const { contract, requirements } = readSpecification('env-vars');
const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
const broken = before === undefined ? [] : brokenPromises(before, requirements);

if (broken.length > 0) {
  for (const problem of broken) console.error(problem);
  process.exitCode = 1;
} else {
  const after = extendLock(before, contract.revision, requirements);
  writeFileSync(file, `${JSON.stringify(after, null, 2)}\n`);
  const added = Object.keys(after.requirements).length - Object.keys(before?.requirements ?? {}).length;
  console.error(`${Object.keys(after.requirements).length} requirements locked, ${added} of them new`);
}
