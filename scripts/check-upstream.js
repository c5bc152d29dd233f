// Compares proto/csi/v1_10/csi.proto with the csi.proto of CSI releases, fetched as a Go module.
// Exit 0: nothing differs; 1: something differs, each named; 2: could not tell, for example without Go.
// A release that is newer than these is a note and no difference: whether to follow it is for people.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareViews, isGraduation } from './compare-views.js';
import { describeProto } from './describe-proto.js';
import { csiModule, fetchCsiModule } from './fetch-csi-module.js';
import { newerCsiRelease } from './newer-csi-release.js';
import { root } from './run-buf.js';

/**
 * Newest first: the view follows it, and may lack alpha marks that an earlier one still had.
 *
 * @type {readonly [string, ...string[]]}
 */
const VERSIONS = ['v1.12.0', 'v1.10.0'];

try {
  process.exitCode = main() ? 0 : 1;
} catch (error) {
  console.error(`check-upstream: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

/** Returns whether nothing differs. */
function main() {
  const originals = VERSIONS.map((version) => ({
    version,
    text: readFileSync(join(fetchCsiModule(version), 'csi.proto'), 'utf8'),
  }));
  const ours = describeProto(readFileSync(join(root, 'proto/csi/v1_10/csi.proto'), 'utf8'));
  let clean = true;
  for (const [index, { version, text }] of originals.entries()) {
    const found = compareViews(ours, describeProto(text));
    const notes = index === 0 ? [] : found.filter(isGraduation);
    const differences = found.filter((difference) => !notes.includes(difference));
    const summary =
      differences.length === 0
        ? 'what both have is identical, what we add collides with nothing'
        : `${differences.length} differences`;
    console.log(`${csiModule} ${version}: ${summary}`);
    for (const { message } of differences) {
      console.log(`  differs: ${message}`);
    }
    for (const { name } of notes) {
      console.log(`  note: ${name} was alpha in ${version} and no longer is in ${VERSIONS[0]}`);
    }
    clean &&= differences.length === 0;
  }
  const newer = newerCsiRelease(VERSIONS[0]);
  if (newer !== undefined) {
    console.log(`note: ${csiModule} ${newer} is out, and nothing here is compared with it`);
  }
  return clean;
}
