import picomatch from 'picomatch';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { nearest } from '../nearest.js';

/** Which checks a run was asked to make. */
export interface Selection {
  /** Patterns over requirement ids and check names; empty means all. */
  readonly run: readonly string[];
  readonly skip: readonly string[];
}

/** What patterns can match: a contract, or the requirements and checks of a report. */
export interface Named {
  readonly requirements: readonly { readonly id: string }[];
  readonly checks: readonly { readonly name: string }[];
}

/**
 * Tells whether a check was asked for.
 *
 * A pattern matches a requirement's id or a check's name; `*` stays within a segment, `**` crosses, and a plain id takes
 * everything below it.
 *
 * @throws UsageError when a pattern matches nothing, naming the nearest id
 */
export function compileSelection(
  contract: Named,
  selection: Selection,
): (check: string, requirement: string) => boolean {
  const names = [
    ...contract.requirements.map((requirement) => requirement.id),
    ...contract.checks.map((check) => check.name),
  ];
  const compile = (patterns: readonly string[], flag: string): ((name: string) => boolean)[] =>
    patterns.map((pattern) => {
      const matches = compilePattern(pattern);
      if (!names.some(matches)) {
        // A pattern's plain beginning is what may be mistyped.
        const plain = pattern.replace(/\/?[*?[{(!].*$/, '');
        const guess = nearest(plain, [...names, ...names.map((name) => name.slice(0, name.indexOf('/')))]);
        throw new UsageError(
          `${flag} ${pattern} matches no requirement and no check`,
          guess === undefined
            ? `${invocation} list shows them all`
            : `did you mean ${guess}? ${invocation} list shows them all`,
        );
      }
      return matches;
    });
  const run = compile(selection.run, '--run');
  const skip = compile(selection.skip, '--skip');
  return (check, requirement) => {
    const any = (list: ((name: string) => boolean)[]): boolean =>
      list.some((m) => m(check) || m(requirement));
    return (run.length === 0 || any(run)) && !any(skip);
  };
}

function compilePattern(pattern: string): (name: string) => boolean {
  if (/^[\w/-]+$/.test(pattern)) return (name) => name === pattern || name.startsWith(`${pattern}/`);
  const glob = picomatch(pattern, { dot: true });
  return (name) => name === pattern || name.startsWith(`${pattern}/`) || glob(name);
}
