import { type FieldMapping, UsageError } from '@bezoar/core';
import { planShards, readShard, resolveInputs } from '@bezoar/corpus';
import type { PastText } from '@bezoar/phrases';

/**
 * What users wrote in an earlier corpus, one text a record, for the history of telemetry. Throws `corpus/no-input`, and
 * `corpus/unreadable` where anything could not be read: a history with holes makes old phrases look new.
 */
export async function* pastTexts(
  patterns: readonly string[],
  fields: FieldMapping,
  workingDirectory: string,
): AsyncGenerator<PastText> {
  const { files, release } = await resolveInputs(patterns, { workingDirectory });
  try {
    for (const shard of planShards(files, 1)) {
      for await (const { records, unreadable } of readShard(shard, { fields })) {
        const [first] = unreadable;
        if (first !== undefined) {
          const where = first.line === undefined ? first.file : `${first.file}:${first.line}`;
          throw new UsageError('corpus/unreadable', `cannot read \`${where}\`: ${first.reason}`);
        }
        for (const { conversation, principal } of records) {
          const text = conversation.turns.filter(({ role }) => role === 'user').map((turn) => turn.text);
          yield { text, account: principal.account, tenant: principal.tenant };
        }
      }
    }
  } finally {
    await release();
  }
}
