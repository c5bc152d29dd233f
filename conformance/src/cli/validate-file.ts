import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { contractEntries } from '../contracts/registry.js';
import { splitCommand } from '../driver/endpoint.js';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';
import { commandProblem } from '../profile/command-problem.js';
import { parseDocument, parseDocuments, type SourceDocument } from '../profile/read-document.js';
import { readText } from '../profile/read-text.js';
import { type Problem, showPath } from '../profile/schema-problems.js';
import { problemsBySchema, type SchemaName } from '../profile/schemas.js';
import { collect } from '../report/collect.js';
import { openSource, peek, readEvents, readFuzzEvents } from '../report/read-events.js';
import { newestOf } from './contract-named.js';
import { heldToItself, validateReport } from './validate-report.js';
import { validateResult } from './validate-result.js';

/** Something wrong in a file. */
export interface FileProblem {
  /** Name of the file in the folder that was checked; absent where a file was. */
  readonly file?: string;
  readonly line?: number;
  readonly message: string;
  readonly advice?: string;
}

/** What a file is and what is wrong with it. */
export interface Validation {
  readonly kinds: readonly string[];
  readonly problems: readonly FileProblem[];
}

/** Checks a file by what its content says that it is, and a folder as a result. Never throws for anything in them. */
export async function validateFile(path: string): Promise<Validation> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return validateResult(path);
  try {
    const text = readText(path, 'file');
    if (isEventFile(text)) {
      const { campaign, source } = await peek(openSource(path));
      if (campaign) {
        for await (const _ of readFuzzEvents(source, path));
        return { kinds: ['events of a campaign'], problems: [] };
      }
      const { kind, problems } = heldToItself(await collect(readEvents(source, path)), 'events');
      return { kinds: [kind], problems: problems.map(({ message }) => ({ message })) };
    }
    const documents = parseDocuments(text, path, 'file').filter(({ data }) => data !== null);
    const results = documents.map((document) => validateDocument(document, path, text));
    const kinds = [...new Set(results.flatMap(({ kinds: own }) => own))];
    const problems = results.flatMap((result) => result.problems);
    if (kinds.length > 0 || problems.length > 0) return { kinds, problems };
    return { kinds, problems: [{ message: 'there is nothing in it to validate' }] };
  } catch (reason) {
    if (!(reason instanceof UsageError)) throw reason;
    const message = reason.message.replace(/^cannot read \w+( from)? .*?: (?=\S)/, '');
    return {
      kinds: [],
      problems: [{ message, ...(reason.advice === undefined ? {} : { advice: reason.advice }) }],
    };
  }
}

function isEventFile(text: string): boolean {
  const first = text.slice(0, text.indexOf('\n') + 1 || undefined);
  try {
    const { type, format } = JSON.parse(first) as { readonly type?: unknown; readonly format?: unknown };
    return type === 'header' || format === 'csi-env/events';
  } catch {
    return false;
  }
}

function validateDocument(document: SourceDocument, path: string, text: string): Validation {
  const { data } = document;
  const by = (schema: SchemaName, kind: string, more: readonly Problem[] = []): Validation => ({
    kinds: [kind],
    problems: [...problemsBySchema(schema, data), ...more].map((problem) => located(document, problem)),
  });
  if (Array.isArray(data)) return by('knownFailures', 'known failures', unknownIds(data));
  if (typeof data !== 'object' || data === null)
    return { kinds: [], problems: [{ message: 'it is neither an object nor a list' }] };
  const { kind, apiVersion, format, area } = data as {
    readonly kind?: unknown;
    readonly area?: unknown;
    readonly apiVersion?: unknown;
    readonly format?: unknown;
  };
  if (format === 'csi-env/report') {
    const { kind, problems } = validateReport(data, text);
    return { kinds: [kind], problems: problems.map((problem) => located(document, problem)) };
  }
  if (format === 'csi-env/finding') return by('finding', 'finding');
  if (typeof format === 'string' && format.startsWith('csi-env/'))
    return { kinds: [], problems: [{ message: `it is a ${format}, which validate does not know` }] };
  if (area !== undefined) return by('cases', 'cases');
  if (kind === 'ProviderClass') return by('providerClass', 'ProviderClass');
  if (kind !== undefined || apiVersion !== undefined) return validateManifest(document, String(kind));
  return by('profile', 'profile', [...classProblems(data, path), ...hookProblems(data, path)]);
}

/** Every csiSecretRef of a manifest, wherever its pod template is. Other kinds have none and are left alone. */
function validateManifest(document: SourceDocument, kind: string): Validation {
  const references = [...secretReferences(document.data, [])];
  const problems = references.flatMap(({ path, value }) =>
    problemsBySchema('csiSecretRef', value).map((problem) => {
      const own = showPath(problem.path);
      const where = showPath([...path, ...problem.path]);
      const message =
        own === '' ? `${showPath(path)}: ${problem.message}` : problem.message.replace(own, where);
      return located(document, { ...problem, path: [...path, ...problem.path], message });
    }),
  );
  return {
    kinds: references.length === 0 ? [] : [`${kind} with ${references.length} csiSecretRef`],
    problems,
  };
}

type Path = readonly (string | number)[];

function* secretReferences(
  value: unknown,
  path: Path,
): Generator<{ readonly path: Path; readonly value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value);
  for (const [step, item] of entries) {
    if (step === 'csiSecretRef') yield { path: [...path, step], value: item };
    else yield* secretReferences(item, [...path, step]);
  }
}

function unknownIds(entries: readonly unknown[]): Problem[] {
  const contracts = contractEntries.map((entry) => entry.at(newestOf(entry)));
  const names = contracts.flatMap(({ requirements, checks }) => [
    ...requirements.map(({ id }) => id),
    ...checks.map(({ name }) => name),
  ]);
  return entries.flatMap((entry, i) => {
    const id = (entry as { readonly id?: unknown } | null)?.id;
    if (typeof id !== 'string' || names.includes(id)) return [];
    const guess = nearest(id, names);
    return [
      {
        path: [i, 'id'],
        message: `[${i}].id ${id} is no requirement and no check`,
        ...(guess === undefined ? {} : { advice: `did you mean ${guess}?` }),
      },
    ];
  });
}

/** A profile may name a ProviderClass manifest by its path. */
function classProblems(data: object, profilePath: string): Problem[] {
  const { providerClass } = data as { readonly providerClass?: unknown };
  if (typeof providerClass !== 'string' || providerClass === '') return [];
  const path = ['providerClass'];
  try {
    const text = readFileSync(resolve(dirname(profilePath), providerClass), 'utf8');
    const found = problemsBySchema('providerClass', parseDocument(text, providerClass, 'ProviderClass').data);
    return found.map((problem) => ({
      ...problem,
      path,
      message: `providerClass ${providerClass}: ${problem.message}`,
    }));
  } catch (reason) {
    const why = reason instanceof UsageError ? reason.message : 'it cannot be read';
    return [{ path, message: `providerClass ${providerClass}: ${why}` }];
  }
}

/** A hook's command that the profile names by its path has to be there; what PATH has is the business of the machine that runs it. */
function hookProblems(data: object, profilePath: string): Problem[] {
  const { hooks } = data as { readonly hooks?: unknown };
  if (typeof hooks !== 'object' || hooks === null) return [];
  return Object.entries(hooks as Readonly<Record<string, unknown>>).flatMap(([name, hook]) => {
    const { command, shell } = (typeof hook === 'string' ? { command: hook } : (hook ?? {})) as {
      readonly command?: unknown;
      readonly shell?: unknown;
    };
    const [first = ''] = typeof command === 'string' && shell !== true ? splitCommand(command) : [];
    const problem = first.includes('/') ? commandProblem(first, dirname(resolve(profilePath))) : undefined;
    return problem === undefined
      ? []
      : [{ path: ['hooks', name], message: `hooks.${name}: ${first}: ${problem}` }];
  });
}

function located(document: SourceDocument, { path, message, advice }: Problem): FileProblem {
  return { line: document.lineOf(path), message, ...(advice === undefined ? {} : { advice }) };
}
