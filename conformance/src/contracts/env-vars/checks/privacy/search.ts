import { pass, type Verdict } from '../../../../contract.js';
import type { Findings } from '../../../../leak/scan-source.js';
import { createScanner, type Scanner } from '../../../../leak/scanner.js';
import type { Tools } from '../../tools.js';
import { type WatchedValues, watchedValues } from '../../watched-values.js';
import { leaked } from './leaked.js';
import { spawnedOutput } from './spawned-output.js';

/** The search for every value of the run. */
export interface Search {
  readonly scanner: Scanner;
  /** How many values it looks for, in words, and for how many of them not in all that they consist of. */
  readonly say: string;
  /** Values that would have to be looked for as well and are too many. */
  readonly unwatched: number;
}

const memoKey = 'privacy/search';

/**
 * Prepares the search for what the profile names and the driver returned so far; undefined where nothing is long enough.
 * What the tool sent and the driver's identity are no evidence; earlier output is none for values that the profile does not name.
 *
 * @param alsoExempt further texts that are no evidence in one place only
 */
export function prepareSearch(tools: Tools, alsoExempt: readonly string[] = []): Search | undefined {
  const { journal, profile, shared, facts } = tools;
  const known = shared.memo.get(memoKey) as
    | { readonly values: number; readonly search: Search | undefined }
    | undefined;
  if (known?.values === journal.values.size && alsoExempt.length === 0) return known.search;
  const values = watchedValues(journal, profile);
  const search: Search | undefined =
    values.values === 0
      ? undefined
      : {
          scanner: createScanner({
            watched: values.watched,
            exempt: [...journal.sent, ...facts.identity, ...alsoExempt].map((text) => Buffer.from(text)),
            baseline: [...shared.watch.earlier, ...spawnedOutput(tools).map(({ earlier }) => earlier)],
          }),
          say: sayHowMany(values),
          unwatched: values.unwatched,
        };
  if (alsoExempt.length === 0) shared.memo.set(memoKey, { values: journal.values.size, search });
  return search;
}

function sayHowMany({ values, left, inPart, nestedInPart }: WatchedValues): string {
  const many = values === 1 ? '1 value' : `${values} values`;
  const less = [
    left > 0 ? `${left} of them too many to be searched for` : '',
    inPart > 0 ? `${inPart} of them in part` : '',
    nestedInPart > 0 ? `${nestedInPart} of them in part where encodings are nested` : '',
  ];
  return [many, ...less.filter((text) => text !== '')].join(', ');
}

/** There is nothing to look for. */
export const noValues: Verdict = {
  outcome: 'untested',
  reason:
    'no value of eight characters or more was returned, and the profile names none: give a key with such a value under keys.available',
};

/** Says so where the driver sent more texts than are kept, so that not all were searched; undefined where none was lost. */
export function lostTexts({ journal }: Tools): Verdict | undefined {
  if (journal.lostTexts === 0) return undefined;
  const kept = journal.texts.size;
  return {
    outcome: 'error',
    message: `the driver sent ${journal.lostTexts} texts beyond the ${kept} that are searched, or longer than they are`,
  };
}

/** Judges what a search found. A source that could not be read is an error, unless the platform has none of its kind. */
export function judgeFindings(findings: Findings, search: Search): Verdict {
  if (findings.hits.length > 0) return leaked(findings.hits);
  const [gap] = findings.gaps.filter(({ supported }) => supported);
  if (gap !== undefined) return { outcome: 'error', message: `cannot search ${gap.source}: ${gap.reason}` };
  const [lack] = findings.gaps;
  if (lack !== undefined) return { outcome: 'not-applicable', reason: `${lack.source}: ${lack.reason}` };
  return nothingFound(search, `${findings.bytes} bytes`);
}

/** The verdict where nothing was found: no pass where a value was not even looked for. */
export function nothingFound({ say, unwatched }: Search, searched: string): Verdict {
  if (unwatched === 0) return pass(`${searched} searched for ${say}`);
  return {
    outcome: 'untested',
    reason: `${unwatched} ${unwatched === 1 ? 'value is' : 'values are'} too many to be searched for: give a profile with fewer keys`,
  };
}

/** Puts findings together. */
export function together(all: readonly Findings[]): Findings {
  return {
    hits: all.flatMap(({ hits }) => hits),
    gaps: all.flatMap(({ gaps }) => gaps),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
