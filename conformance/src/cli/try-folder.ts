import { rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.js';
import { writeNewFile } from './write-new-file.js';

/**
 * Sees that files can be written into a folder that is made when there is one to write, and leaves nothing behind.
 *
 * @throws ToolError when it cannot be made, or takes no file
 */
export function tryFolder(path: string): void {
  const made = makeFolder(path);
  try {
    const file = join(path, `.${process.pid}.try`);
    writeNewFile(file, '', true);
    rmSync(file, { force: true });
  } finally {
    for (const folder of made.toReversed()) removeEmpty(folder);
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another process writes there by now.
  }
}
