import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { RunEvent } from '../runner/events.js';
import type { Reporter, ReporterSet } from './reporter.js';

/** Every report format; each is loaded only when it is used. */
const loaders = {
  console: async () => (await import('./console.js')).console,
  ndjson: async () => (await import('./ndjson.js')).ndjson,
  json: async () => (await import('./json.js')).json,
  junit: async () => (await import('./junit.js')).junit,
  html: async () => (await import('./html.js')).html,
  markdown: async () => (await import('./markdown.js')).markdown,
  sarif: async () => (await import('./sarif.js')).sarif,
  github: async () => (await import('./github.js')).github,
  badge: async () => (await import('./badge.js')).badge,
} satisfies Record<string, () => Promise<Reporter>>;

/** Name of a report format. */
export type ReporterName = keyof typeof loaders;

/** Names of all report formats. */
export const reporterNames = Object.keys(loaders) as readonly ReporterName[];

/** Names of report formats as a sentence has them. */
export function listOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** Names of all report formats as a sentence has them. */
export const reporterList = listOf(reporterNames);

/** The name as one of ours. Throws a UsageError with the nearest name. */
export function reporterName<Name extends string>(name: string, names: readonly Name[]): Name {
  const found = names.find((one) => one === name);
  if (found !== undefined) return found;
  const near = nearest(name, names);
  const advice = near === undefined ? `reporters are ${names.join(', ')}` : `did you mean ${near}?`;
  throw new UsageError(`unknown reporter ${JSON.stringify(name)}`, advice);
}

/** Loads a reporter. */
export async function loadReporter(name: ReporterName): Promise<Reporter> {
  return loaders[name]();
}

/** The formats of a run. */
export const runReporters: ReporterSet<RunEvent> = {
  names: reporterNames,
  files: ['ndjson', 'json', 'junit', 'html', 'markdown', 'sarif', 'badge'],
  load: (name) => loadReporter(name as ReporterName),
};
