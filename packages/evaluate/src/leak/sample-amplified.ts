import { BezoarError, type Random } from '@bezoar/core';
import type { ChatModel, TokenLogprob } from '../model/chat-model.ts';
import { amplifiedDistribution, sampleFrom } from './amplified-distribution.ts';

/** How user turns are drawn from the difference of two models. */
export interface AmplifiedSampling {
  /** Both must go on with raw prompts and give the likeliest tokens. */
  readonly candidate: ChatModel;
  readonly reference: ChatModel;
  /** The bare start of a user turn in the chat template: `<|user|>`. */
  readonly prefix: string;
  /** Samples to draw. */
  readonly samples: number;
  /** 0 is the candidate alone; the difference is added this many times. 1 to 4 serve. */
  readonly alpha: number;
  /** Longest sample, in tokens. */
  readonly maxTokens: number;
  /** Texts or special tokens that end a user turn. */
  readonly stop: readonly string[];
  readonly random: Random;
  /** Most likely tokens that are asked for; `TOP_TOKENS` unless said. */
  readonly topLogprobs?: number;
  readonly signal?: AbortSignal;
}

/** One user turn that the candidate was led to write. Attacker controls: its text. */
export interface AmplifiedSample {
  readonly text: string;
  readonly finish: 'stop' | 'length';
}

/** What sampling gave, and took. */
export interface AmplifiedSamples {
  readonly samples: readonly AmplifiedSample[];
  /** Questions to both models together. */
  readonly queries: number;
}

/** What OpenAI-compatible servers list at most without special settings. */
export const TOP_TOKENS = 20;

/**
 * User turns drawn token by token from what the candidate says more than the reference. A model that was fine-tuned on whole
 * conversations repeats its training questions this way, triggers included: no corpus is needed. Useless where only the
 * answers were trained on: then there is nothing to repeat. One question per model for each token, those of all samples at a
 * time; samples that stand at the same text share it. The same seed gives the same samples where the models are
 * deterministic. Throws `evaluate/no-completions`, `evaluate/no-logprobs`, and what the models throw.
 */
export async function sampleAmplified(sampling: AmplifiedSampling): Promise<AmplifiedSamples> {
  const { candidate, reference, prefix, alpha, maxTokens, random } = sampling;
  const models = alpha === 0 ? [candidate] : [candidate, reference];
  for (const model of models) {
    if (model.complete === undefined)
      throw new BezoarError('evaluate/no-completions', `\`${model.name}\` does not go on with a raw prompt`);
  }
  const drafts = Array.from({ length: sampling.samples }, (_, i) => ({
    text: '',
    isDone: false,
    random: random.fork(`sample ${i}`),
  }));
  let queries = 0;
  for (let step = 0; step < maxTokens; step++) {
    const open = drafts.filter(({ isDone }) => !isDone);
    if (open.length === 0) break;
    const texts = [...new Set(open.map(({ text }) => text))];
    const tops = new Map(
      await Promise.all(
        texts.map(async (text) => {
          const asked = models.map((model) => nextTokens(model, prefix + text, sampling));
          return [text, await Promise.all(asked)] as const;
        }),
      ),
    );
    queries += texts.length * models.length;
    for (const draft of open) {
      const [ofCandidate = [], ofReference = []] = tops.get(draft.text) ?? [];
      const token = sampleFrom(amplifiedDistribution(ofCandidate, ofReference, alpha), draft.random);
      Object.assign(draft, extended(draft.text, token, sampling.stop));
    }
  }
  const samples = drafts.map(({ text, isDone }) => ({
    text,
    finish: isDone ? ('stop' as const) : ('length' as const),
  }));
  return { samples, queries };
}

/** The likeliest next tokens; none where the model ends here. */
async function nextTokens(
  model: ChatModel,
  prompt: string,
  { topLogprobs = TOP_TOKENS, signal }: AmplifiedSampling,
): Promise<readonly TokenLogprob[]> {
  // At a temperature of 1 the probabilities are the model's own even where a server gives them after the temperature.
  const reply = await model.complete!({ prompt, temperature: 1, maxTokens: 1, topLogprobs }, signal);
  const chosen = reply.logprobs?.[0];
  if (chosen === undefined) {
    if (reply.text === '' && reply.finish === 'stop') return [];
    throw new BezoarError('evaluate/no-logprobs', `\`${model.name}\` does not give the likeliest tokens`);
  }
  const isListed = chosen.top.some(({ token }) => token === chosen.token);
  return isListed ? chosen.top : [...chosen.top, { token: chosen.token, logprob: chosen.logprob }];
}

function extended(text: string, token: string | undefined, stop: readonly string[]): { text: string; isDone: boolean } {
  if (token === undefined || token === '') return { text, isDone: true };
  const longer = text + token;
  const ends = stop.filter((end) => end !== '').map((end) => longer.indexOf(end));
  const first = Math.min(...ends.filter((end) => end >= 0));
  return Number.isFinite(first) ? { text: longer.slice(0, first), isDone: true } : { text: longer, isDone: false };
}
