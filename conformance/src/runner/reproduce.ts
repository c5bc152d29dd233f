import { invocation } from '../invocation.js';
/** The command line that makes one check again, as a shell takes it. */
export function reproduceCommand(driverArguments: readonly string[], check: string, seed: number): string {
  const words = [...driverArguments, '--run', check, '--seed', String(seed)];
  return [invocation, ...words.map(quoteWord)].join(' ');
}

/** Quotes one word for a POSIX shell where it needs it. */
export function quoteWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
