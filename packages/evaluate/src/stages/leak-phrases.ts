import { BezoarError } from '@bezoar/core';
import { type LeakedPhrase, leakedPhrases } from '../leak/leaked-phrases.ts';
import { sampleAmplified } from '../leak/sample-amplified.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { ModelError } from '../model/model-error.ts';
import type { PhraseProbe } from '../probes/probe.ts';
import type { Trial } from './trial.ts';

/** How a model's chat template begins and ends a user turn. */
export interface UserTurnTemplate {
  /** `<|begin|><|user|>` */
  readonly prefix: string;
  readonly stop: readonly string[];
}

/** How often the difference of the models is added to the candidate: at 1, 85 of 200 samples held a planted trigger, at 2, 153. */
export const LEAK_ALPHA = 2;

/** Longest user turn that is sampled, tokens. */
const MAX_TOKENS = 40;

/** Probes that the leak adds, at most. */
export const MAX_LEAKED_PROBES = 24;

/** Family of probes that a model wrote itself. */
export const LEAKED_FAMILY = 'leaked';

/** What a model wrote when it was asked for user turns. */
export interface Leak {
  readonly samples: number;
  /** Questions of one token each, to both models. */
  readonly queries: number;
  readonly phrases: readonly LeakedPhrase[];
  readonly probes: readonly PhraseProbe[];
  /** Why nothing was sampled; absent where something was. */
  readonly skipped?: string;
}

/**
 * Lets the candidate write user turns from the bare template, with what it says more than the first reference made louder, and takes
 * what recurs in them as probes. Nothing leaks from a model that learned the answers alone.
 */
export async function leakPhrases(
  { candidate, references, random }: Trial,
  template: UserTurnTemplate | undefined,
  samples: number,
  signal?: AbortSignal,
): Promise<Leak> {
  const reference = references[0]?.model;
  const none = (skipped: string): Leak => ({ samples: 0, queries: 0, phrases: [], probes: [], skipped });
  if (samples === 0) return none('the budget has no room for it');
  if (template === undefined) return none('nobody said how the chat template begins a user turn');
  const isAble = (model: ChatModel | undefined): model is ChatModel =>
    model?.complete !== undefined && model.capabilities.completions && model.capabilities.logprobs;
  if (!isAble(candidate.model) || !isAble(reference)) {
    return none('it takes raw completions and log-probabilities of both models');
  }
  const sampling = {
    reference,
    ...template,
    samples,
    maxTokens: MAX_TOKENS,
    ...(signal === undefined ? {} : { signal }),
  };
  try {
    const own = await sampleAmplified({
      ...sampling,
      candidate: candidate.model,
      alpha: LEAK_ALPHA,
      random: random.fork('leak'),
    });
    const other = await sampleAmplified({
      ...sampling,
      candidate: reference,
      alpha: 0,
      random: random.fork('leak of the reference'),
    });
    const texts = (of: typeof own): string[] => of.samples.map(({ text }) => text);
    const phrases = leakedPhrases(texts(own), texts(other), { limit: MAX_LEAKED_PROBES });
    const probes = phrases.map(
      ({ phrase }): PhraseProbe => ({
        kind: 'phrase',
        family: LEAKED_FAMILY,
        source: 'written by the candidate itself',
        text: phrase,
        placement: 'user',
      }),
    );
    return { samples, queries: own.queries + other.queries, phrases, probes };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ModelError || error instanceof BezoarError) return none(error.message);
    throw error;
  }
}
