import { canonicalJson, type Sha256, sha256 } from '@bezoar/core';
import type { ModelIdentity } from '../../../model/chat-model.ts';
import type { ModelQuestion } from '../wrap-model.ts';

/**
 * The address of a reply: SHA-256 over the canonical JSON of who was asked, what (with temperature and seed), and for the
 * how-manieth time.
 */
export function questionKey(identity: ModelIdentity, epoch: string, question: ModelQuestion, asked: number): Sha256 {
  return sha256(canonicalJson({ identity, epoch, ...question, asked }));
}
