import { ToolError } from '../errors.js';
import { makeFolders } from '../make-folders.js';
import { fileProblem } from '../profile/read-text.js';

/**
 * Makes a folder for output, and those above it.
 *
 * @returns the paths that were made, outermost first
 * @throws ToolError when it cannot be made
 */
export function makeFolder(path: string): readonly string[] {
  try {
    return makeFolders(path);
  } catch (reason) {
    throw new ToolError(`cannot create ${path}: ${fileProblem(reason)}`, undefined, { cause: reason });
  }
}
