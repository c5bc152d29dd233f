import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../contract.js';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { nearest } from '../nearest.js';
import { parseDocument, type SourceDocument } from '../profile/read-document.js';
import { fileProblem, readText } from '../profile/read-text.js';
import { problemsBySchema } from '../profile/schemas.js';
import type { CaseFile, InputCase } from './input-case.js';

/** A case and the place where it stands. */
export interface PlacedCase {
  readonly entry: InputCase;
  /** File and line, as messages have it. */
  readonly place: string;
}

/**
 * Reads every case of a folder, in the order of the files' names.
 *
 * @throws UsageError for a folder that is missing or without cases, and for the first case that is wrong
 */
export function readCases(folder: string, contract: Contract): readonly PlacedCase[] {
  const names = new Map(contract.checks.map(({ name }) => [name, 'the contract']));
  const cases: PlacedCase[] = [];
  for (const path of caseFiles(folder)) {
    for (const placed of readCaseFile(path)) {
      rejectStrange(placed, contract);
      const taken = names.get(placed.entry.id);
      if (taken !== undefined)
        throw new UsageError(`${placed.place}: case ${placed.entry.id} is there already, in ${taken}`);
      names.set(placed.entry.id, placed.place);
      cases.push(placed);
    }
  }
  if (cases.length === 0)
    throw new UsageError(
      `there is no case in ${folder}`,
      `${invocation} promote writes cases into files AREA.yaml`,
    );
  return cases;
}

/** The files of a folder that may hold cases. Throws a UsageError for a folder that cannot be read. */
export function caseFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (reason) {
    throw new UsageError(`cannot read cases ${folder}: ${fileProblem(reason)}`, undefined, { cause: reason });
  }
}

/**
 * The cases of one file, each of which plays an input.
 *
 * @throws UsageError for a file that is not one of cases, and for a case of another form
 */
export function readCaseFile(path: string): readonly PlacedCase[] {
  const document = parseDocument(readText(path, 'cases'), path, 'cases');
  const [problem] = problemsBySchema('cases', document.data);
  if (problem !== undefined)
    throw new UsageError(
      `cannot read cases ${path}: line ${document.lineOf(problem.path)}: ${problem.message}`,
      problem.advice,
    );
  const { area, cases = [] } = document.data as CaseFile;
  return cases.map((entry, i) => {
    const place = placeOf(document, path, i);
    if (!('input' in entry))
      throw new UsageError(
        `${place}: case ${(entry as InputCase).id} has no input`,
        'cases with a request are part of a contract; --cases takes those that promote writes',
      );
    if (!entry.id.startsWith(`${area}/`))
      throw new UsageError(`${place}: case ${entry.id} is not of the area ${area} of its file`);
    return { entry, place };
  });
}

function placeOf(document: SourceDocument, path: string, index: number): string {
  return `${path}:${document.lineOf(['cases', index])}`;
}

function rejectStrange({ entry, place }: PlacedCase, contract: Contract): void {
  const { id, requirement } = entry;
  if (!id.startsWith(`${requirement}/`))
    throw new UsageError(`${place}: the id ${id} does not begin with its requirement ${requirement}/`);
  const ids = contract.requirements.filter(({ party }) => party === 'driver').map((one) => one.id);
  if (ids.includes(requirement)) return;
  const guess = nearest(requirement, ids);
  throw new UsageError(
    `${place}: case ${id} is of the requirement ${requirement}, which ${contract.name} revision ${contract.revision} does not have`,
    guess === undefined ? `${invocation} list shows them all` : `did you mean ${guess}?`,
  );
}
