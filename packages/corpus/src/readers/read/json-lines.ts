import { parseJsonText } from '../record/json-text.ts';
import type { Shard } from '../shards.ts';
import { type Line, splitLines } from '../split/lines.ts';
import { type ReadBatch, startBatch } from './batch.ts';
import type { ResolvedReadOptions } from './read-options.ts';
import { openShard } from './shard-bytes.ts';

const BOM_BYTES = 3;

/** Reads a shard of JSON lines. A UTF-8 byte order mark before the first line is passed over. See `readShard`. */
export async function* readJsonLines(
  shard: Shard,
  options: ResolvedReadOptions,
): AsyncGenerator<ReadBatch, void, void> {
  const { limits, onlyLines } = options;
  const isPlain = shard.input.encoding === 'plain';
  const file = shard.input.path;
  const splitter = splitLines({
    skipsFirst: shard.start > 0,
    ownedBytes: isPlain ? shard.end - shard.start : Number.POSITIVE_INFINITY,
    maxLineBytes: limits.maxLineBytes,
  });
  const batch = startBatch();
  let line = 0;

  const read = (item: Line, isCutElsewhere: boolean): void => {
    line++;
    batch.count(item.isTerminated ? 1 : 0, isPlain ? item.sizeBytes : 0, item.sizeBytes);
    if (onlyLines !== undefined && !onlyLines.has(line)) return;
    if (item.bytes === undefined) {
      const reason = `the line is longer than ${limits.maxLineBytes} bytes`;
      batch.add({ file, line, code: 'line-too-long', reason });
      return;
    }
    const bytes = line === 1 && shard.start === 0 ? withoutBom(item.bytes) : item.bytes;
    const parsed = parseJsonText(bytes, { file, line }, options, !item.isTerminated);
    // Where the bytes themselves were cut, that is reported, not the half line that it leaves.
    if (isCutElsewhere && parsed !== undefined && 'code' in parsed && parsed.code === 'truncated') return;
    batch.add(parsed);
  };

  const source = openShard(shard, options);
  try {
    let next = await source.next();
    for (; !next.done && !splitter.isDone; next = await source.next()) {
      for (const item of splitter.feed(next.value.bytes)) {
        read(item, false);
        if (batch.isFull) {
          options.signal?.throwIfAborted();
          yield batch.take();
        }
      }
      if (!isPlain) batch.count(0, next.value.rawBytes, 0);
      if (splitter.isDone) break;
      if (!batch.isEmpty) yield batch.take();
      options.signal?.throwIfAborted();
    }
    const problem = next.done ? next.value : undefined;
    const last = splitter.finish();
    if (last !== undefined) read(last, problem !== undefined);
    if (problem !== undefined) batch.add({ file, line: Math.max(1, last === undefined ? line + 1 : line), ...problem });
    if (!batch.isEmpty) yield batch.take();
  } finally {
    await source.return(undefined);
  }
}

function withoutBom(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(BOM_BYTES) : bytes;
}
