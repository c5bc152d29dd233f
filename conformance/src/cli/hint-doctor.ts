import { exitCode } from '../errors.js';
import { invocation } from '../invocation.js';
import { quoteWord } from '../runner/reproduce.js';
import type { Choice } from './choose-driver.js';

/** Names on stderr the command that finds out why a driver cannot be reached, where that is how a command ended. */
export function hintDoctor(
  code: number,
  { target, reproduce }: Choice,
  redact: (text: string) => string,
): void {
  if (code !== exitCode.unreachable || target === 'embedded') return;
  const words = ['doctor', ...reproduce.map(redact)].map(quoteWord).join(' ');
  process.stderr.write(`${invocation} ${words} says why\n`);
}
