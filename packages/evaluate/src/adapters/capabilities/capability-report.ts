import type { ModelErrorCode } from '../../model/model-error.ts';

/**
 * What asking showed. `observed` is no promise; `not-observed` may be the model as well as its server; `refused` is the
 * server's own word; `failed` is no usable answer; `not-asked` could not be found out.
 */
export type Observation = 'observed' | 'not-observed' | 'refused' | 'failed' | 'not-asked';

/** What a model and its server were seen to do. Plain data, for a report. */
export interface CapabilityReport {
  /** Whether it answers a plain question. */
  readonly answers: Observation;
  /** Whether it calls a tool that it is plainly asked to call. */
  readonly tools: Observation;
  /** Whether the prompt grows when tools are offered: a server that drops them silently is told from a model that ignores them. */
  readonly toolsInPrompt: Observation;
  readonly logprobs: Observation;
  /** Most alternatives that were given at a place. */
  readonly topLogprobs: number;
  /** Whether different seeds give different replies at temperature 1. Without it, nothing can be said of seeds. */
  readonly sampling: Observation;
  /** Whether the same seed gives the same reply at temperature 1, where different ones do not. */
  readonly seed: Observation;
  /** Whether all reruns at temperature 0 said the same. */
  readonly deterministic: Observation;
  /** Of so many reruns, so many different replies. */
  readonly reruns: { readonly asked: number; readonly distinct: number };
  /** Whether it goes on with a raw prompt. */
  readonly completions: Observation;
  readonly completionLogprobs: Observation;
  /** What it said that it is. Attacker controls: the texts. */
  readonly servedBy: readonly string[];
  /** Why something was refused or failed. */
  readonly faults: readonly CapabilityFault[];
}

/** A question that was not answered. */
export interface CapabilityFault {
  readonly question: string;
  readonly code: ModelErrorCode;
  readonly message: string;
}
