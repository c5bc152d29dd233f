// Usage: npm run check:results [-- FOLDER]
//
// Checks every folder `results/<driver>/<version>/` with `conformance validate`, which has the rules. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repository } from './lib/folders.mjs';

/** What scripts/nightly came to: figures of the suite itself, not results of a driver. */
const noDrivers = ['nightly'];

const root = resolve(process.argv[2] ?? join(repository, 'results'));
if (!isFolder(root)) {
  console.error(`check-results: there is no folder ${root}`);
  process.exit(2);
}
const inside = (folder) => readdirSync(join(root, folder)).map((name) => join(folder, name));
const drivers = inside('')
  .filter((name) => !noDrivers.includes(name))
  .sort();
const strays = drivers.filter((name) => !isFolder(join(root, name)));
const versions = drivers.filter((name) => !strays.includes(name)).flatMap((driver) => inside(driver).sort());
let passed = 0;
for (const version of versions) {
  const bin = join(repository, 'conformance/bin/conformance.js');
  // A file in place of a version is no folder of a result, whatever it holds.
  if (!isFolder(join(root, version))) {
    strays.push(version);
    continue;
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'validate', version], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0 && stdout.startsWith(`${version}: valid result`)) passed++;
  else process.stdout.write(`${stdout}${stderr}` || `${version}: conformance validate says nothing\n`);
}
for (const stray of strays) console.log(`${stray}: it is no folder, and results are <driver>/<version>/`);
const failed = versions.length + strays.filter((name) => !versions.includes(name)).length - passed;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function isFolder(path) {
  return existsSync(path) && statSync(path).isDirectory();
}
