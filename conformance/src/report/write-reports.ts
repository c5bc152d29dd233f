import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { ToolError, UsageError } from '../errors.js';
import type { RunEvent } from '../runner/events.js';
import { broadcast } from './broadcast.js';
import { type Output, openAppendedOutput, openFileOutput, streamOutput } from './output.js';
import { parseReportSpec } from './report-spec.js';
import { defaultRenderOptions, type RenderOptions, type Reporter, type ReporterSet } from './reporter.js';
import { runReporters } from './reporters.js';

/** Which reports are wanted, and where they go. */
export interface ReportOptions {
  /** `--reporter` as given, each `name[=path]`; none means `console`. */
  readonly specs: readonly string[];
  /** `--output`: folder for reports without a path of their own; it is created. Without specs it takes every format that is a file. */
  readonly output?: string;
  /** `GITHUB_STEP_SUMMARY`: file that gets the step summary appended where the github report is among the specs; none or empty for no summary. */
  readonly stepSummary?: string | undefined;
  /** Where reports without path and folder go; only one may. */
  readonly stdout: Writable;
  /** How reports on stdout are laid out; files have no colours and the default width. */
  readonly render?: Partial<RenderOptions>;
}

/** Reports that are open, so that they can be written. */
export interface OpenReports<Event> {
  /**
   * Writes all reports from one run. A report that fails does not keep the others from being written.
   *
   * @returns the last event, so that the caller knows the exit code
   * @throws ToolError when a report could not be written; whatever the run threw
   */
  write(events: AsyncIterable<Event>): Promise<Event | undefined>;
  /** Gives up before the run; leaves no file behind. */
  discard(): Promise<void>;
}

interface Target {
  readonly name: string;
  /** Absent for stdout. */
  readonly path?: string;
  /** Whether missing folders are created. */
  readonly parents: boolean;
  /** Whether it is the step summary, which goes to the end of a file that other steps share. */
  readonly summary?: true;
}

interface OpenReport<Event> {
  readonly reporter: Reporter<Event>;
  readonly output: Output;
  readonly options: RenderOptions;
}

/**
 * Opens every report before the run, so that a mistake costs no run.
 *
 * @throws UsageError for an unknown reporter, two reports in one file or two on stdout
 * @throws ToolError for a file that cannot be written
 */
export function openReports(options: ReportOptions): Promise<OpenReports<RunEvent>> {
  return openReportsOf(runReporters, options);
}

/** Opens the reports of what is no run, in the formats that there are for it. Throws as {@link openReports} does. */
export async function openReportsOf<Event>(
  reporters: ReporterSet<Event>,
  options: ReportOptions,
): Promise<OpenReports<Event>> {
  const targets = await targetsOf(reporters, options);
  await rejectSharedTargets(targets);
  const open: OpenReport<Event>[] = [];
  try {
    for (const target of targets) open.push(await openReport(reporters, target, options));
  } catch (reason) {
    await discardAll(open);
    throw reason;
  }
  return { write: (events) => writeAll(open, events), discard: () => discardAll(open) };
}

async function targetsOf<Event>(
  reporters: ReporterSet<Event>,
  { specs, output, stepSummary = '' }: ReportOptions,
): Promise<Target[]> {
  const wanted = specs.map((text) => parseReportSpec(text, reporters.names));
  if (output === '') throw new UsageError('--output has no path', 'give the folder to write reports to');
  if (output !== undefined && wanted.length === 0) wanted.push(...reporters.files.map((name) => ({ name })));
  const targets: Target[] = [];
  for (const { name, path } of wanted) {
    if (path === '-') targets.push({ name, parents: false });
    else if (path !== undefined) targets.push({ name, path, parents: false });
    else if (output === undefined || name === 'console' || name === 'github')
      targets.push({ name, parents: false });
    else targets.push({ name, path: join(output, (await reporters.load(name)).defaultFile), parents: true });
  }
  // A run never ends without a word: where nothing else takes stdout, the console report does.
  if (targets.every(({ name, path }) => path !== undefined && name !== 'console'))
    targets.push({ name: 'console', parents: false });
  if (stepSummary !== '' && targets.some(({ name }) => name === 'github'))
    targets.push({ name: 'github', path: stepSummary, parents: false, summary: true });
  return targets;
}

async function rejectSharedTargets(targets: readonly Target[]): Promise<void> {
  const onStdout = targets.filter(({ path }) => path === undefined).map(({ name }) => name);
  if (onStdout.length > 1) {
    throw new UsageError(
      `reporters ${onStdout.join(' and ')} both write to stdout`,
      `give one of them a file: --reporter ${onStdout[1]}=FILE`,
    );
  }
  const taken = new Map<string, Target>();
  for (const target of targets) {
    if (target.path === undefined) continue;
    const key = await identity(target.path);
    const other = taken.get(key);
    if (other !== undefined) {
      throw new UsageError(
        `reporters ${other.name} and ${target.name} both write to ${target.path}`,
        'give each its own file',
      );
    }
    taken.set(key, target);
  }
}

/** What two paths to one file have in common, by device and inode where the file exists; devices can be shared. */
async function identity(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return process.platform === 'win32' ? resolve(path).toLowerCase() : resolve(path);
  return `${found.dev}:${found.ino}`;
}

async function openReport<Event>(
  reporters: ReporterSet<Event>,
  target: Target,
  options: ReportOptions,
): Promise<OpenReport<Event>> {
  const { name, path, parents, summary = false } = target;
  if (path !== undefined && summary) {
    const { stepSummary } = await import('./github.js');
    const output = await openAppendedOutput(path, `${path} (GITHUB_STEP_SUMMARY)`);
    return { reporter: stepSummary as Reporter<Event>, output, options: defaultRenderOptions };
  }
  const reporter = await reporters.load(name);
  if (path === undefined) {
    return {
      reporter,
      output: streamOutput(options.stdout),
      options: { ...defaultRenderOptions, ...options.render },
    };
  }
  const { verbose } = { ...defaultRenderOptions, ...options.render };
  return {
    reporter,
    output: await openFileOutput(path, parents),
    options: { ...defaultRenderOptions, verbose },
  };
}

async function writeAll<Event>(
  open: readonly OpenReport<Event>[],
  events: AsyncIterable<Event>,
): Promise<Event | undefined> {
  const [own, ...sources] = broadcast(events, open.length + 1);
  const writing = open.map((report, i) => writeOne(report, sources[i] as AsyncIterable<Event>));
  let last: Event | undefined;
  const reading = (async () => {
    for await (const event of own as AsyncIterable<Event>) last = event;
  })();
  const [run, ...written] = await Promise.allSettled([reading, ...writing]);
  if (run.status === 'rejected') throw run.reason;
  const failed = written.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const [first] = failed;
  if (failed.length === 1 || !failed.every((one) => one instanceof ToolError)) {
    if (failed.length > 0) throw first;
  }
  if (failed.length > 1) {
    throw new ToolError(failed.map((one) => (one as ToolError).message).join('; '), undefined, {
      cause: first,
    });
  }
  return last;
}

async function writeOne<Event>(
  { reporter, output, options }: OpenReport<Event>,
  events: AsyncIterable<Event>,
): Promise<void> {
  try {
    for await (const text of reporter.render(events, options)) await output.write(text);
    await output.finish();
  } catch (reason) {
    await output.discard();
    throw reason;
  }
}

async function discardAll<Event>(open: readonly OpenReport<Event>[]): Promise<void> {
  for (const { output } of open) await output.discard();
}
