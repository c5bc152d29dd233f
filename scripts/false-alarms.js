// Usage: node scripts/false-alarms.js [--megabytes NUMBER] [--update]
//
// Searches generated ordinary logs, in which no value is, for 1,000 values of every kind and counts the alarms. 1,024 MB unless told
// otherwise, which takes some minutes; 16 MB of it are part of the tests. Exit status 1 says that there is more than one alarm a
// gigabyte. --update writes conformance/false-alarms.json anew.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSource } from './load-source.js';
import { readOptions, wholeNumber } from './take-option.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = readOptions({
  options: { megabytes: { type: 'string', default: '1024' }, update: { type: 'boolean', default: false } },
});
const megabytes = wholeNumber('--megabytes', flags.megabytes, 1);
const { countFalseAlarms, scannerDigest } = await loadSource(
  'conformance/src/leak/testing/count-false-alarms.ts',
  'conformance/src/leak/testing/scanner-digest.ts',
);
const result = countFalseAlarms({
  megabytes,
  values: 1000,
  onFile: (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${megabytes} MB`);
  },
});
if (process.stderr.isTTY) process.stderr.write('\r');
console.log(JSON.stringify(result, null, 2));
if (flags.update) {
  const revision = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const command = `node scripts/false-alarms.js --megabytes ${megabytes} --update`;
  const scanner = scannerDigest(`${root}conformance/src/leak`);
  const text = JSON.stringify({ command, revision, scanner, ...result }, null, 2);
  writeFileSync(`${root}conformance/false-alarms.json`, `${text}\n`);
}
// Among so many values of base64 eight characters of one turn up by chance, once in some gigabytes.
process.exitCode = result.alarmsPerGigabyte > 1 ? 1 : 0;
