import { UsageError } from '../errors.js';
import { readText } from '../profile/read-text.js';

/**
 * Patterns of `--run` and `--skip`: each as it is, and those of `@file`, one a line, `#` for comments. A file adds to the other
 * patterns and never replaces them.
 *
 * @throws UsageError for a file that cannot be read or has no pattern
 */
export function readPatterns(given: readonly string[], flag: string): readonly string[] {
  return given.flatMap((pattern) => {
    if (!pattern.startsWith('@')) return [pattern];
    const path = pattern.slice(1);
    const lines = readText(path, `patterns of ${flag}`)
      .split(/\r?\n/)
      .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
      .filter((line) => line !== '');
    if (lines.length === 0) throw new UsageError(`cannot read patterns of ${flag} ${path}: it has none`);
    return lines;
  });
}
