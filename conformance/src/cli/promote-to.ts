import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { appendCase, newCaseFile, promoteFinding } from '../cases/promote.js';
import { caseFiles, readCaseFile, readCases } from '../cases/read-cases.js';
import { ToolError, UsageError } from '../errors.js';
import { readFinding } from '../fuzz/read-finding.js';
import { fileProblem, readText } from '../profile/read-text.js';
import { contractNamed } from './contract-named.js';
import { writeNewFile } from './write-new-file.js';

/**
 * Writes the case of a finding to the end of the file of its area.
 *
 * @throws UsageError for a finding that makes no case, a name that is taken, and a file that is wrong already
 */
export function promoteTo(
  file: string,
  folder: string,
  name?: string,
): { readonly id: string; readonly path: string } {
  const finding = readFinding(file);
  const contract = contractNamed(`${finding.contract.name}@${finding.contract.revision}`);
  const entry = promoteFinding(file, finding, name);
  if (contract.checks.some((check) => check.name === entry.id))
    throw new UsageError(`${contract.name} has a check ${entry.id} already`, 'give another --name');
  if (!contract.requirements.some(({ id }) => id === entry.requirement))
    throw new UsageError(`cannot promote ${file}: ${contract.name} has no requirement ${entry.requirement}`);
  const there = existsSync(folder) && caseFiles(folder).length > 0 ? casesOf(folder) : [];
  const taken = there.find((one) => one.entry.id === entry.id);
  if (taken !== undefined)
    throw new UsageError(`${taken.place}: case ${entry.id} is there already`, 'give another --name');
  const area = entry.id.slice(0, entry.id.indexOf('/'));
  const path = join(folder, `${area}.yaml`);
  makeFolder(folder);
  const text = existsSync(path) ? appendCase(readText(path, 'cases'), entry) : newCaseFile(area, entry);
  writeNewFile(path, text, true);
  // What was written has to be what run --cases reads.
  readCases(folder, contract);
  return { id: entry.id, path };
}

function casesOf(folder: string) {
  return caseFiles(folder).flatMap(readCaseFile);
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (reason) {
    throw new ToolError(`cannot write ${path}: ${fileProblem(reason)}`, undefined, { cause: reason });
  }
}
