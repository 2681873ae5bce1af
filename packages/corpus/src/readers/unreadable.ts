/** Why something was not read. Stable: reports and tests name them. */
export type UnreadableCode =
  | 'not-json'
  | 'truncated'
  | 'line-too-long'
  | 'too-deep'
  | 'too-many-fields'
  | 'not-utf8'
  | 'not-a-record'
  | 'binary'
  | 'empty'
  | 'cut-gzip'
  | 'damaged-gzip'
  | 'trailing-gzip'
  | 'expansion-limit'
  | 'foreign'
  | 'unread-part'
  | 'io-error'
  | 'too-many-words';

/**
 * A place in the input that was not turned into a record, or (`unread-part`) only in part. What was not read was not
 * checked, so each of them keeps a verdict from being clean.
 */
export interface Unreadable {
  /** The path as the user named it, or `-`. Attacker controls: file names, where a glob found them. */
  readonly file: string;
  /** 1-based; absent where the whole file is meant. */
  readonly line?: number;
  readonly code: UnreadableCode;
  /** One clause in plain words. INVARIANT: never quotes the input; field paths are made of known names and indices only. */
  readonly reason: string;
}

/** What is wrong, before its place is known. */
export interface Problem {
  readonly code: UnreadableCode;
  readonly reason: string;
}
