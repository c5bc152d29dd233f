// Compares proto/csi/v1_10/csi.proto with the csi.proto of CSI releases, fetched as a Go module.
// Exit 0: nothing differs; 1: something differs, each named; 2: could not tell, for example without Go.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareViews, isGraduation } from './compare-views.js';
import { describeProto } from './describe-proto.js';
import { root } from './run-buf.js';

const MODULE = 'github.com/container-storage-interface/spec';
/** Newest first: the view follows it, and may lack alpha marks that an earlier one still had. */
const VERSIONS = ['v1.12.0', 'v1.10.0'];

try {
  process.exitCode = main() ? 0 : 1;
} catch (error) {
  console.error(`check-upstream: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

/** Returns whether nothing differs. */
function main() {
  const originals = VERSIONS.map((version) => ({ version, text: fetchProto(version) }));
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
    console.log(`${MODULE} ${version}: ${summary}`);
    for (const { message } of differences) {
      console.log(`  differs: ${message}`);
    }
    for (const { name } of notes) {
      console.log(`  note: ${name} was alpha in ${version} and no longer is in ${VERSIONS[0]}`);
    }
    clean &&= differences.length === 0;
  }
  return clean;
}

/**
 * @param {string} version
 * @returns {string} the text of that release's csi.proto
 */
function fetchProto(version) {
  const result = spawnSync('go', ['mod', 'download', '-json', `${MODULE}@${version}`], {
    encoding: 'utf8',
    // Outside a Go module the command takes the version that it is given, not one that a go.mod prefers.
    cwd: root,
    env: { ...process.env, GO111MODULE: 'on', GOWORK: 'off', GOFLAGS: '' },
  });
  if (/** @type {NodeJS.ErrnoException | undefined} */ (result.error)?.code === 'ENOENT') {
    throw new Error('cannot fetch upstream: the command go is not on the PATH');
  }
  if (result.error || result.status !== 0) {
    const reason = result.error?.message ?? failureOf(result.stdout) ?? result.stderr;
    throw new Error(`cannot fetch ${MODULE}@${version}: ${reason.trim().replaceAll('\n', ' ')}`);
  }
  return readFileSync(join(JSON.parse(result.stdout).Dir, 'csi.proto'), 'utf8');
}

/**
 * @param {string} stdout
 * @returns {string | undefined} what go says of a module that it cannot download
 */
function failureOf(stdout) {
  try {
    return JSON.parse(stdout).Error;
  } catch {
    return undefined;
  }
}
