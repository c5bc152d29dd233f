import { mkdirSync } from 'node:fs';
import { ToolError } from '../errors.js';
import { fileProblem } from '../profile/read-text.js';

/**
 * Makes a folder for output, and those above it.
 *
 * @throws ToolError when it cannot be made
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (reason) {
    throw new ToolError(`cannot create ${path}: ${fileProblem(reason)}`, undefined, { cause: reason });
  }
}
