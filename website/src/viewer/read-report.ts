import { collect, type Report, reportFormatVersion } from '@conformance/report/collect.js';
import { readEvents } from '@conformance/report/read-events.js';

export { htmlPage } from '@conformance/report/html.js';
export { countShown, shownRequirements } from '@conformance/report/summary.js';

/**
 * Reads a json report or an event file.
 *
 * @throws Error with one line that says what is wrong with the file
 */
export async function readReport(name: string, text: string): Promise<Report> {
  const whole = parsed(text);
  return whole === undefined || whole.type === 'header'
    ? collect(readEvents(pieces(text), name))
    : checked(name, whole);
}

type Members = Readonly<Record<string, unknown>>;

/** The one JSON object that a report is; undefined for lines of events. */
function parsed(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

function checked(name: string, value: Members): Report {
  const refuse = (why: string) => new Error(`cannot read ${name}: ${why}`);
  if (value.format !== 'csi-env/report')
    throw refuse('it is neither a json report nor an event file of conformance');
  if (value.formatVersion !== reportFormatVersion)
    throw refuse(
      `it has format version ${String(value.formatVersion)}, this page reads ${reportFormatVersion}`,
    );
  for (const list of ['requirements', 'checks'])
    if (!Array.isArray(value[list])) throw refuse(`it has no list of ${list}`);
  for (const object of ['tool', 'contract', 'driver', 'platform', 'counts', 'selection'])
    if (typeof value[object] !== 'object' || value[object] === null) throw refuse(`${object} is missing`);
  return value as unknown as Report;
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}
