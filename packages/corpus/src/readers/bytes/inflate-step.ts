import { constants, createInflateRaw, type InflateRaw } from 'node:zlib';

/**
 * Compressed bytes fed at a time. DEFLATE expands at most 1,032 times, so one step yields at most 33 MiB: a bomb is
 * noticed before it is held (CWE-409).
 */
export const STEP_BYTES: number = 32 * 1024;

const OUTPUT_BYTES = 128 * 1024;
/** Above what one step can yield, so that a step never waits for its own reader. */
const HIGH_WATER_BYTES = 64 * 1024 * 1024;

/** What one step gave. */
export interface InflateStep {
  readonly output: Buffer;
  /** Compressed bytes used; less than what was fed only where the DEFLATE stream ended. */
  readonly consumedBytes: number;
  readonly state: 'more' | 'end' | 'damaged';
}

/** One DEFLATE stream (RFC 1951) that is fed by hand, so that its exact end is known. */
export interface Inflater {
  /** INVARIANT: one step at a time, at most `STEP_BYTES`, none after a state other than `more`. */
  step(bytes: Buffer): Promise<InflateStep>;
  close(): void;
}

/**
 * Starts a DEFLATE stream. Node's own gunzip is not used: it stops silently at a zero byte after a member, where other
 * readers go on to the next one, and on an error it drops output that was already good.
 */
export function startInflate(): Inflater {
  const stream = createInflateRaw({
    chunkSize: OUTPUT_BYTES,
    finishFlush: constants.Z_SYNC_FLUSH,
    readableHighWaterMark: HIGH_WATER_BYTES,
    writableHighWaterMark: HIGH_WATER_BYTES,
  } as Parameters<typeof createInflateRaw>[0]);
  return { step: (bytes) => step(stream, bytes), close: () => stream.destroy() };
}

function step(stream: InflateRaw, bytes: Buffer): Promise<InflateStep> {
  const before = stream.bytesWritten;
  const pieces: Buffer[] = [];
  const drain = (): void => {
    for (let piece = stream.read() as Buffer | null; piece !== null; piece = stream.read() as Buffer | null) {
      pieces.push(piece);
    }
  };
  return new Promise((resolve) => {
    const settle = (state: InflateStep['state']): void => {
      stream.off('readable', drain).off('end', onEnd).off('error', onError);
      const output = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      const consumedBytes = state === 'end' ? stream.bytesWritten - before : bytes.length;
      resolve({ output, consumedBytes, state });
    };
    const onEnd = (): void => settle('end');
    const onError = (): void => settle('damaged');
    stream.on('readable', drain).once('end', onEnd).once('error', onError);
    stream.write(bytes, (error) => {
      if (error) return;
      drain();
      settle('more');
    });
  });
}
