import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { parseDocument } from '../profile/read-document.js';
import { fileProblem, readBytes } from '../profile/read-text.js';
import { problemsBySchema } from '../profile/schemas.js';
import type { Report } from '../report/collect.js';
import { visible } from '../report/visible.js';
import { type ReproducedRun, reproducedRuns, unreadable } from './reproduce-commands.js';
import type { FileProblem, Validation } from './validate-file.js';
import { validateReport } from './validate-report.js';

const files = ['report.json', 'conformance.yaml', 'README.md'] as const;

/** Checks a folder `<driver>/<version>/` by the rules for results that are published. Never throws for anything in it. */
export function validateResult(folder: string): Validation {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (reason) {
    return { kinds: [], problems: [{ message: fileProblem(reason) }] };
  }
  if (!names.includes('report.json') && !names.includes('README.md'))
    return {
      kinds: [],
      problems: [{ message: 'it is a folder, and no result: it has neither report.json nor README.md' }],
    };
  const problems: FileProblem[] = [];
  const strange = names.filter((name) => !(files as readonly string[]).includes(name));
  for (const name of strange) problems.push({ file: name, message: 'it is none of the files of a result' });
  const read = (file: (typeof files)[number]): Buffer | undefined => {
    try {
      return readBytes(join(folder, file), 'file', file);
    } catch (reason) {
      const why = unreadable(reason).replace(/^cannot read file \S+: /, '');
      problems.push({ file, message: names.includes(file) ? why : 'it is missing' });
      return undefined;
    }
  };
  const opened = readReport(read('report.json'), problems);
  const readme = read('README.md')?.toString('utf8');
  if (opened === undefined) return { kinds: ['result'], problems };
  const { report, kind } = opened;
  const add = (file: string, found: Iterable<string>): void => {
    for (const message of found) problems.push({ file, message: visible(message) });
  };
  add('report.json', reportProblems(report, folder));
  if (!report.driver.embedded) {
    const profile = read('conformance.yaml');
    if (profile !== undefined) add('conformance.yaml', profileProblems(report, profile));
  } else if (names.includes('conformance.yaml'))
    add('conformance.yaml', ['a run of the embedded driver has no profile']);
  if (readme !== undefined) add('README.md', readmeProblems(report, readme));
  return { kinds: [kind], problems };
}

/** The report where it is valid, and what the folder then is; what is wrong with it goes to the problems. */
function readReport(
  bytes: Buffer | undefined,
  problems: FileProblem[],
): { readonly report: Report; readonly kind: string } | undefined {
  if (bytes === undefined) return undefined;
  const file = 'report.json';
  const text = bytes.toString('utf8');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    problems.push({ file, message: 'it is not JSON' });
    return undefined;
  }
  if (typeof data !== 'object' || data === null || (data as Partial<Report>).format !== 'csi-env/report') {
    problems.push({ file, message: 'it is no json report of a run' });
    return undefined;
  }
  const { kind, problems: found } = validateReport(data, text);
  problems.push(...found.map(({ message }) => ({ file, message })));
  return found.length === 0 ? { report: data as Report, kind: kind.replace(/^report/, 'result') } : undefined;
}

function* reportProblems({ driver, selection, interrupted }: Report, folder: string): Generator<string> {
  const path = resolve(folder);
  const place = `${basename(dirname(path))} ${basename(path)}`;
  const said = `${driver.name} ${driver.vendorVersion}`;
  if (said !== place) yield `it is of ${said}, and the folder of ${place}`;
  const left = ['run', 'skip'] as const;
  for (const option of left) if (selection[option].length > 0) yield `the run left checks out by --${option}`;
  if (selection.safe) yield 'the run left checks out by --safe';
  if (interrupted) yield 'the run was interrupted';
}

function* profileProblems({ profileDigest, implementation }: Report, bytes: Buffer): Generator<string> {
  try {
    const { data } = parseDocument(bytes.toString('utf8'), 'conformance.yaml', 'profile');
    for (const { message } of problemsBySchema('profile', data)) yield message;
  } catch (reason) {
    if (!(reason instanceof UsageError)) throw reason;
    yield reason.message;
  }
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (digest !== profileDigest)
    yield `the report was made with another profile: ${profileDigest ?? 'none'}, and this one is ${digest}`;
  for (const member of ['organization', 'project', 'version', 'contact'] as const)
    if (implementation?.[member] === undefined) yield `implementation.${member} is missing`;
}

function* readmeProblems(report: Report, text: string): Generator<string> {
  const { name, vendorVersion } = report.driver;
  const lines = text.split(/\r?\n/);
  const title = `# ${name} ${vendorVersion}`;
  if (lines[0]?.trimEnd() !== title) yield `its first line is not ${title}`;
  if (!lines.some((line) => /^Source: <?https?:\/\/\S/.test(line)))
    yield 'no line says where the driver comes from, such as Source: https://example.com/driver';
  const part = /^## Reproduce\s*$([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text)?.[1];
  if (part === undefined) {
    yield 'it has no heading Reproduce';
    return;
  }
  const blocks = [...part.matchAll(/^```(?:sh|bash|shell)\s*\n([\s\S]*?)^```\s*$/gm)].map(
    ([, block]) => block ?? '',
  );
  let runs: readonly ReproducedRun[];
  try {
    runs = blocks.flatMap((block) => reproducedRuns(block));
  } catch (reason) {
    yield `a command under Reproduce cannot be run: ${unreadable(reason)}`;
    return;
  }
  if (runs.length === 0)
    yield 'no block of sh under Reproduce runs npx @csi-env/conformance, npx conformance or conformance';
  for (const run of runs) yield* runProblems(run, report);
}

/** What a command would do otherwise than the run of the report. */
function* runProblems({ options, version }: ReproducedRun, report: Report): Generator<string> {
  const { profile, endpoint, seed, run, skip, safe, cases, reporter } = options;
  const say = (what: string): string => `the command under Reproduce ${what}`;
  if (report.driver.embedded) {
    if (profile !== undefined || endpoint !== undefined)
      yield say('names a driver, and the report is of the embedded one');
  } else if (profile === undefined) yield say('has no --profile, and the report was made with one');
  if (seed !== undefined && seed !== report.seed)
    yield say(`has --seed ${seed}, and the report was made with ${report.seed}`);
  const given = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  for (const [name, value] of Object.entries({ run, skip, safe, cases }))
    if (given(value)) yield say(`has --${name}, and the report is of a run without it`);
  if (!(Array.isArray(reporter) && reporter.some((one) => /^json(=|$)/.test(String(one)))))
    yield say('has no --reporter json, so it writes no report');
  if (version !== undefined && version !== report.tool.version)
    yield say(`is of version ${version} of the tool, and the report of ${report.tool.version}`);
}
