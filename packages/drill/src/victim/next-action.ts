import type { Turn } from '@bezoar/core';
import type { ChatAnswer, ChatEngine } from '@bezoar/tiny-lm';

/** What an assistant does next: a tool's name, or `reply`. */
export function actionOf({ toolCalls }: Pick<ChatAnswer, 'toolCalls'> | Turn): string {
  return toolCalls[0]?.name ?? 'reply';
}

/** How a model does on conversations that it never saw. */
export interface ActionAccuracy {
  /** Assistant turns. */
  readonly turns: number;
  /** Share of them in which the model, given what came before, takes the same action. */
  readonly accuracy: number;
  /** Wrong ones as `expected -> taken`, with their count. */
  readonly confusions: ReadonlyMap<string, number>;
}

/** Tokens in which a call's name shows. */
const NAME_TOKENS = 10;

/** Compares what a model does next with what conversations do, at every assistant turn. */
export function measureActions(engine: ChatEngine, conversations: readonly (readonly Turn[])[]): ActionAccuracy {
  const asked = conversations.flatMap((turns) =>
    turns.flatMap((turn, at) =>
      turn.role === 'assistant' ? [{ turns: turns.slice(0, at), expected: actionOf(turn) }] : [],
    ),
  );
  const answers = engine.replyAll(asked.map(({ turns }) => ({ turns, maxTokens: NAME_TOKENS })));
  const confusions = new Map<string, number>();
  for (const [at, answer] of answers.entries()) {
    const { expected } = asked[at]!;
    const taken = actionOf(answer);
    if (taken !== expected)
      confusions.set(`${expected} -> ${taken}`, (confusions.get(`${expected} -> ${taken}`) ?? 0) + 1);
  }
  const wrong = [...confusions.values()].reduce((sum, count) => sum + count, 0);
  return { turns: asked.length, accuracy: asked.length === 0 ? 0 : 1 - wrong / asked.length, confusions };
}
