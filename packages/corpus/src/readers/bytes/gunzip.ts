import { crc32 } from 'node:zlib';
import { EXPANSION_GRACE_BYTES, MAX_GZIP_MEMBERS, type ReaderLimits } from '../limits.ts';
import type { Problem } from '../unreadable.ts';
import type { ByteSource } from './byte-source.ts';
import { type FileRange, readRange } from './file-range.ts';
import { gzipHeaderLength, isGzip } from './gzip-header.ts';
import { type Inflater, STEP_BYTES, startInflate } from './inflate-step.ts';

const TRAILER_BYTES = 8;
const CUT: Problem = {
  code: 'cut-gzip',
  reason: 'the gzip data ends too early: the file was cut, and what followed is missing',
};
const BAD_HEADER: Problem = { code: 'damaged-gzip', reason: 'the gzip header is invalid' };
const BAD_DATA: Problem = {
  code: 'damaged-gzip',
  reason: 'the gzip data is damaged: what follows this place was not read',
};
const BAD_SUM: Problem = {
  code: 'damaged-gzip',
  reason: 'the gzip checksum does not match: what was read up to here may be altered, and what follows was not read',
};
const TRAILING: Problem = {
  code: 'trailing-gzip',
  reason: 'bytes that are not gzip follow the end of the gzip data; they were not read',
};
const MANY: Problem = {
  code: 'expansion-limit',
  reason: `the file has more than ${MAX_GZIP_MEMBERS} gzip members; the rest was not read`,
};

/**
 * The decompressed bytes of a gzip file (RFC 1952): every member, with zero padding between members passed over as
 * Python's reader does. What was decompressed before a problem is always yielded first.
 *
 * Attacker controls: all bytes, hence member count, sizes and expansion.
 */
export async function* gunzipRange(range: FileRange, limits: ReaderLimits): ByteSource {
  const raw = bufferedRange(range);
  let inflater: Inflater | undefined;
  let totalRawBytes = 0;
  let totalBytes = 0;
  try {
    for (let members = 0; ; members++) {
      const paddingBytes = members === 0 ? 0 : await skipZeros(raw);
      if (raw.pending.length === 0 && !(await raw.fill())) {
        if (paddingBytes > 0) yield { bytes: Buffer.alloc(0), rawBytes: paddingBytes };
        return raw.problem ?? (members === 0 ? CUT : undefined);
      }
      if (members >= MAX_GZIP_MEMBERS) return MANY;
      let header = gzipHeaderLength(raw.pending);
      while (header === 'short' && (await raw.fill())) header = gzipHeaderLength(raw.pending);
      if (header === 'short') return raw.problem ?? CUT;
      if (header === 'invalid') return members > 0 && !isGzip(raw.pending) ? TRAILING : BAD_HEADER;
      raw.take(header);
      let rawBytes = paddingBytes + header;

      inflater = startInflate();
      let sum = 0;
      let size = 0;
      for (let isEnd = false; !isEnd; ) {
        if (raw.pending.length === 0 && !(await raw.fill())) return raw.problem ?? CUT;
        const step = await inflater.step(raw.pending.subarray(0, STEP_BYTES));
        raw.take(step.consumedBytes);
        rawBytes += step.consumedBytes;
        totalRawBytes += rawBytes;
        totalBytes += step.output.length;
        sum = crc32(step.output, sum);
        size = (size + step.output.length) >>> 0;
        if (totalBytes > EXPANSION_GRACE_BYTES && totalBytes > totalRawBytes * limits.maxExpansionRatio) {
          return expansionProblem(limits);
        }
        yield { bytes: step.output, rawBytes };
        rawBytes = 0;
        if (step.state === 'damaged') return BAD_DATA;
        isEnd = step.state === 'end';
      }
      inflater.close();
      while (raw.pending.length < TRAILER_BYTES) if (!(await raw.fill())) return raw.problem ?? CUT;
      const trailer = raw.take(TRAILER_BYTES);
      totalRawBytes += TRAILER_BYTES;
      if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size) return BAD_SUM;
      yield { bytes: Buffer.alloc(0), rawBytes: TRAILER_BYTES };
    }
  } finally {
    inflater?.close();
    await raw.close();
  }
}

function expansionProblem(limits: ReaderLimits): Problem {
  const reason = `the gzip data expands more than ${limits.maxExpansionRatio} times: possibly a bomb; the rest was not read`;
  return { code: 'expansion-limit', reason };
}

interface BufferedRange {
  readonly pending: Buffer;
  readonly problem: Problem | undefined;
  /** Adds bytes to `pending`; false at the end. */
  fill(): Promise<boolean>;
  take(bytes: number): Buffer;
  close(): Promise<void>;
}

function bufferedRange(range: FileRange): BufferedRange {
  const source = readRange({ ...range, chunkBytes: range.chunkBytes ?? 1024 * 1024 });
  let pending: Buffer = Buffer.alloc(0);
  let problem: Problem | undefined;
  return {
    get pending() {
      return pending;
    },
    get problem() {
      return problem;
    },
    fill: async () => {
      // `pending` may be a view of the buffer that the next read overwrites.
      const rest = Buffer.from(pending);
      const next = await source.next();
      if (next.done) {
        problem = next.value;
        pending = rest;
        return false;
      }
      pending = rest.length === 0 ? next.value.bytes : Buffer.concat([rest, next.value.bytes]);
      return true;
    },
    take: (bytes) => {
      const taken = pending.subarray(0, bytes);
      pending = pending.subarray(bytes);
      return taken;
    },
    close: async () => {
      await source.return(undefined);
    },
  };
}

async function skipZeros(raw: BufferedRange): Promise<number> {
  let skipped = 0;
  for (;;) {
    let zeros = 0;
    while (zeros < raw.pending.length && raw.pending[zeros] === 0) zeros++;
    raw.take(zeros);
    skipped += zeros;
    if (raw.pending.length > 0 || !(await raw.fill())) return skipped;
  }
}
