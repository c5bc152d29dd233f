import { spawnSync } from 'node:child_process';
import { csiModule } from './fetch-csi-module.js';
import { root } from './run-buf.js';

/**
 * The newest release of the CSI specification that the module proxy knows of, where it is newer than one that is known here.
 *
 * @param {string} known such as `v1.12.0`
 * @returns {string | undefined} undefined where none is newer, and where nobody can tell, for example without network
 */
export function newerCsiRelease(known) {
  const { status, stdout } = spawnSync('go', ['list', '-m', '-versions', csiModule], {
    encoding: 'utf8',
    cwd: root,
    timeout: 20_000,
    env: { ...process.env, GO111MODULE: 'on', GOWORK: 'off', GOFLAGS: '' },
  });
  return status === 0 ? newestAfter(known, stdout.trim().split(/\s+/).slice(1)) : undefined;
}

/**
 * @param {string} known
 * @param {readonly string[]} versions in any order; what is not a release, such as `v1.13.0-rc1`, does not count
 * @returns {string | undefined} the newest of those that are newer
 */
export function newestAfter(known, versions) {
  const releases = [known, ...versions.filter((version) => /^v\d+\.\d+\.\d+$/.test(version))];
  const newest = releases.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return newest === known ? undefined : newest;
}
