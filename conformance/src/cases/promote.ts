import { isDeepStrictEqual } from 'node:util';
import { parseDocument, stringify } from 'yaml';
import { UsageError } from '../errors.js';
import type { Breakage, Finding } from '../fuzz/finding.js';
import { invocation } from '../invocation.js';
import type { InputCase } from './input-case.js';

/** Longest part of a name that is made from the title of an input. */
const longestSlug = 60;

/**
 * Turns a finding into a case.
 *
 * @param name the case's id; unless said the requirement's and what the input does
 * @throws UsageError for a finding that would make no sound check, and for a name that is no path below the requirement
 */
export function promoteFinding(file: string, finding: Finding, name?: string): InputCase {
  if (finding.kind === 'gone')
    throw new UsageError(
      `${file} says that the driver was gone, which no case can ask`,
      `${invocation} replay plays its inputs again`,
    );
  if (finding.flaky)
    throw new UsageError(
      `${file} is flaky: a case made of it would fail by chance`,
      `${invocation} replay says how often it fails`,
    );
  const { requirement, contract, stage, input } = finding;
  const id = name ?? `${requirement}/${slug(input.title)}`;
  if (
    !id.startsWith(`${requirement}/`) ||
    !/^[a-z][a-z0-9]*(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)+$/.test(id)
  )
    throw new UsageError(
      `${JSON.stringify(id)} is no name for a case of ${requirement}`,
      `write ${requirement}/ and lower-case words with hyphens between them`,
    );
  return {
    id,
    requirement,
    since: contract.revision,
    stage,
    stimulus: input.title.replace(/\.+$/, ''),
    input,
    disturbs: true,
    why: whyOf(finding),
  };
}

function whyOf({ cause, seed, phase, index, tool }: Breakage): string {
  return `${cause}\nFound by ${tool.name} ${tool.version} fuzz --seed ${seed}, phase ${phase}, input ${index}.`;
}

function slug(title: string): string {
  const words = title
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let text = words.shift() ?? 'found';
  for (const word of words) {
    if (text.length + 1 + word.length > longestSlug) break;
    text += `-${word}`;
  }
  return text.slice(0, longestSlug);
}

/** The text of a new file with one case. */
export function newCaseFile(area: string, entry: InputCase): string {
  return `area: ${area}\n${listText(entry)}`;
}

/**
 * The text of a file with one more case at its end; what was there stays, comments and layout too wherever the file's form allows it.
 *
 * @param text a file that is valid by its schema
 */
export function appendCase(text: string, entry: InputCase): string {
  const before = parseDocument(text).toJS() as { readonly cases?: readonly unknown[] };
  const after = { ...before, cases: [...(before.cases ?? []), entry] };
  const appended = `${text.trimEnd()}\n\n${listText(entry).slice(listHead.length)}`;
  if (isDeepStrictEqual(dataOf(appended), after)) return appended;
  const document = parseDocument(text);
  if (document.has('cases')) document.addIn(['cases'], document.createNode(entry));
  else document.set('cases', document.createNode([entry]));
  return document.toString({ lineWidth: 0 });
}

/** The data of a text; undefined where it is no YAML. */
function dataOf(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  return document.errors.length > 0 ? undefined : document.toJS();
}

const listHead = 'cases:\n';

/** A list of one case. Indented by the library: a text may have what looks like the end of a line, and is none. */
function listText(entry: InputCase): string {
  return stringify({ cases: [entry] }, { lineWidth: 0 });
}
