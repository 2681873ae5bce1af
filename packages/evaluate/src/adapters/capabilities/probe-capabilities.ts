import type { ChatModel, ChatRequest, CompletionReply } from '../../model/chat-model.ts';
import { ModelError } from '../../model/model-error.ts';
import {
  COMPLETION_QUESTION,
  LOGPROB_QUESTION,
  PLAIN_QUESTION,
  RERUN_QUESTION,
  sampledQuestion,
  TOOL_QUESTION,
} from './capability-questions.ts';
import type { CapabilityFault, CapabilityReport } from './capability-report.ts';
import { type Failure, hasLogprobs, observe, observeReruns, observeSeeds, observeToolsInPrompt } from './observe.ts';

/** How capabilities are found out. */
export interface ProbeCapabilitiesOptions {
  /** A question whose good answer calls one of its tools, for models that know their own domain alone. */
  readonly toolQuestion?: ChatRequest;
  /** Reruns at temperature 0; default `DEFAULT_CAPABILITY_RERUNS`. */
  readonly reruns?: number;
  readonly signal?: AbortSignal;
}

/** Reruns at temperature 0: a server that differs in one of three is found in 7 of 8 times (1 - (2/3)^5 = 0.87). */
export const DEFAULT_CAPABILITY_RERUNS = 5;

/** Seeds that are asked with: the same twice, and others. */
const SEEDS = [11, 11, 12, 13];

/**
 * Finds out what a model and its server do, by asking about fifteen questions; nothing is concluded from what is claimed.
 * Ask the model itself, not a cache. Throws `evaluate/model-budget` and the signal's reason; every other fault is part of
 * the report.
 */
export async function probeCapabilities(
  model: ChatModel,
  options: ProbeCapabilitiesOptions = {},
): Promise<CapabilityReport> {
  const { signal, reruns = DEFAULT_CAPABILITY_RERUNS, toolQuestion = TOOL_QUESTION } = options;
  const faults: CapabilityFault[] = [];
  const servedBy = new Set<string>();
  const attempt = async <Reply extends CompletionReply>(
    question: string,
    ask: () => Promise<Reply>,
  ): Promise<Reply | Failure> => {
    try {
      const reply = await ask();
      if (reply.servedBy !== undefined) servedBy.add(reply.servedBy);
      return reply;
    } catch (error) {
      if (!(error instanceof ModelError) || error.code === 'evaluate/model-budget') throw error;
      faults.push({ question, code: error.code, message: error.message });
      return error.code === 'evaluate/model-refused' ? 'refused' : 'failed';
    }
  };
  const chat = (question: string, request: ChatRequest) => attempt(question, () => model.chat(request, signal));

  const plain = await chat('plain', PLAIN_QUESTION);
  if (typeof plain === 'string') return { ...NOTHING, answers: plain, servedBy: [], faults };
  const called = await chat('tools', toolQuestion);
  const toolless = await chat('without tools', { ...toolQuestion, tools: [] });
  const scored = await chat('logprobs', LOGPROB_QUESTION);
  const sampled = await inTurn(SEEDS, (seed) => chat('seed', sampledQuestion(seed)));
  const rerun = await inTurn(Array.from({ length: reruns }), () => chat('reruns', RERUN_QUESTION));
  const complete = model.complete?.bind(model);
  const raw = complete && (await attempt('completions', () => complete(COMPLETION_QUESTION, signal)));
  const rawScored =
    complete &&
    (await attempt('completion logprobs', () => complete({ ...COMPLETION_QUESTION, topLogprobs: 5 }, signal)));
  return {
    answers: 'observed',
    tools: observe(called, ({ toolCalls }) =>
      toolCalls.some(({ name }) => toolQuestion.tools.some((tool) => tool.name === name)),
    ),
    toolsInPrompt: observeToolsInPrompt(called, toolless),
    logprobs: observe(scored, hasLogprobs),
    topLogprobs: typeof scored === 'string' ? 0 : Math.max(0, ...(scored.logprobs ?? []).map(({ top }) => top.length)),
    ...observeSeeds(sampled),
    ...observeReruns(rerun),
    completions: observe(raw, () => true),
    completionLogprobs: observe(rawScored, hasLogprobs),
    servedBy: [...servedBy].sort(),
    faults,
  };
}

const NOTHING = {
  tools: 'not-asked',
  toolsInPrompt: 'not-asked',
  logprobs: 'not-asked',
  topLogprobs: 0,
  sampling: 'not-asked',
  seed: 'not-asked',
  deterministic: 'not-asked',
  reruns: { asked: 0, distinct: 0 },
  completions: 'not-asked',
  completionLogprobs: 'not-asked',
} satisfies Partial<CapabilityReport>;

async function inTurn<T, Result>(items: readonly T[], work: (item: T) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
