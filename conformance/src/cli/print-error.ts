import { exitCode, ToolError, UnreachableError, UsageError } from '../errors.js';

/** Says on stderr what went wrong and what to do about it: a line each, without a stack trace. Returns the exit code. */
export function printError(reason: unknown): number {
  const known =
    reason instanceof UsageError || reason instanceof UnreachableError || reason instanceof ToolError;
  const message = known
    ? reason.message
    : `internal error: ${reason instanceof Error ? reason.message : String(reason)}`;
  const advice = known ? reason.advice : 'please report it; CONFORMANCE_DEBUG=1 shows where it happened';
  process.stderr.write(`conformance: ${oneLine(message)}\n`);
  if (advice !== undefined) process.stderr.write(`  ${oneLine(advice)}\n`);
  if (!known && process.env.CONFORMANCE_DEBUG === '1' && reason instanceof Error)
    process.stderr.write(`${reason.stack ?? ''}\n`);
  if (reason instanceof UsageError) return exitCode.usage;
  return reason instanceof UnreachableError ? exitCode.unreachable : exitCode.error;
}

/** A text without control characters, so that a path or a name cannot steer a terminal. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '\u00b7');
}
