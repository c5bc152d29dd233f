/** Exit codes of every command (design: outcomes). */
export const exitCode = {
  /** Conformant or partial. */
  ok: 0,
  nonconformant: 1,
  /** Usage or configuration, or a pattern that matches nothing. */
  usage: 2,
  unreachable: 3,
  /** The tool could not tell, an internal error, or a report that cannot be written. */
  error: 4,
  nothingRan: 5,
  interrupted: 130,
} as const;

/** A mistake of the user's: what is wrong, and what to do about it. Ends the command with exit 2 and one line. */
export class UsageError extends Error {
  /** What to do about it. */
  readonly advice: string | undefined;
  constructor(message: string, advice?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
    this.advice = advice;
  }
}

/** The driver cannot be reached. Ends the command with exit 3 and one line. */
export class UnreachableError extends Error {
  /** What to do about it. */
  readonly advice: string | undefined;
  constructor(message: string, advice?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreachableError';
    this.advice = advice;
  }
}

/** A report that cannot be written, or another thing that keeps the tool from telling. Ends the command with exit 4. */
export class ToolError extends Error {
  readonly advice: string | undefined;
  constructor(message: string, advice?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ToolError';
    this.advice = advice;
  }
}
