const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Finds where a JSON value ends, over any number of chunks. */
export interface ValueScanner {
  /**
   * Reads on from `from`. The offset just past the value, or -1 where the chunk ends first.
   * INVARIANT: after a non-negative answer the scanner is ready for the next value.
   */
  scan(chunk: Buffer, from: number): number;
  /** Newlines passed since it was last asked, and the offset after the last of them in the last chunk (-1 for none). */
  takeNewlines(): { readonly count: number; readonly lineStart: number };
  /** Deepest nesting of the value that ended last: 0 for a scalar, 1 for an array of scalars. */
  readonly depth: number;
}

/** Whether a byte is JSON white space (RFC 8259 section 2). */
export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === LF || byte === 0x0d || byte === 0x09;
}

/**
 * A scanner that follows strings, escapes and nesting and nothing else: the value itself is judged by `JSON.parse`.
 * Brackets are counted, not matched, and nesting is a number, so depth costs nothing (CWE-674).
 */
export function scanValues(): ValueScanner {
  let nesting = 0;
  let deepest = 0;
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  let isBegun = false;
  let newlines = 0;
  let lineStart = -1;

  const end = (at: number): number => {
    depth = deepest;
    deepest = 0;
    nesting = 0;
    isString = false;
    isBegun = false;
    return at;
  };

  return {
    scan: (chunk, from) => {
      lineStart = -1;
      for (let at = from; at < chunk.length; at++) {
        const byte = chunk[at] as number;
        if (byte === LF) {
          newlines++;
          lineStart = at + 1;
        }
        if (isString) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) {
            isString = false;
            if (nesting === 0) return end(at + 1);
          }
        } else if (byte === QUOTE) {
          if (nesting === 0 && isBegun) return end(at);
          isString = true;
          isBegun = true;
        } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
          if (nesting === 0 && isBegun) return end(at);
          nesting++;
          if (nesting > deepest) deepest = nesting;
          isBegun = true;
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
          // At no nesting the bracket belongs to whatever holds this value.
          if (nesting === 0) return end(at);
          nesting--;
          if (nesting === 0) return end(at + 1);
        } else if (nesting === 0) {
          if (byte === COMMA || isJsonSpace(byte)) return end(at);
          isBegun = true;
        }
      }
      return -1;
    },
    takeNewlines: () => {
      const taken = { count: newlines, lineStart };
      newlines = 0;
      return taken;
    },
    get depth() {
      return depth;
    },
  };
}
