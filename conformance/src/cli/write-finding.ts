import { join } from 'node:path';
import { type Finding, findingFileName } from '../fuzz/finding.js';
import { visibleJson } from '../report/visible.js';
import { makeFolder } from './make-folder.js';
import { writeNewFile } from './write-new-file.js';

/**
 * Writes a finding into a folder, which is made where it is missing; an earlier file of the same finding is replaced.
 *
 * @returns the path, as the user would write it
 * @throws ToolError when it cannot be written
 */
export function writeFinding(folder: string, finding: Finding): string {
  const path = join(folder, findingFileName(finding));
  makeFolder(folder);
  writeNewFile(path, `${visibleJson(finding, 2)}\n`, true);
  return path;
}
