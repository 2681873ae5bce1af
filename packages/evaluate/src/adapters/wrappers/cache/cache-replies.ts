import { join } from 'node:path';
import { canonicalJson, sha256 } from '@bezoar/core';
import type { ChatModel } from '../../../model/chat-model.ts';
import { ModelError } from '../../../model/model-error.ts';
import { checkChatReply, checkCompletionReply } from '../../reading/check-reply.ts';
import { type ModelReply, wrapModel } from '../wrap-model.ts';
import { questionKey } from './question-key.ts';
import { openReplyStore, type ReplyStore } from './reply-store.ts';

/** Where replies are kept. */
export interface CacheOptions {
  /** One file for each model in it. */
  readonly folder: string;
  /**
   * Part of every key. An endpoint's name does not say which model answers: name here the fingerprint that the replies
   * belong to, and another one when a comparison says that the model was exchanged.
   */
  readonly epoch?: string;
}

/** What became of questions that may have been asked before. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
  /** Replies that could not be written. */
  readonly unsaved: number;
  /** Lines on disk that could not be read. */
  readonly skippedLines: number;
}

/** A model that need not be asked the same in every run. */
export interface CachedModel extends ChatModel {
  cacheCounts(): CacheCounts;
}

/**
 * Keeps replies, so that a run that was interrupted goes on where it was. The how-manieth time that a question is asked
 * in a run is part of its key: asking five times gives five replies, at any temperature, and the noise between them stays
 * what it was. Errors are never kept. A reply of a former run is marked `cached`.
 */
export async function cacheReplies(model: ChatModel, { folder, epoch = '' }: CacheOptions): Promise<CachedModel> {
  const { identity } = model;
  const store = await openReplyStore(join(folder, `${sha256(canonicalJson(identity))}.jsonl`));
  const asked = new Map<string, number>();
  const counts = { hits: 0, misses: 0, unsaved: 0 };
  const cached = wrapModel(
    model,
    async <Reply extends ModelReply>(
      question: Parameters<typeof questionKey>[2],
      ask: () => Promise<Reply>,
      signal: AbortSignal | undefined,
    ) => {
      signal?.throwIfAborted();
      const first = questionKey(identity, epoch, question, 0);
      const times = asked.get(first) ?? 0;
      asked.set(first, times + 1);
      const key = times === 0 ? first : questionKey(identity, epoch, question, times);
      const check = question.kind === 'chat' ? checkChatReply : checkCompletionReply;
      const kept = await findReply(store, key, check);
      if (kept !== undefined) {
        counts.hits++;
        // INVARIANT: the kind of the question is part of its key, and says what kind of reply it has.
        return { ...kept, cached: true } as Reply;
      }
      counts.misses++;
      const reply = await ask();
      try {
        await store.add(key, { ...reply, cached: undefined });
      } catch {
        counts.unsaved++;
      }
      return reply;
    },
    async () => {
      await store.close();
      await model.close();
    },
  );
  return { ...cached, cacheCounts: () => ({ ...counts, skippedLines: store.skippedLines }) };
}

async function findReply(
  store: ReplyStore,
  key: string,
  check: (value: unknown) => ModelReply,
): Promise<ModelReply | undefined> {
  const kept = await store.find(key);
  try {
    return kept === undefined ? undefined : check(kept);
  } catch (error) {
    // Written by another version: asked anew.
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}
