import { collect, type Report, reportFormatVersion } from '@conformance/report/collect.js';
import { contradictions } from '@conformance/report/contradictions.js';
import { digestProblem, splitDigest } from '@conformance/report/digest.js';
import { reportShapeProblem } from '@conformance/report/event-shape.js';
import { readEvents } from '@conformance/report/read-events.js';

export { htmlPage } from '@conformance/report/html.js';
export { countShown, shownRequirements } from '@conformance/report/summary.js';

/** A report that was read. */
export interface Opened {
  readonly report: Report;
  /** Whether the file carries a digest, which then holds; without one nothing shows that the file is as a run wrote it. */
  readonly digest: boolean;
}

/**
 * Reads a json report or an event file.
 *
 * @throws Error with one line that says what is wrong with the file: it is no report, was changed, or contradicts itself
 */
export async function readReport(name: string, text: string): Promise<Opened> {
  const whole = parsed(text);
  const opened =
    whole === undefined || whole.type === 'header'
      ? await readLines(name, text)
      : readDocument(name, text, whole);
  const [first, ...others] = contradictions(opened.report);
  if (first === undefined) return opened;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  throw new Error(`${name} is not as a run wrote it: ${first.message}${more}`);
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

async function readLines(name: string, text: string): Promise<Opened> {
  const report = await collect(readEvents(pieces(text), name));
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  return { report, digest: splitDigest(last) !== undefined };
}

function readDocument(name: string, text: string, value: Members): Opened {
  const refuse = (why: string) => new Error(`cannot read ${name}: ${why}`);
  if (value.format !== 'csi-env/report')
    throw refuse('it is neither a json report nor an event file of conformance');
  if (value.formatVersion !== reportFormatVersion)
    throw refuse(
      `it has format version ${String(value.formatVersion)}, this page reads ${reportFormatVersion}`,
    );
  const broken = digestProblem(text);
  if (broken?.problem === 'changed') throw refuse(broken.why);
  const wrong = reportShapeProblem(value);
  if (wrong !== undefined) throw refuse(wrong);
  return { report: value as unknown as Report, digest: broken === undefined };
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}
