// Usage: node scripts/kep-lint.js [folder]
//
// Checks a KEP, ./kep unless said: keys of kep.yaml, OWNERS, headings and questions of the template, tables of contents,
// links, citations, comments and stand-ins that are left, diagrams, that whatever it names is in the specification data,
// and that its generated regions are what these data say.
// Exit 0: nothing is wrong; 1: something is, each on a line; 2: the folder cannot be read.
import { resolve } from 'node:path';
import { readKep } from './kep/read-kep.js';
import { rules } from './kep/rules.js';
import { root } from './run-buf.js';

const [folder = resolve(root, 'kep')] = process.argv.slice(2);
try {
  const kep = readKep(resolve(folder));
  let failed = 0;
  for (const [name, rule] of Object.entries(rules)) {
    const problems = rule(kep);
    if (problems.length > 0) failed += 1;
    console.log(`${problems.length === 0 ? 'ok    ' : 'NOT OK'} ${name}`);
    for (const { file, line, message } of problems) {
      console.log(`  ${file}${line === undefined ? '' : `:${line}`}: ${message}`);
    }
  }
  console.log(`${Object.keys(rules).length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(`kep-lint: cannot read ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
