import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { InputCase } from '../cases/input-case.js';
import { appendCase, newCaseFile, promoteFinding } from '../cases/promote.js';
import { caseFiles, readCaseFile, readCases } from '../cases/read-cases.js';
import type { Contract } from '../contract.js';
import { UsageError } from '../errors.js';
import { readFinding } from '../fuzz/read-finding.js';
import { readText } from '../profile/read-text.js';
import { contractNamed } from './contract-named.js';
import { makeFolder } from './make-folder.js';
import { writeNewFile } from './write-new-file.js';

interface Promoted {
  readonly file: string;
  readonly contract: Contract;
  readonly entry: InputCase;
}

/**
 * Writes the cases of findings to the ends of the files of their areas.
 *
 * @param name of the case, where there is one finding
 * @returns the cases and their files, in the order of the findings
 * @throws UsageError for a finding that makes no case, a name that is taken, and a file that is wrong already; nothing is written then
 */
export function promoteTo(
  files: readonly string[],
  folder: string,
  name?: string,
): readonly { readonly id: string; readonly path: string }[] {
  if (name !== undefined && files.length > 1)
    throw new UsageError(
      `--name names one case, and there are ${files.length} findings`,
      'promote one at a time',
    );
  const all = files.map((file) => promotedOf(file, name));
  const there = existsSync(folder) && caseFiles(folder).length > 0 ? casesOf(folder) : [];
  const names = new Map(there.map(({ entry, place }) => [entry.id, place]));
  for (const { entry } of all) {
    const taken = names.get(entry.id);
    if (taken !== undefined)
      throw new UsageError(`${taken}: case ${entry.id} is there already`, 'give another --name');
  }
  rejectSameName(all);
  makeFolder(folder);
  const written = all.map(({ entry }) => ({ id: entry.id, path: append(entry, folder) }));
  // What was written has to be what run --cases reads.
  const contracts = new Map(all.map(({ contract }) => [`${contract.name}@${contract.revision}`, contract]));
  for (const contract of contracts.values()) readCases(folder, contract);
  return written;
}

function promotedOf(file: string, name: string | undefined): Promoted {
  const finding = readFinding(file);
  const contract = contractNamed(`${finding.contract.name}@${finding.contract.revision}`);
  const entry = promoteFinding(file, finding, name);
  if (contract.checks.some((check) => check.name === entry.id))
    throw new UsageError(`${contract.name} has a check ${entry.id} already`, 'give another --name');
  if (!contract.requirements.some(({ id }) => id === entry.requirement))
    throw new UsageError(`cannot promote ${file}: ${contract.name} has no requirement ${entry.requirement}`);
  return { file, contract, entry };
}

function rejectSameName(all: readonly Promoted[]): void {
  const files = new Map<string, string>();
  for (const { file, entry } of all) {
    const other = files.get(entry.id);
    if (other !== undefined)
      throw new UsageError(
        `${other} and ${file} both make a case ${entry.id}`,
        'promote one of them with --name',
      );
    files.set(entry.id, file);
  }
}

function append(entry: InputCase, folder: string): string {
  const area = entry.id.slice(0, entry.id.indexOf('/'));
  const path = join(folder, `${area}.yaml`);
  const text = existsSync(path) ? appendCase(readText(path, 'cases'), entry) : newCaseFile(area, entry);
  writeNewFile(path, text, true);
  return path;
}

function casesOf(folder: string) {
  return caseFiles(folder).flatMap(readCaseFile);
}
