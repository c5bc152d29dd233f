import { problemsBySchema } from '../../src/profile/schemas.js';
import type { Member } from './member.js';
import type { Observation } from './observe.js';

/** The 400 MB that a command may take, in the unit that is measured. */
const mostMemoryMiB = 381;
/** All that a terminal would obey: control characters but line breaks, and overrides of the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const stackTrace = /^\s+at .+:\d+:\d+\)?$|node:internal/m;
/** What is wrong with any command against any member; empty when nothing is. */
export function commonComplaints(seen: Observation): string[] {
  const shown = seen.stdout + seen.stderr;
  const complaints: string[] = [];
  if (seen.signal !== null) complaints.push(`it did not end by itself (${seen.signal})`);
  if (seen.ms > seen.longestMs)
    complaints.push(`it took ${Math.round(seen.ms)} ms, not ${seen.longestMs} ms at most`);
  if (seen.memoryMiB > mostMemoryMiB) complaints.push(`it took ${seen.memoryMiB} MiB`);
  const at = obeyed.exec(shown);
  if (at !== null)
    complaints.push(`a terminal obeys ${JSON.stringify(shown.slice(at.index - 40, at.index + 40))}`);
  if (stackTrace.test(shown)) complaints.push('it shows a stack trace');
  if (/internal error/.test(shown)) complaints.push('it speaks of an internal error');
  if (seen.active.length > 0) complaints.push(`it left open ${seen.active.join(', ')}`);
  if (seen.leftFiles.length > 0) complaints.push(`it left temporary files: ${seen.leftFiles.join(', ')}`);
  if (seen.leftProcesses.length > 0) complaints.push(`it left processes: ${seen.leftProcesses.join(', ')}`);
  return complaints;
}

/** What is wrong with a run against a member; empty when nothing is. A stock client may find another cause, and end early. */
export function runComplaints(member: Member, client: string, seen: Observation): string[] {
  const { report, stdout, stderr } = seen;
  const complaints = reportComplaints(client === 'wire' ? member.exits : [1, 3, 4], seen);
  if (report === undefined) return complaints;
  const problems = problemsBySchema('report', report);
  if (problems.length > 0) complaints.push(`the report breaks its schema: ${JSON.stringify(problems[0])}`);
  const text = (stdout + stderr).replace(/\s+/g, ' ');
  const cause = client === 'wire' ? member.cause : /✗ (nonconformant|error): \S|\? error: \S/;
  if (!cause.test(text)) complaints.push(`it does not say ${cause}, but ${text.slice(-600)}`);
  const passes = report.checks.filter(({ outcome }) => outcome === 'pass').length;
  if (passes < (member.passes ?? 0))
    complaints.push(`${passes} checks passed before the trouble, not ${member.passes}`);
  return complaints;
}

/** What is wrong with a campaign against a member; empty when nothing is. */
export function fuzzComplaints(exits: readonly number[], seen: Observation): string[] {
  const findings = [...seen.files].filter(([name]) => name.startsWith('findings/'));
  return [
    ...reportComplaints(exits, seen),
    ...findings.flatMap(([name, text]) =>
      problemsBySchema('finding', JSON.parse(text)).map(
        ({ message }) => `${name} breaks its schema: ${message}`,
      ),
    ),
  ];
}

/** What is wrong with a command that writes a report: its end, and what the report says of that. */
function reportComplaints(exits: readonly (number | null)[], seen: Observation): string[] {
  const { code, report } = seen;
  const complaints = commonComplaints(seen);
  if (!exits.includes(code)) complaints.push(`exit ${code}, not ${exits.join(' or ')}`);
  if (report === undefined) return [...complaints, 'there is no report'];
  if (report.exitCode !== code) complaints.push(`the report says exit ${report.exitCode}`);
  return complaints;
}

/** What is wrong with another command against a member; empty when nothing is. */
export function commandComplaints(expected: RegExp, seen: Observation): string[] {
  const complaints = commonComplaints(seen);
  if (seen.code !== 3) complaints.push(`exit ${seen.code}, not 3`);
  const text = (seen.stdout + seen.stderr).replace(/\s+/g, ' ');
  if (!expected.test(text)) complaints.push(`it does not say ${expected}, but ${text.slice(0, 600)}`);
  if (seen.files.size > 0) complaints.push(`it wrote ${[...seen.files.keys()].join(', ')}`);
  return complaints;
}
