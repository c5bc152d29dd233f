import { Command, CommanderError } from 'commander';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { nearest } from '../nearest.js';

/** What a command word leads to: exit codes are those of the design. */
export type CommandMain = (words: readonly string[]) => Promise<number>;

/** Thrown after `--help` was printed; the command is done. */
export class HelpShown extends Error {}

/** A command of commander that neither prints errors nor ends the process. */
export function newCommand(name: string, summary: string): Command {
  return new Command(name === '' ? 'conformance' : `conformance ${name}`)
    .description(summary)
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ writeErr: () => {} });
}

/**
 * Reads a command's words.
 *
 * @throws UsageError for unknown options, options that are given twice and take one value, missing and surplus arguments, with
 * the nearest option
 * @throws HelpShown when help was asked for
 */
export function parseWords(command: Command, words: readonly string[]): void {
  rejectSwallowedOptions(command, words);
  rejectRepeatedOptions(command, words);
  try {
    command.parse([...words], { from: 'user' });
  } catch (reason) {
    if (!(reason instanceof CommanderError)) throw reason;
    if (reason.exitCode === 0) throw new HelpShown();
    throw usageError(command, reason, words);
  }
}

/** The command as a user calls it. */
function hintOf(command: Command): string {
  return command.name().replace(/^conformance/, invocation);
}

/** An option in the place of another one's value, as an unset variable leaves it, is no value. */
function rejectSwallowedOptions(command: Command, words: readonly string[]): void {
  const names = new Set(command.options.flatMap(({ long, short }) => [long, short]).concat('--help', '-h'));
  for (const [index, word] of words.entries()) {
    if (word === '--') return;
    const option = command.options.find(({ long, short }) => word === long || word === short);
    const next = words[index + 1];
    if (option?.required !== true || next === undefined || !names.has(next.split('=')[0])) continue;
    throw new UsageError(`option ${word} has no value`, `${hintOf(command)} --help shows all options`);
  }
}

/** Which of two values was meant is nobody's to guess; a script that adds one to another's would lose the first. */
function rejectRepeatedOptions(command: Command, words: readonly string[]): void {
  const seen = new Set<string>();
  for (const word of words) {
    if (word === '--') return;
    const option = command.options.find(({ long, short }) => word.split('=')[0] === long || word === short);
    if (option?.required !== true || (option.parseArg && collectors.has(option.parseArg))) continue;
    const name = option.name();
    if (seen.has(name)) {
      throw new UsageError(
        `option --${name} is given twice`,
        `give it once: ${hintOf(command)} --help says which options are repeatable`,
      );
    }
    seen.add(name);
  }
}

function usageError(
  command: Command,
  { code, message }: CommanderError,
  words: readonly string[],
): UsageError {
  const text = message.replace(/^error: /, '').split('\n')[0] ?? '';
  const help = `${hintOf(command)} --help shows all options`;
  if (code === 'commander.unknownOption') {
    const option = /'([^']*)'/.exec(text)?.[1]?.split('=')[0] ?? '';
    const options = command.options.map((one) => one.long ?? '').concat('--help');
    const guess = nearest(option, options);
    return new UsageError(
      `unknown option ${option}`,
      guess === undefined ? help : `did you mean ${guess}? ${help}`,
    );
  }
  if (code === 'commander.optionMissingArgument') {
    const option = /'(?:-\w, )?(--[\w-]+)/.exec(text)?.[1] ?? '';
    return new UsageError(`option ${option} has no value`, help);
  }
  if (code === 'commander.missingArgument') {
    return new UsageError(`argument ${/'([^']*)'/.exec(text)?.[1] ?? ''} is missing`, help);
  }
  if (code === 'commander.excessArguments') {
    const allowed = command.registeredArguments.length;
    const surplus = command.args[allowed] ?? words.at(-1) ?? '';
    return new UsageError(`unexpected argument ${surplus}`, adviceForSurplus(surplus, help));
  }
  return new UsageError(text, help);
}

function adviceForSurplus(word: string, help: string): string {
  return /^(unix|npipe|tcp|exec):|^\//.test(word)
    ? `did you mean --endpoint ${word.startsWith('/') ? `unix://${word}` : word}?`
    : help;
}

/** Readers of options that may be given more than once. */
const collectors = new WeakSet<object>();

/** Reads a repeatable option, each of its values with the same reader. */
export function collectWith(
  read: (value: string) => string,
): (value: string, before?: readonly string[]) => readonly string[] {
  const collector = (value: string, before: readonly string[] = []): readonly string[] => [
    ...before,
    read(value),
  ];
  collectors.add(collector);
  return collector;
}

/** Collects a repeatable option as it is. */
export const collect = collectWith((value) => value);

/** Reads one of a closed list of words. */
export function oneOf<T extends string>(option: string, allowed: readonly T[]): (value: string) => T {
  return (value) => {
    const found = allowed.find((one) => one === value);
    if (found !== undefined) return found;
    const guess = nearest(value, allowed);
    const list = `one of ${allowed.join(', ')}`;
    throw new UsageError(
      `${option} ${JSON.stringify(value)} is not ${list}`,
      guess === undefined ? undefined : `did you mean ${guess}?`,
    );
  };
}
