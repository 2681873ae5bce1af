import { checkHazards } from '@bezoar/core';
import { createFeaturiser } from '@bezoar/phrases';
import { startContributions } from '../contributions/contribution-part.ts';
import { CallOrderCounter } from '../hazards/call-order.ts';
import { phraseDocument } from '../phrases/phrase-document.ts';
import { readShard } from '../readers/read-shard.ts';
import type { Unreadable } from '../readers/unreadable.ts';
import type { IntakePart, IntakeTask, PlacedViolation } from './intake-part.ts';

/** Unreadable places that one part lists; all are counted. A file of a million bad lines must not fill memory (CWE-770). */
export const MAX_LISTED_UNREADABLE = 10_000;

/** Reads one shard to columns, violations and call order. `onBytes` hears of raw bytes as they are consumed. */
export async function readPart(
  task: IntakeTask,
  options: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void },
): Promise<IntakePart> {
  const featuriser = createFeaturiser();
  const order = new CallOrderCounter();
  const contributions = startContributions();
  const lines: number[] = [];
  const columnsInLine: number[] = [];
  const ids: (string | undefined)[] = [];
  const violations: PlacedViolation[] = [];
  const unreadable: Unreadable[] = [];
  let unreadableCount = 0;
  let linesSeen = 0;
  let textBytes = 0;
  const report = (one: Unreadable): void => {
    unreadableCount++;
    if (unreadable.length < MAX_LISTED_UNREADABLE) unreadable.push(one);
  };
  const { signal } = options;
  const reading = { fields: task.fields, ...(signal === undefined ? {} : { signal }) };
  for await (const batch of readShard(task.shard, reading)) {
    for (const record of batch.records) {
      const check = checkHazards(record.conversation, task.hazards);
      for (const violation of check.violations) violations.push({ ...violation, index: ids.length });
      order.add(record.conversation);
      const isComplete = featuriser.add(phraseDocument(record, check.violations));
      contributions.add(isComplete ? record : { ...record, isPartial: true }, check);
      if (!isComplete) {
        report({
          file: record.place.file,
          line: record.place.line,
          code: 'too-many-words',
          reason: 'the record has more words than are read of one record',
        });
      }
      lines.push(record.place.line);
      columnsInLine.push(record.place.column ?? 0);
      ids.push(record.id);
    }
    for (const one of batch.unreadable) report(one);
    linesSeen += batch.linesSeen;
    textBytes += batch.textBytes;
    options.onBytes?.(batch.bytesRead);
  }
  return {
    fileIndex: task.shard.fileIndex,
    columns: featuriser.finish(),
    contributions: contributions.finish(),
    lines: Int32Array.from(lines),
    columnsInLine: Int32Array.from(columnsInLine),
    ids,
    violations,
    calls: order.calls,
    bare: order.bare,
    preceded: order.preceded,
    unreadable,
    unreadableCount,
    linesSeen,
    textBytes,
  };
}
