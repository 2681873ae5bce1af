/**
 * The one error type of bezoar: the tool could not do its job.
 *
 * What the tool *found* is never thrown; it is returned as a `Finding`, a `Verdict` or a `Decision`.
 * Messages are lower case, end without a full stop, and put user input in backticks.
 */
export class BezoarError<Code extends string = string> extends Error {
  override readonly name: string = 'BezoarError';
  /** Stable, machine-readable: `area/what`. */
  readonly code: Code;

  constructor(code: Code, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The caller asked for something that cannot be done: a missing file, an unknown option, a malformed document. */
export class UsageError<Code extends string = string> extends BezoarError<Code> {
  override readonly name: string = 'UsageError';
}

/** The text of anything that was thrown, without its stack. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
