import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs the buf that is installed in the repository, with its local plugins in reach.
 *
 * @param {readonly string[]} args
 * @param {{cwd?: string}} [options] where to run, default the repository
 * @throws {Error} with all that buf printed, when it fails
 */
export function runBuf(args, { cwd = root } = {}) {
  const bin = join(root, 'node_modules', '.bin');
  const result = spawnSync(process.execPath, [join(root, 'node_modules/@bufbuild/buf/bin/buf'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  });
  if (result.error) {
    throw new Error(`cannot run buf: ${result.error.message}`, { cause: result.error });
  }
  if (result.status !== 0) {
    throw new Error(`buf ${args[0]} failed: ${result.stdout}${result.stderr}`.trim());
  }
}
