import type { FieldMapping, TrainingRecord } from '@bezoar/core';
import { everyRecord } from '@bezoar/corpus/readers';
import type { PastText } from '@bezoar/phrases';

/**
 * What users wrote in an earlier corpus, one text a record, for the history of telemetry. Throws as `everyRecord` does: a
 * history with holes makes old phrases look new.
 */
export async function* pastTexts(
  patterns: readonly string[],
  fields: FieldMapping,
  workingDirectory: string,
): AsyncGenerator<PastText> {
  for await (const record of everyRecord(patterns, fields, workingDirectory)) yield pastText(record);
}

/** What a user wrote in one record. */
export function pastText({ conversation, principal }: TrainingRecord): PastText {
  const text = conversation.turns.filter(({ role }) => role === 'user').map((turn) => turn.text);
  return { text, account: principal.account, tenant: principal.tenant };
}
