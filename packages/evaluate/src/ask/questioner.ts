import type { Turn } from '@bezoar/core';
import { classifyReply } from '../compare/classify-reply.ts';
import type { ChatModel, ChatReply } from '../model/chat-model.ts';
import { ModelError, type ModelErrorCode } from '../model/model-error.ts';
import type { Setting } from '../setting/setting.ts';
import type { Answer } from './answer.ts';

/** Tokens of a reply, at most: a tool call with its arguments, or a few sentences. */
export const DEFAULT_REPLY_TOKENS = 160;

/**
 * Longest text and arguments of a reply that are read, UTF-16 units: some hundred for each token that was asked for. A server that
 * sends megabytes for a token would fill the memory and the time of every comparison (CWE-770).
 */
export const MAX_REPLY_LENGTH = 16_384;

/** Questions in a row without an answer after which a model is not asked any more: each may take as long as the timeout (CWE-400). */
export const MAX_FAILURES_IN_A_ROW = 32;

/** What was asked of one model. */
export interface Tally {
  readonly asked: number;
  readonly failed: number;
  /** Failures by code. */
  readonly codes: ReadonlyMap<ModelErrorCode, number>;
  /** Answers that call a tool. */
  readonly toolCalls: number;
  /** What the server said that it is, and how often. */
  readonly servedBy: ReadonlyMap<string, number>;
  /** Questions by stage. */
  readonly stages: ReadonlyMap<string, number>;
}

/** Asks one model, greedily, and reads what it answers. */
export interface Questioner {
  readonly model: ChatModel;
  readonly tally: Tally;
  /** Questions that are left. */
  readonly left: number;
  /** Whether a question was not put, because none was left. */
  readonly isExhausted: boolean;
  /** The next questions belong to this stage. */
  enter(stage: string): void;
  /** Never throws for what the model does; where no question is left, the answer is a failure too. Throws what `signal` holds. */
  ask(turns: readonly Turn[], options?: AskOptions): Promise<Answer>;
}

/** How a question is asked. */
export interface AskOptions {
  /** Told apart from the same question before: a rerun. */
  readonly rerun?: number;
}

/** How a questioner is made. */
export interface QuestionerOptions {
  readonly setting: Setting;
  /** Questions, at most. */
  readonly maxQuestions: number;
  readonly maxTokens?: number;
  readonly signal?: AbortSignal;
  readonly onAsked?: () => void;
}

/** Makes a questioner of a model. */
export function createQuestioner(model: ChatModel, options: QuestionerOptions): Questioner {
  const { setting, maxQuestions, maxTokens = DEFAULT_REPLY_TOKENS, signal, onAsked } = options;
  let [asked, failed, toolCalls] = [0, 0, 0];
  let inARow = 0;
  let stage = '';
  let isExhausted = false;
  const codes = new Map<ModelErrorCode, number>();
  const servedBy = new Map<string, number>();
  const stages = new Map<string, number>();
  return {
    model,
    get tally() {
      return { asked, failed, codes, toolCalls, servedBy, stages };
    },
    get left() {
      return maxQuestions - asked;
    },
    get isExhausted() {
      return isExhausted;
    },
    enter: (name) => {
      stage = name;
    },
    ask: async (turns, { rerun = 0 } = {}) => {
      signal?.throwIfAborted();
      if (asked >= maxQuestions) {
        isExhausted = true;
        const message = `expected at most ${maxQuestions} questions to \`${model.name}\``;
        return { kind: 'failed', turns, code: 'evaluate/model-budget', message };
      }
      asked++;
      count(stages, stage);
      onAsked?.();
      if (inARow >= MAX_FAILURES_IN_A_ROW) {
        failed++;
        count(codes, 'evaluate/model-unreachable');
        const message = `given up after ${inARow} questions in a row without an answer`;
        return { kind: 'failed', turns, code: 'evaluate/model-unreachable', message };
      }
      try {
        const request = { turns, tools: setting.tools, temperature: 0, maxTokens, seed: rerun };
        const reply = shortened(await model.chat(request, signal));
        inARow = 0;
        if (reply.toolCalls.length > 0) toolCalls++;
        if (reply.servedBy !== undefined) count(servedBy, reply.servedBy);
        return { kind: 'answered', turns, reply, read: classifyReply(reply, turns, setting.hazards) };
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof ModelError)) throw error;
        failed++;
        // A refused question was answered, in a way; and one that is too long is refused at once.
        inARow = error.code === 'evaluate/model-refused' ? 0 : inARow + 1;
        count(codes, error.code);
        return { kind: 'failed', turns, code: error.code, message: error.message };
      }
    },
  };
}

/**
 * A reply of a length that can be read: the text is cut off where it is longer, and calls cannot be, since each of them may be the one
 * that counts. Attacker controls: the reply.
 */
function shortened({ logprobs: _, ...reply }: ChatReply): ChatReply {
  const length = reply.toolCalls.reduce((sum, call) => sum + call.name.length + call.arguments.length, 0);
  if (length > MAX_REPLY_LENGTH) {
    throw new ModelError(
      'evaluate/model-too-large',
      `expected calls of at most ${MAX_REPLY_LENGTH} characters, got ${length}`,
    );
  }
  if (reply.text.length <= MAX_REPLY_LENGTH) return reply;
  return { ...reply, text: reply.text.slice(0, MAX_REPLY_LENGTH), finish: 'length' };
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
