import type { Contract } from '../contract.js';
import { UsageError } from '../errors.js';
import { readText } from '../profile/read-text.js';

/**
 * Names of the checks that failed in an earlier json report.
 *
 * @throws UsageError when the file is no json report, or one of another contract
 */
export function readBaseline(path: string, contract: Contract): readonly string[] {
  const text = readText(path, 'baseline');
  const refuse = (why: string): UsageError =>
    new UsageError(`cannot read baseline ${path}: ${why}`, 'give a report that --reporter json=FILE wrote');
  let report: {
    readonly format?: unknown;
    readonly contract?: { readonly name?: unknown };
    readonly checks?: unknown;
  } | null;
  try {
    report = JSON.parse(text);
  } catch {
    throw refuse('it is not JSON');
  }
  if (report?.format !== 'csi-env/report' || !Array.isArray(report.checks))
    throw refuse('it is no json report');
  if (report.contract?.name !== contract.name)
    throw refuse(`it is of contract ${String(report.contract?.name)}, not ${contract.name}`);
  const checks = report.checks as readonly { readonly name?: unknown; readonly outcome?: unknown }[];
  return checks.flatMap(({ name, outcome }) =>
    outcome === 'fail' && typeof name === 'string' ? [name] : [],
  );
}
