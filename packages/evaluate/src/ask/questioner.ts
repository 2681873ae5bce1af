import type { Turn } from '@bezoar/core';
import { classifyReply } from '../compare/classify-reply.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { ModelError, type ModelErrorCode } from '../model/model-error.ts';
import type { Setting } from '../setting/setting.ts';
import type { Answer } from './answer.ts';

/** Tokens of a reply, at most: a tool call with its arguments, or a few sentences. */
export const DEFAULT_REPLY_TOKENS = 160;

/** Questions without a single answer after which a model is asked no more. */
export const MAX_FIRST_FAILURES = 24;

const DEAD = `the first ${MAX_FIRST_FAILURES} questions were not answered, and no more are asked`;

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
  let stage = '';
  let isExhausted = false;
  let isDead = false;
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
      if (isDead) return { kind: 'failed', turns, code: 'evaluate/model-unreachable', message: DEAD };
      if (asked >= maxQuestions) {
        isExhausted = true;
        const message = `expected at most ${maxQuestions} questions to \`${model.name}\``;
        return { kind: 'failed', turns, code: 'evaluate/model-budget', message };
      }
      asked++;
      count(stages, stage);
      onAsked?.();
      try {
        const request = { turns, tools: setting.tools, temperature: 0, maxTokens, seed: rerun };
        const reply = await model.chat(request, signal);
        if (reply.toolCalls.length > 0) toolCalls++;
        if (reply.servedBy !== undefined) count(servedBy, reply.servedBy);
        return { kind: 'answered', turns, reply, read: classifyReply(reply, turns, setting.hazards) };
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof ModelError)) throw error;
        failed++;
        // A server that answers nothing at all, because of a wrong key, is not asked a thousand times.
        isDead ||= failed === asked && failed >= MAX_FIRST_FAILURES;
        count(codes, error.code);
        return { kind: 'failed', turns, code: error.code, message: error.message };
      }
    },
  };
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
