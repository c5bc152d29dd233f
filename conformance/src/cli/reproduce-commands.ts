import { splitCommand } from '../driver/endpoint.js';
import { UsageError } from '../errors.js';
import { parseWords } from './command.js';
import { commandNames } from './commands.js';
import { runCommand } from './run.js';

/** A run of `conformance` as a block of commands has it. */
export interface ReproducedRun {
  /** Version of the package that the command names. */
  readonly version?: string;
  /** Options of `run`, as it reads them. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The runs of `conformance` among the commands of a shell, read as the command reads its words.
 *
 * @throws UsageError for words that `run` would refuse
 */
export function reproducedRuns(script: string): readonly ReproducedRun[] {
  const text = script.replace(/^\s*#.*$/gm, '').replaceAll('\\\n', ' ');
  const commands = text.match(/(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[^\\'"\n;&|<>])+/g) ?? [];
  return commands.flatMap((command) => {
    const words = splitCommand(command);
    const comment = words.findIndex((word) => word.startsWith('#'));
    return runOf(comment < 0 ? words : words.slice(0, comment)) ?? [];
  });
}

function runOf(words: readonly string[]): ReproducedRun | undefined {
  const start = words.findIndex((word) => !/^(\$|sudo|[A-Za-z_]\w*=.*)$/s.test(word));
  const [tool, ...rest] = start < 0 ? [] : words.slice(start);
  if (tool === 'conformance') return parsed(rest);
  if (tool !== 'npx') return undefined;
  const at = rest.findIndex((word) => !word.startsWith('-'));
  const [, version] = /^(?:@csi-env\/)?conformance(?:@(.+))?$/.exec(rest[at] ?? '') ?? [undefined, null];
  return version === null ? undefined : parsed(rest.slice(at + 1), version);
}

function parsed(words: readonly string[], version?: string): ReproducedRun | undefined {
  const [first] = words;
  const other = first !== 'run' && (commandNames as readonly (string | undefined)[]).includes(first);
  if (other || words.some((word) => word === '--help' || word === '-h' || word === '--version'))
    return undefined;
  const command = runCommand();
  parseWords(command, first === 'run' ? words.slice(1) : words);
  return { ...(version === undefined ? {} : { version }), options: command.opts() };
}

/** Why commands cannot be read, in one line; rethrows what is no mistake in them. */
export function unreadable(reason: unknown): string {
  if (!(reason instanceof UsageError)) throw reason;
  return reason.message;
}
