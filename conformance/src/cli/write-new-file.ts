import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ToolError } from '../errors.js';
import { fileProblem } from '../profile/read-text.js';

/**
 * Writes a whole file or none, even if the process dies on the way.
 *
 * @param replace whether a file of that name may be replaced
 * @returns false when there is one that must not be replaced
 * @throws ToolError when it cannot be written
 */
export function writeNewFile(path: string, text: string, replace: boolean): boolean {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    if (replace) renameSync(beside, path);
    else linkSync(beside, path);
    return true;
  } catch (reason) {
    const { code, syscall } = reason as NodeJS.ErrnoException;
    if (code === 'EEXIST' && syscall === 'link') return false;
    throw new ToolError(
      `cannot write ${path}: ${code === 'ENOENT' ? 'its folder does not exist' : fileProblem(reason)}`,
      undefined,
      { cause: reason },
    );
  } finally {
    rmSync(beside, { force: true });
  }
}
