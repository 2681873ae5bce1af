import { findHazardViolations, type Hazard, principalKey } from '@bezoar/core';
import { judgeDocument } from './document/judge-document.ts';
import { judgeFeedback } from './feedback/judge-feedback.ts';
import type { AbsorbItem } from './item/absorb-item.ts';
import type { AbsorbPolicy } from './item/absorb-policy.ts';
import type { AbsorbReason } from './item/absorb-reason.ts';
import { idCandidates } from './memory/cross-principal.ts';
import { judgeMemory } from './memory/judge-memory.ts';

/** What an item says by itself, before it is compared with its batch. */
export interface JudgedItem {
  readonly reasons: readonly AbsorbReason[];
  /** What could not be told, in plain words. */
  readonly undecided: readonly string[];
  /** Whether a reply performs or claims a declared action, precondition or not. */
  readonly isInSlice: boolean;
  /** What may be ids of accounts in a memory. */
  readonly idCandidates: readonly string[];
  /** Account, or undefined where the item names none. */
  readonly account?: string;
}

/** Judges one item. Pure. Attacker controls: the item. */
export function judgeItem(item: AbsorbItem, policy: AbsorbPolicy): JudgedItem {
  const { content, principal, unread } = item;
  const account = principal.account === '' ? {} : { account: principalKey(principal) };
  const none = { isInSlice: false, idCandidates: [], undecided: unread, ...account };
  if (content.kind === 'feedback') {
    const performed = findHazardViolations(content.conversation, policy.actions.map(asNever));
    return { ...none, reasons: judgeFeedback(content.conversation, policy.hazards), isInSlice: performed.length > 0 };
  }
  if (content.kind === 'memory') {
    return { ...none, reasons: judgeMemory(content, policy.actions), idCandidates: idCandidates(content.text) };
  }
  const { reasons, undecided } = judgeDocument(content);
  return { ...none, reasons, undecided: [...unread, ...undecided] };
}

/** A hazard that no transcript satisfies: every performance of the action is then told. */
function asNever({ name, claims }: AbsorbPolicy['actions'][number]): Hazard {
  return { action: name, claims, origin: 'declared' };
}
