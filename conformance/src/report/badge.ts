import type { RunEvent } from '../runner/events.js';
import { collect, type Report } from './collect.js';
import type { Reporter } from './reporter.js';
import { visibleJson } from './visible.js';

/** What shields.io draws from an address with this JSON; green says conformant and nothing else. */
export const badge: Reporter = {
  name: 'badge',
  mediaType: 'application/json',
  defaultFile: 'badge.json',
  async *render(events: AsyncIterable<RunEvent>) {
    yield badgeText(await collect(events));
  },
};

/** The badge of a report, as the text of its file. */
export function badgeText(report: Report): string {
  const label = `${report.contract.name} r${report.contract.revision}`;
  return `${visibleJson({ schemaVersion: 1, label, ...face(report) }, 2)}\n`;
}

interface Face {
  readonly message: string;
  readonly color: string;
  readonly isError?: true;
}

function face({ verdict, exitCode, interrupted, nothingApplies, driver }: Report): Face {
  if (interrupted) return { message: 'interrupted', color: 'lightgrey', isError: true };
  if (verdict === 'nonconformant') return { message: 'nonconformant', color: 'red' };
  if (verdict === 'error') return { message: 'error', color: 'lightgrey', isError: true };
  if (driver.embedded) return { message: `${verdict} (reference driver)`, color: 'lightgrey' };
  if (nothingApplies !== undefined) return { message: 'not supported', color: 'lightgrey' };
  if (verdict === 'partial') return { message: 'partial', color: 'yellow' };
  return exitCode === 0
    ? { message: 'conformant', color: 'brightgreen' }
    : { message: 'error', color: 'lightgrey', isError: true };
}
