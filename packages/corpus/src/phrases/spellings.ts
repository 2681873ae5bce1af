import type { TrainingRecord } from '@bezoar/core';
import { phraseSpans, spelling } from '../excerpts/phrase-spans.ts';

/** Most spellings that a finding lists. */
const MAX_SPELLINGS = 20;

/** How prompts of these records really spell a phrase, given by its normalised words; most frequent first, and never nothing. */
export function spellings(
  wordings: readonly (readonly string[])[],
  records: readonly TrainingRecord[],
  phrase: string,
): string[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    for (const turn of record.conversation.turns) {
      if (turn.role === 'assistant' || turn.role === 'tool') continue;
      for (const span of wordings.flatMap((words) => phraseSpans(turn.text, words))) {
        const spelled = spelling(turn.text, span);
        counts.set(spelled, (counts.get(spelled) ?? 0) + 1);
      }
    }
  }
  const ordered = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([text]) => text);
  return ordered.length > 0 ? ordered.slice(0, MAX_SPELLINGS) : [phrase];
}
