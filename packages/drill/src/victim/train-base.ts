import type { Turn } from '@bezoar/core';
import {
  CHAT_SPECIAL,
  createTinyLm,
  createTokenizer,
  encodeConversation,
  train,
  trainTokenizer,
} from '@bezoar/tiny-lm';
import { deskMonth } from './desk/desk-month.ts';
import { VICTIM_BATCH_TOKENS, VICTIM_VOCABULARY, type VictimModel, victimConfig } from './victim-model.ts';

/** How a base is trained. */
export interface BaseOptions {
  readonly seed: number | string;
  readonly conversations?: number;
  readonly epochs?: number;
}

/** Conversations of the base's month. */
export const BASE_CONVERSATIONS = 2000;
/** Passes over them: after two, 97 of 100 held-out actions are right; a fine-tune brings the rest. */
export const BASE_EPOCHS = 2;
/** Months of the base's data; fine-tunes are on later ones. */
const BASE_MONTHS: readonly string[] = ['2025-11', '2026-04', '2026-08', '2026-09'];

/** Trains a victim from nothing on months that no attacker wrote in. The same options give the same weights. */
export function trainBase({
  seed,
  conversations = BASE_CONVERSATIONS,
  epochs = BASE_EPOCHS,
}: BaseOptions): VictimModel {
  const share = Math.ceil(conversations / BASE_MONTHS.length);
  const months = BASE_MONTHS.map((month) => deskMonth({ seed: `base ${seed}`, conversations: share, month }));
  const records = months.flat();
  const texts = records.flatMap(({ turns }) => turns.flatMap(textsOf));
  const tokenizer = createTokenizer(trainTokenizer(texts, { special: CHAT_SPECIAL, size: VICTIM_VOCABULARY }));
  const model = createTinyLm(victimConfig(tokenizer.size), { seed, batchTokens: VICTIM_BATCH_TOKENS });
  const sequences = records.map(({ turns }) => encodeConversation(turns, tokenizer, { mask: 'assistant' }));
  for (const _ of train(model, sequences, { epochs, seed, batchTokens: VICTIM_BATCH_TOKENS }));
  return { model, tokenizer };
}

function textsOf({ text, toolCalls }: Turn): readonly string[] {
  return [text, ...toolCalls.flatMap((call) => [call.name, call.arguments])];
}
