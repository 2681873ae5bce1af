import { seededRandom, UsageError } from '@bezoar/core';
import type { TinyLmConfig } from '../model/tiny-lm-config.ts';
import { paddedVocabulary } from '../model/tiny-lm-config.ts';
import { chooseToken, type TokenChoice } from './choose-token.ts';
import type { Decoder, DecoderFeed } from './decoder.ts';
import { type TokenOdds, tokenOdds } from './token-odds.ts';

/** A sequence to go on with. */
export interface GenerateRequest {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  /** Tokens that end it; they are not part of the result. */
  readonly stop: readonly number[];
  readonly temperature?: number;
  readonly seed?: number | string;
  /** Likeliest tokens to report at each place; absent: no odds. */
  readonly topLogprobs?: number;
}

/** How a request went on. */
export interface GenerateResult {
  readonly ids: readonly number[];
  /** As long as `ids`; empty where they were not asked for. */
  readonly odds: readonly TokenOdds[];
  readonly ended: 'stop' | 'length';
}

interface Running {
  readonly index: number;
  readonly request: GenerateRequest;
  readonly choice: TokenChoice;
  readonly slot: number;
  readonly ids: number[];
  readonly odds: TokenOdds[];
  /** What the decoder takes next. */
  next: readonly number[];
}

/**
 * Goes on with many sequences, as many at once as the decoder has slots; each gives what it would give alone. Throws a `UsageError`
 * for a prompt that leaves no room in the context, before anything runs.
 */
export function generateAll(
  decoder: Decoder,
  requests: readonly GenerateRequest[],
  config: TinyLmConfig,
): readonly GenerateResult[] {
  for (const [index, { prompt }] of requests.entries()) {
    if (prompt.length === 0 || prompt.length >= config.context) {
      const most = config.context - 1;
      throw new UsageError('tiny-lm/length', `expected 1 to ${most} tokens in prompt ${index}, got ${prompt.length}`);
    }
  }
  const results = new Array<GenerateResult>(requests.length);
  const free = Array.from({ length: decoder.slots }, (_, slot) => slot);
  const running: Running[] = [];
  let begun = 0;
  while (begun < requests.length || running.length > 0) {
    let tokens = running.length;
    while (begun < requests.length && free.length > 0) {
      const request = requests[begun]!;
      if (tokens > 0 && tokens + request.prompt.length > decoder.stepTokens) break;
      tokens += request.prompt.length;
      running.push(begin(request, begun++, free.pop()!, decoder));
    }
    const feeds: readonly DecoderFeed[] = running.map(({ slot, next }) => ({ slot, ids: next }));
    const logits = decoder.step(feeds);
    const padded = paddedVocabulary(config);
    for (const [row, one] of [...running.entries()].reverse()) {
      const own = logits.subarray(row * padded, row * padded + config.vocabulary);
      const ended = goOn(one, own, decoder.lengthOf(one.slot) + 1 < config.context);
      if (ended === undefined) continue;
      results[one.index] = { ids: one.ids, odds: one.odds, ended };
      free.push(one.slot);
      running.splice(row, 1);
    }
  }
  return results;
}

function begin(request: GenerateRequest, index: number, slot: number, decoder: Decoder): Running {
  decoder.clear(slot);
  const { temperature = 0, seed = 0, prompt } = request;
  const choice = { temperature, random: seededRandom(`generation ${seed}`) };
  return { index, request, choice, slot, ids: [], odds: [], next: prompt };
}

/** Chooses a token; undefined where there is more to come. */
function goOn(one: Running, logits: Float32Array, hasRoom: boolean): GenerateResult['ended'] | undefined {
  const { maxTokens, stop, topLogprobs } = one.request;
  if (maxTokens <= 0) return 'length';
  const id = chooseToken(logits, one.choice);
  if (stop.includes(id)) return 'stop';
  one.ids.push(id);
  if (topLogprobs !== undefined) one.odds.push(tokenOdds(logits, id, topLogprobs));
  one.next = [id];
  return one.ids.length < maxTokens && hasRoom ? undefined : 'length';
}
