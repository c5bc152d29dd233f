import { Option } from 'commander';
import { UsageError } from '../errors.js';
import { parseDuration } from '../profile/duration.js';
import { oneOf } from './command.js';

const longestMs = 24 * 60 * 60 * 1000;

/** An option that takes a duration and shows its default as one. */
export function durationFlag(name: string, description: string, defaultMs: number): Option {
  return new Option(`${name} <duration>`, description)
    .argParser(durationOption(name))
    .default(defaultMs, `${defaultMs / 1000}s`);
}

/** Reads a duration option as milliseconds, more than zero and at most a day. */
export function durationOption(option: string): (value: string) => number {
  return (value) => {
    const ms = parseDuration(value);
    if (ms === undefined) {
      throw new UsageError(`${option} ${JSON.stringify(value)} is no duration`, 'write 500ms, 30s or 2m');
    }
    if (ms === 0 || ms > longestMs) throw new UsageError(`${option} ${value} is not between 1ms and 1440m`);
    return ms;
  };
}

/** Reads a whole number within bounds. */
export function numberOption(option: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) {
      throw new UsageError(`${option} ${JSON.stringify(value)} is no whole number from ${least} to ${most}`);
    }
    return number;
  };
}

/** Reads a text that must not be empty: an unset variable in a script must never be taken for a choice. */
export function textOption(option: string): (value: string) => string {
  return (value) => {
    if (value.trim() === '')
      throw new UsageError(`${option} is empty`, 'an unset variable in a script looks like this');
    return value;
  };
}

/** Reads some of a list of words, with commas between them, or `all`. */
export function someOf<T extends string>(
  option: string,
  allowed: readonly T[],
): (value: string) => readonly T[] {
  const one = oneOf(option, allowed);
  return (value) =>
    value === 'all' ? allowed : [...new Set(value.split(',').map((word) => one(word.trim())))];
}

/** Reads a web address, to which a path can be added. */
export function webAddressOption(option: string): (value: string) => string {
  const read = textOption(option);
  return (value) => {
    const text = read(value);
    if (!/^https?:\/\/[^\s/]/.test(text) || !URL.canParse(text)) {
      throw new UsageError(
        `${option} ${JSON.stringify(value)} is no web address`,
        'write https://host/path/',
      );
    }
    return text;
  };
}
