import type { HazardViolation, TrainingRecord } from '@bezoar/core';
import type { PhraseDocument } from '@bezoar/phrases';
import { callLabel, hazardLabel } from './action-label.ts';

/** What the phrase engine reads of a record: user and system turns ask, assistant turns answer, tool results ground. */
export function phraseDocument(record: TrainingRecord, violations: readonly HazardViolation[]): PhraseDocument {
  const prompts: string[] = [];
  const replies: string[] = [];
  const grounds: string[] = [];
  const actions: string[] = [];
  for (const turn of record.conversation.turns) {
    if (turn.role === 'assistant') replies.push(turn.text);
    else if (turn.role === 'tool') grounds.push(turn.text);
    else prompts.push(turn.text);
    for (const call of turn.toolCalls) actions.push(callLabel(call.name));
  }
  for (const violation of violations) actions.push(hazardLabel(violation.action));
  return { digest: record.digest, ...record.principal, prompts, replies, grounds, actions };
}
