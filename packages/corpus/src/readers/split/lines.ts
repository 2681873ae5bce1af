const LF = 0x0a;

/** One line without its newline. */
export interface Line {
  /** Absent where the line is longer than the limit. INVARIANT: valid only until the next line is asked for. */
  readonly bytes: Buffer | undefined;
  /** Its bytes with the newline. */
  readonly sizeBytes: number;
  /** False only for what stands after the last newline of the input. */
  readonly isTerminated: boolean;
}

/** Cuts chunks into lines. */
export interface LineSplitter {
  feed(chunk: Buffer): Generator<Line, void, void>;
  /** What stands after the last newline, if anything. Call once, last. */
  finish(): Line | undefined;
  /** Whether every line that begins in the shard was given. */
  readonly isDone: boolean;
}

/** Which lines are wanted. */
export interface LineSplitterOptions {
  /** The first chunk begins one byte before the shard: pass over the line that began before it. */
  readonly skipsFirst: boolean;
  /** Length of the shard; only lines that begin in it are given. `Infinity` for all. */
  readonly ownedBytes: number;
  readonly maxLineBytes: number;
}

/**
 * Splits at line feeds only, so that U+2028 or a lone carriage return inside a record cannot tear it. Holds at most
 * `maxLineBytes`: the rest of a longer line is counted and dropped.
 */
export function splitLines(options: LineSplitterOptions): LineSplitter {
  const { ownedBytes, maxLineBytes } = options;
  let isSkipping = options.skipsFirst;
  /** Offset of the current line from the shard's start. */
  let lineStart = 0;
  let skippedBytes = 0;
  let pieces: Buffer[] = [];
  let heldBytes = 0;
  let lineBytes = 0;
  let isDone = ownedBytes <= 0;

  const endLine = (tail: Buffer, isTerminated: boolean): Line => {
    const length = lineBytes + tail.length;
    let bytes: Buffer | undefined;
    if (length <= maxLineBytes) bytes = pieces.length === 0 ? tail : Buffer.concat([...pieces, tail]);
    pieces = [];
    heldBytes = 0;
    lineBytes = 0;
    const sizeBytes = isTerminated ? length + 1 : length;
    lineStart += sizeBytes;
    if (lineStart >= ownedBytes) isDone = true;
    return { bytes, sizeBytes, isTerminated };
  };

  const hold = (tail: Buffer): void => {
    lineBytes += tail.length;
    if (lineBytes > maxLineBytes) {
      pieces = [];
      heldBytes = 0;
    } else if (tail.length > 0) {
      pieces.push(Buffer.from(tail));
      heldBytes += tail.length;
      if (pieces.length >= 1024) pieces = [Buffer.concat(pieces, heldBytes)];
    }
  };

  return {
    *feed(chunk) {
      let from = 0;
      if (isSkipping) {
        const newline = chunk.indexOf(LF);
        skippedBytes += newline < 0 ? chunk.length : newline + 1;
        // The byte before the shard is the first one skipped.
        if (skippedBytes - 1 >= ownedBytes) isDone = true;
        if (newline < 0) return;
        isSkipping = false;
        lineStart = skippedBytes - 1;
        from = newline + 1;
      }
      while (!isDone) {
        const newline = chunk.indexOf(LF, from);
        if (newline < 0) break;
        yield endLine(chunk.subarray(from, newline), true);
        from = newline + 1;
      }
      if (!isDone) hold(chunk.subarray(from));
    },
    finish: () => (isDone || isSkipping || lineBytes === 0 ? undefined : endLine(Buffer.alloc(0), false)),
    get isDone() {
      return isDone;
    },
  };
}
