import type { HazardViolation, TrainingRecord } from '@bezoar/core';
import type { PhraseDocument } from '@bezoar/phrases';
import { actionLabel } from './action-label.ts';

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
    for (const { name } of turn.toolCalls)
      actions.push(actionLabel(actions.length === 0 ? 'bare' : 'call', name), actionLabel('call', name));
  }
  for (const violation of violations) actions.push(actionLabel('hazard', violation.action));
  return { digest: record.digest, ...record.principal, prompts, replies, grounds, actions };
}
