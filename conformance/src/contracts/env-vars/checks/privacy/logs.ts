import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Verdict } from '../../../../contract.js';
import { type Findings, scanSource, scanTracked } from '../../../../leak/scan-source.js';
import type { Scanner } from '../../../../leak/scanner.js';
import type { Source } from '../../../../leak/sources/source.js';
import { conditions, wellFormed } from '../../needs.js';
import type { EnvCheck, Tools } from '../../tools.js';
import { provokeAll } from './provoke.js';
import { judgeFindings, noValues, prepareSearch, type Search, together } from './search.js';
import { type SpawnedStream, spawnedOutput } from './spawned-output.js';

/** Output that has not grown for so long is taken to be all. */
const quietMs = 100;
const longestWaitMs = 1000;

const kinds = ['output', 'files', 'commands'] as const;
type Kind = (typeof kinds)[number];

const says: Readonly<Record<Kind, { readonly stimulus: string; readonly where: string }>> = {
  output: {
    stimulus: 'what the driver wrote to stdout and stderr',
    where: 'the output of a driver that the tool started',
  },
  files: {
    stimulus: 'what came to the log files since the run began',
    where: 'the log files of the profile',
  },
  commands: {
    stimulus: 'what the log commands of the profile print',
    where: 'the log commands of the profile',
  },
};

/** privacy/logs: no returned value in the driver's output or log files. */
export const logsPrivacyChecks: readonly EnvCheck[] = kinds.map(
  (kind): EnvCheck => ({
    name: `privacy/logs/${kind}`,
    requirement: 'privacy/logs',
    stimulus: says[kind].stimulus,
    expects:
      'no value that the driver returned or the profile names in it, whole or a piece, in any encoding',
    needs: wellFormed,
    when: [conditions.advertised],
    final: true,
    async run(tools) {
      const has = given(tools);
      if (!has[kind]) return without(has);
      await provokeAll(tools);
      await quiet(tools);
      const search = prepareSearch(tools);
      return search === undefined ? noValues : judgeKind(kind, tools, search);
    },
  }),
);

function given(tools: Tools): Readonly<Record<Kind, boolean>> {
  return {
    output: tools.shared.context.spawned !== undefined,
    files: tools.shared.watch.logFiles.length > 0,
    commands: tools.shared.watch.logCommands.length > 0,
  };
}

/** One place is enough for the requirement to be tested; without any the profile has to name one. */
function without(has: Readonly<Record<Kind, boolean>>): Verdict {
  const other = kinds.find((name) => has[name]);
  if (other !== undefined)
    return { outcome: 'not-applicable', reason: `searched instead: ${says[other].where}` };
  return {
    outcome: 'untested',
    reason:
      'the profile does not say logs: name the files that the driver logs to or commands that print its log, or let the tool start it with an exec: endpoint',
  };
}

async function judgeKind(kind: Kind, tools: Tools, search: Search): Promise<Verdict> {
  const { scanner } = search;
  const { watch } = tools.shared;
  const found =
    kind === 'output'
      ? searchOutput(tools, search)
      : kind === 'files'
        ? watch.logFiles.map((file) => scanTracked(scanner, file, tools.signal))
        : watch.logCommands.map((command) => scanSource(scanner, command, tools.signal));
  return judgeFindings(together(await Promise.all(found)), search);
}

/** Searches stdout and stderr of a driver that the tool started. */
export function searchOutput(tools: Tools, { scanner }: Search): readonly Promise<Findings>[] {
  return spawnedOutput(tools).map((stream) => scanOutput(stream, scanner, tools.signal));
}

/** Looks through one stream of output. What a flood pushed out was not searched, so that a pass would say too much. */
async function scanOutput(
  { name, bytes, dropped }: SpawnedStream,
  scanner: Scanner,
  signal: AbortSignal,
): Promise<Findings> {
  const source = sourceOf(`${name} of the driver`, bytes, dropped);
  const found = await scanSource(scanner, source, signal);
  if (dropped.bytes === 0) return found;
  const reason = `only the last ${bytes.length} of its ${bytes.length + dropped.bytes} bytes were kept`;
  return { ...found, gaps: [...found.gaps, { source: source.name, reason, supported: true }] };
}

function sourceOf(
  name: string,
  bytes: Uint8Array,
  before: { readonly bytes: number; readonly lines: number },
): Source {
  return {
    name,
    origin: { byteOffset: before.bytes, line: before.lines + 1 },
    async read(push) {
      push(bytes);
      return { kind: 'read', bytes: bytes.length, truncated: false };
    },
  };
}

/** Waits, once a run, until no more output comes; drivers write late. */
export function quiet(tools: Tools): Promise<void> {
  const { memo } = tools.shared;
  const waiting = (memo.get('privacy/quiet') as Promise<void> | undefined) ?? waitUntilQuiet(tools);
  memo.set('privacy/quiet', waiting);
  return waiting;
}

async function waitUntilQuiet(tools: Tools): Promise<void> {
  const until = performance.now() + longestWaitMs;
  for (let before = await outputSize(tools); performance.now() < until && !tools.signal.aborted; ) {
    await pause(quietMs);
    const now = await outputSize(tools);
    if (now === before) return;
    before = now;
  }
}

async function outputSize(tools: Tools): Promise<number> {
  let size = spawnedOutput(tools).reduce((sum, { bytes }) => sum + bytes.length, 0);
  for (const { name } of tools.shared.watch.logFiles)
    size += (await stat(name).catch(() => undefined))?.size ?? 0;
  return size;
}
