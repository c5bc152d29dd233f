import type { Contract } from '../contract.js';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { nearest } from '../nearest.js';
import { parseDocument } from '../profile/read-document.js';
import { readText } from '../profile/read-text.js';
import { showPath } from '../profile/schema-problems.js';
import { problemsBySchema } from '../profile/schemas.js';
import type { KnownFailure } from '../runner/known-failures.js';

/**
 * Reads the file of `--known-failures`, YAML or JSON.
 *
 * @param today the day by which entries expire, `YYYY-MM-DD`
 * @throws UsageError for a broken file, an entry that has expired, matches nothing or is there twice
 */
export function readKnownFailures(
  path: string,
  contract: Contract,
  today: string = new Date().toISOString().slice(0, 10),
): readonly KnownFailure[] {
  const { data } = parseDocument(readText(path, 'known failures'), path, 'known failures');
  const [problem] = problemsBySchema('knownFailures', data);
  if (problem !== undefined)
    throw new UsageError(`cannot read known failures ${path}: ${problem.message}`, problem.advice);
  const entries = data as readonly KnownFailure[];
  const names = [...contract.requirements.map(({ id }) => id), ...contract.checks.map(({ name }) => name)];
  for (const [i, entry] of entries.entries()) {
    if (!names.includes(entry.id)) {
      const guess = nearest(entry.id, names);
      throw new UsageError(
        `known failure ${entry.id} in ${path} matches no requirement and no check`,
        guess === undefined ? `${invocation} list shows them all` : `did you mean ${guess}?`,
      );
    }
    if (entries.findIndex(({ id }) => id === entry.id) !== i) {
      throw new UsageError(`known failure ${entry.id} is in ${path} twice`, `take ${showPath([i])} out`);
    }
    if (entry.until < today) {
      throw new UsageError(
        `known failure ${entry.id} in ${path} has expired on ${entry.until}`,
        'fix the driver, or give the entry a later day and say why',
      );
    }
  }
  return entries;
}
