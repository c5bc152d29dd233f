import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing, one at a time: `mkdirSync` with `recursive` never returns where a file system
 * says of a folder that is there that it is not, as /proc does of itself.
 *
 * @returns the paths that were made, outermost first
 * @throws when one cannot be made: the error of the operating system, but for those that do not say what is wrong
 */
export function makeFolders(path: string): readonly string[] {
  const folder = resolve(path);
  if (isFolder(folder)) return [];
  const parent = dirname(folder);
  const above = existsSync(parent) || parent === folder ? [] : makeFolders(parent);
  try {
    mkdirSync(folder);
  } catch (reason) {
    const { code } = reason as NodeJS.ErrnoException;
    // Another process may have made it at the same time.
    if (code === 'EEXIST' && isFolder(folder)) return above;
    if (code === 'EEXIST') throw new Error(`${path} is no folder`, { cause: reason });
    if (code === 'ENOENT') throw new Error(`no folder can be made in ${parent}`, { cause: reason });
    throw reason;
  }
  return [...above, folder];
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
