import { parseJsonText } from '../record/json-text.ts';
import type { Shard } from '../shards.ts';
import { type JsonElement, splitJson } from '../split/json-elements.ts';
import { type ReadBatch, startBatch } from './batch.ts';
import type { ResolvedReadOptions } from './read-options.ts';
import { openShard } from './shard-bytes.ts';

/** Reads a JSON document: an array of records, one record, or an object that holds arrays of them. See `readShard`. */
export async function* readJsonDocument(
  shard: Shard,
  options: ResolvedReadOptions,
): AsyncGenerator<ReadBatch, void, void> {
  const { limits, onlyLines } = options;
  const file = shard.input.path;
  const splitter = splitJson(limits.maxLineBytes);
  const batch = startBatch();
  let newlines = 0;

  const read = ({ bytes, problem, line, column }: JsonElement): void => {
    if (onlyLines !== undefined && !onlyLines.has(line)) return;
    if (problem !== undefined) batch.add({ file, line, ...problem });
    else if (bytes !== undefined) {
      const place = column === undefined ? { file, line } : { file, line, column };
      batch.add(parseJsonText(bytes, place, options, false));
    }
  };

  const source = openShard(shard, options);
  try {
    let next = await source.next();
    for (; !next.done; next = await source.next()) {
      const { bytes, rawBytes } = next.value;
      for (const element of splitter.feed(bytes)) {
        read(element);
        if (batch.isFull) {
          options.signal?.throwIfAborted();
          yield batch.take();
        }
      }
      batch.count(splitter.newlines - newlines, rawBytes, bytes.length);
      newlines = splitter.newlines;
      if (!batch.isEmpty) yield batch.take();
      options.signal?.throwIfAborted();
    }
    if (next.value !== undefined) batch.add({ file, line: splitter.newlines + 1, ...next.value });
    else {
      const last = splitter.finish();
      if (last !== undefined) read(last);
    }
    if (!batch.isEmpty) yield batch.take();
  } finally {
    await source.return(undefined);
  }
}
