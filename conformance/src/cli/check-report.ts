import { UsageError } from '../errors.js';
import type { FuzzFooterEvent } from '../fuzz/fuzz-events.js';
import { digestProblem } from '../report/digest.js';
import { openSource, peek, readEvents, readFuzzEvents } from '../report/read-events.js';
import { plural } from '../report/summary.js';
import type { FooterEvent } from '../runner/events.js';

/**
 * Checks that an event file or a JSON report is as the run or the campaign wrote it, by the digest at its end.
 *
 * @param path `-` is stdin
 * @returns a line that says what was checked and what the file says
 * @throws UsageError for a file that was changed, cut short, has no digest, or is no report
 */
export async function checkReport(path: string): Promise<string> {
  const name = path === '-' ? 'stdin' : path;
  const text = await readAll(path, name);
  return isDocument(text) ? checkJson(text, name) : checkEvents(text, name);
}

async function readAll(path: string, name: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of openSource(path)) pieces.push(Buffer.from(piece));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new UsageError(`cannot check ${name}: it is not UTF-8`);
  }
}

/** A JSON report is one document of many lines, or of one that says so; an event file has an object on its first line. */
function isDocument(text: string): boolean {
  const [first = ''] = text.split('\n', 1);
  const reports: readonly unknown[] = ['csi-env/report', 'csi-env/fuzz-report'];
  try {
    return reports.includes((JSON.parse(first) as { format?: unknown } | null)?.format);
  } catch {
    return text.trimStart().startsWith('{') && /"format":\s*"csi-env\/(fuzz-)?report"/.test(text);
  }
}

async function checkEvents(text: string, name: string): Promise<string> {
  let digest = '';
  let footer: FooterEvent | FuzzFooterEvent | undefined;
  let lines = 0;
  const proved = (right: string): void => {
    digest = right;
  };
  const { campaign, source } = await peek(
    (async function* () {
      yield text;
    })(),
  );
  const read = campaign ? readFuzzEvents : readEvents;
  for await (const event of read(source, name, proved)) {
    lines++;
    if (event.type === 'footer') footer = event;
  }
  if (footer === undefined) throw new Error('the events end without a footer');
  return `${name} is as it was written: ${lines} events, ${footer.verdict}, exit ${footer.exitCode} (${digest})`;
}

function checkJson(text: string, name: string): string {
  const advice = `take the file as the ${/"csi-env\/fuzz-report"/.test(text) ? 'campaign' : 'run'} wrote it, or run it again`;
  const broken = digestProblem(text);
  if (broken !== undefined) throw new UsageError(`cannot check ${name}: ${broken.why}`, advice);
  const { digest, verdict, exitCode, checks, findings } = JSON.parse(text) as {
    readonly digest: string;
    readonly verdict: string;
    readonly exitCode: number;
    /** Of a run. */
    readonly checks?: readonly unknown[];
    /** Of a campaign. */
    readonly findings?: readonly unknown[];
  };
  const size =
    checks === undefined ? plural(findings?.length ?? 0, 'finding') : plural(checks.length, 'check');
  return `${name} is as it was written: ${size}, ${verdict}, exit ${exitCode} (${digest})`;
}
