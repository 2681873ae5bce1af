import { parentPort } from 'node:worker_threads';
import { describeError } from '@bezoar/core';
import type { IntakePart, IntakeTask } from './intake-part.ts';
import { readPart } from './read-part.ts';

// Entry of a worker thread: one task in, progress and one part (or one error) out.
const port = parentPort;
port?.on('message', (task: IntakeTask) => {
  readPart(task, { onBytes: (bytes) => port.postMessage({ kind: 'bytes', bytes }) }).then(
    (part) => port.postMessage({ kind: 'part', part }, buffersOf(part)),
    (error: unknown) => port.postMessage({ kind: 'error', message: describeError(error) }),
  );
});

/** Memory to hand over instead of copying. */
function buffersOf({ columns, contributions }: IntakePart): ArrayBuffer[] {
  const columnsOfTokens = [...Object.values(columns.views), columns.replies, columns.actions];
  const { timesMs, ratings, inSlice, flags, signals, attributes, attributeOffsets } = contributions;
  const arrays: (Uint8Array | Int8Array | Int32Array | Float64Array)[] = [
    columns.digests,
    columns.tenants,
    columns.accounts,
    ...[timesMs, ratings, inSlice, flags, signals, attributes, attributeOffsets],
  ];
  for (const column of columnsOfTokens) arrays.push(column.tokens, column.offsets);
  return arrays.map((array) => array.buffer as ArrayBuffer);
}
