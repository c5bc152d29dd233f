import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The difference of two texts in the form that `patch -p1` takes.
 *
 * @param {string} before
 * @param {string} after
 * @param {string} name of the file
 */
export function unifiedDiff(before, after, name) {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-diff-'));
  try {
    writeFileSync(join(folder, 'a'), before);
    writeFileSync(join(folder, 'b'), after);
    const { error, status, stdout, stderr } = spawnSync(
      'diff',
      ['-u', '--label', `a/${name}`, '--label', `b/${name}`, 'a', 'b'],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
    );
    if (error || status === null || status > 1) {
      throw new Error(`cannot compare: ${error?.message ?? stderr.trim()}`);
    }
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
