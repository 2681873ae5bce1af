import { canonicalJson } from '@bezoar/core';
import type { TokenUsage } from '../../model/chat-model.ts';
import type { ModelQuestion } from './wrap-model.ts';

/** What a million tokens cost, in any currency. */
export interface TokenPrices {
  readonly promptPerMillion: number;
  readonly completionPerMillion: number;
}

/** Tokens of a chat template: about 60 for a model's own system text, and up to 10 around each turn. */
const TEMPLATE_TOKENS = 60;
const TURN_TOKENS = 10;

/** What tokens cost. */
export function costOf({ promptTokens, completionTokens }: TokenUsage, prices: TokenPrices): number {
  return (promptTokens * prices.promptPerMillion + completionTokens * prices.completionPerMillion) / 1_000_000;
}

/** The most tokens that a question can take: no token of a text has less than one byte. */
export function mostTokens({ kind, request }: ModelQuestion): TokenUsage {
  const completionTokens = request.maxTokens;
  if (kind === 'completion') return { promptTokens: 1 + Buffer.byteLength(request.prompt), completionTokens };
  const { turns, tools } = request;
  const bytes = Buffer.byteLength(canonicalJson({ turns, tools }));
  return { promptTokens: bytes + TEMPLATE_TOKENS + TURN_TOKENS * turns.length, completionTokens };
}
