import { BezoarError, canonicalJson, type Sha256, sha256 } from '@bezoar/core';
import type { ChatModel, ChatReply, ChatRequest, TokenLogprob } from '../../model/chat-model.ts';
import { ModelError } from '../../model/model-error.ts';
import { FINGERPRINT_PROMPTS } from './fingerprint-prompts.ts';

/** How a model answered one prompt once. */
export interface FingerprintSample {
  /** Attacker controls: the text. */
  readonly text: string;
  /** The most likely first tokens; empty where the server gives none. */
  readonly top: readonly TokenLogprob[];
}

/** How a model answers fixed prompts. Plain data, for a report and for comparing later. */
export interface Fingerprint {
  /** Digest of what was asked; only answers to the same can be compared. */
  readonly questions: Sha256;
  /** By prompt, then by rerun. */
  readonly samples: readonly (readonly FingerprintSample[])[];
  /** What the server said that it is. Attacker controls: the texts. */
  readonly servedBy: readonly string[];
}

/** How a fingerprint is taken. */
export interface FingerprintOptions {
  /** Times that each prompt is asked; default `FINGERPRINT_RERUNS`. */
  readonly reruns?: number;
  readonly signal?: AbortSignal;
}

/**
 * Servers are not deterministic at temperature 0, so that their own noise must be known. Three reruns of twelve prompts are
 * enough for a comparison to be sure: of the 20 ways to deal six answers to one prompt into two halves, two are as extreme
 * as a change, which leaves 10^-12 by chance over twelve prompts, and 10^-2 over two.
 */
export const FINGERPRINT_RERUNS = 3;

/** Alternatives that are asked for: what most servers allow at most, and what all do that give any. */
const TOP_LOGPROBS = [20, 5];

/** Words enough to tell models apart where there are no logprobs. */
const MAX_TOKENS = 24;

/**
 * Takes the fingerprint of a model, to notice later that another one answers in its place. Asks the model itself: throws
 * `evaluate/fingerprint-cached` for replies of a former run, and the `ModelError` of a question that is not answered.
 */
export async function fingerprintModel(model: ChatModel, options: FingerprintOptions = {}): Promise<Fingerprint> {
  const { reruns = FINGERPRINT_RERUNS, signal } = options;
  const questions = FINGERPRINT_PROMPTS.map(question);
  const servedBy = new Set<string>();
  const topLogprobs = await allowedLogprobs(model, questions[0]!, signal);
  const ask = async (request: ChatRequest): Promise<FingerprintSample> => {
    const reply = await model.chat(topLogprobs === undefined ? request : { ...request, topLogprobs }, signal);
    if (reply.cached)
      throw new BezoarError('evaluate/fingerprint-cached', 'a fingerprint needs answers of the model itself');
    if (reply.servedBy !== undefined) servedBy.add(reply.servedBy);
    return { text: said(reply), top: reply.logprobs?.[0]?.top ?? [] };
  };
  const samples = questions.map((): FingerprintSample[] => []);
  // Rerun after rerun, so that those of one prompt lie apart in time.
  for (let rerun = 0; rerun < reruns; rerun++) {
    const answers = await Promise.all(questions.map(ask));
    for (const [index, answer] of answers.entries()) samples[index]!.push(answer);
  }
  return { questions: sha256(canonicalJson(questions)), samples, servedBy: [...servedBy].sort() };
}

/** How many alternatives a server gives; undefined where it refuses the question for any. */
async function allowedLogprobs(
  model: ChatModel,
  request: ChatRequest,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  for (const topLogprobs of TOP_LOGPROBS) {
    try {
      await model.chat({ ...request, topLogprobs }, signal);
      return topLogprobs;
    } catch (error) {
      if (!(error instanceof ModelError) || error.code !== 'evaluate/model-refused') throw error;
    }
  }
  return undefined;
}

function question(text: string): ChatRequest {
  return { turns: [{ role: 'user', text, toolCalls: [] }], tools: [], temperature: 0, maxTokens: MAX_TOKENS };
}

function said({ text, toolCalls }: ChatReply): string {
  return [text, ...toolCalls.map((call) => `${call.name}(${call.arguments})`)].join('\n');
}
