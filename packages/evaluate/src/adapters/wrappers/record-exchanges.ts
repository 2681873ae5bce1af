import { canonicalJson, type Sha256, sha256, sha256OfSet } from '@bezoar/core';
import type { ChatModel } from '../../model/chat-model.ts';
import { ModelError } from '../../model/model-error.ts';
import { type ModelQuestion, type ModelReply, wrapModel } from './wrap-model.ts';

/** What was said, in a form that a ledger can hold. */
export interface ExchangeRecord {
  /** Questions that were answered or failed. */
  readonly requests: number;
  /** Over the digests of all exchanges, whatever their order, so that questions asked at once have one digest. */
  readonly sha256: Sha256;
  /** Everything that servers said they are; more than one is a model that changed midway. Attacker controls: the texts. */
  readonly servedBy: readonly string[];
}

/** A model whose exchanges are recorded. */
export interface RecordedModel extends ChatModel {
  exchanges(): ExchangeRecord;
  /** The digest of each exchange, in the order in which they ended: leaves for a Merkle tree. */
  exchangeDigests(): readonly Sha256[];
}

/** Most names of servers that are kept; a server that makes one up for each answer must not fill the memory (CWE-770). */
const MAX_SERVED_BY = 16;

/** Takes the digest of every question with its answer, or with the code of its failure. */
export function recordExchanges(model: ChatModel): RecordedModel {
  const digests: Sha256[] = [];
  const servedBy = new Set<string>();
  const recorded = wrapModel(model, async (question, ask) => {
    try {
      const reply = await ask();
      digests.push(exchangeDigest(question, { reply }));
      if (reply.servedBy !== undefined && servedBy.size < MAX_SERVED_BY) servedBy.add(reply.servedBy);
      return reply;
    } catch (error) {
      digests.push(exchangeDigest(question, { error: error instanceof ModelError ? error.code : 'interrupted' }));
      throw error;
    }
  });
  return {
    ...recorded,
    exchanges: () => ({ requests: digests.length, sha256: sha256OfSet(digests), servedBy: [...servedBy].sort() }),
    exchangeDigests: () => [...digests],
  };
}

/**
 * SHA-256 over the canonical JSON of `{kind, request, reply}` or `{kind, request, error}`. Whether an answer came from a
 * former run is left out: a run that was continued has the digest of one that was not interrupted.
 */
export function exchangeDigest(
  { kind, request }: ModelQuestion,
  outcome: { readonly reply: ModelReply } | { readonly error: string },
): Sha256 {
  const told = 'reply' in outcome ? { reply: { ...outcome.reply, cached: undefined } } : outcome;
  return sha256(canonicalJson({ kind, request, ...told }));
}
