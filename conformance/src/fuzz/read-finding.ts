import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { parseDocument } from '../profile/read-document.js';
import { readText } from '../profile/read-text.js';
import { problemsBySchema } from '../profile/schemas.js';
import { type Finding, findingFormatVersion } from './finding.js';

/**
 * Reads a finding file.
 *
 * @throws UsageError when it cannot be read, is no finding or is one of a newer tool
 */
export function readFinding(path: string): Finding {
  const { data } = parseDocument(readText(path, 'finding'), path, 'finding');
  const { format, formatVersion } = (data ?? {}) as {
    readonly format?: unknown;
    readonly formatVersion?: unknown;
  };
  if (format !== 'csi-env/finding')
    throw new UsageError(
      `cannot read finding ${path}: it is none`,
      `${invocation} fuzz writes findings into ./findings`,
    );
  if (typeof formatVersion === 'number' && formatVersion > findingFormatVersion)
    throw new UsageError(
      `cannot read finding ${path}: its format version ${formatVersion} is newer than this tool`,
      'use the version of the tool that wrote it, or a newer one',
    );
  const [problem] = problemsBySchema('finding', data);
  if (problem !== undefined)
    throw new UsageError(`cannot read finding ${path}: ${problem.message}`, problem.advice);
  return data as Finding;
}
