import { UsageError } from '../errors.js';
import { reporterName } from './reporters.js';

/** One `--reporter name[=path]`. */
export interface ReportSpec {
  readonly name: string;
  /** File as the user wrote it; absent when the report goes where `--output` or stdout is. */
  readonly path?: string;
}

/**
 * Reads `name[=path]`: all after the first `=` is the path, so that `json=C:\x\report.json` is one; `-` is stdout.
 *
 * @throws UsageError for an unknown name or an empty path
 */
export function parseReportSpec(text: string, names: readonly string[]): ReportSpec {
  const [, name = text, path] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const known = reporterName(name, names);
  if (path === '')
    throw new UsageError(`reporter ${known}= has no path`, `give ${known}=FILE, or ${known} for stdout`);
  return path === undefined ? { name: known } : { name: known, path };
}
