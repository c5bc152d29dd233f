// Usage: npm run build
//
// Makes the pages and builds the site from nothing, and writes what that took to .generated/build.json.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generated, website } from './lib/folders.mjs';

const started = Date.now();
for (const folder of ['build', '.docusaurus', 'node_modules/.cache'])
  rmSync(join(website, folder), { recursive: true, force: true });
const docusaurus = join(website, 'node_modules/@docusaurus/core/bin/docusaurus.mjs');
for (const words of [[join(website, 'scripts/generate.mjs')], [docusaurus, 'build']]) {
  const { status } = spawnSync(process.execPath, words, {
    cwd: website,
    stdio: 'inherit',
    env: { ...process.env, DOCUSAURUS_NO_PERSISTENT_CACHE: 'true', DO_NOT_TRACK: '1' },
  });
  if (status !== 0) process.exit(status ?? 1);
}
const wallSeconds = (Date.now() - started) / 1000;
const cpuSeconds = cpuOfChildren();
writeFileSync(join(generated, 'build.json'), JSON.stringify({ wallSeconds, cpuSeconds }));
console.log(`built in ${wallSeconds} s, with ${cpuSeconds ?? 'an unknown number of'} s of processor time`);

/** Processor time of all ended children, which other work on the machine changes less than the time on the clock; undefined where Linux is not. */
function cpuOfChildren() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    const ticksPerSecond = 100;
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
