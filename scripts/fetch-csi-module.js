import { spawnSync } from 'node:child_process';
import { root } from './run-buf.js';

/** The Go module that carries CSI's specification, per release. */
export const csiModule = 'github.com/container-storage-interface/spec';

/**
 * Fetches a release of the CSI specification as a Go module.
 *
 * @param {string} version such as `v1.12.0`
 * @returns {string} the folder that it is in, which is not to be written to
 * @throws {Error} without Go, or where the module cannot be had
 */
export function fetchCsiModule(version) {
  const result = spawnSync('go', ['mod', 'download', '-json', `${csiModule}@${version}`], {
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
    throw new Error(`cannot fetch ${csiModule}@${version}: ${reason.trim().replaceAll('\n', ' ')}`);
  }
  return JSON.parse(result.stdout).Dir;
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
