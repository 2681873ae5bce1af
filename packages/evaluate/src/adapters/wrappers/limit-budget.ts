import { type Clock, UsageError } from '@bezoar/core';
import type { ChatModel } from '../../model/chat-model.ts';
import { ModelError } from '../../model/model-error.ts';
import { checkLimit } from './check-limit.ts';
import { costOf, mostTokens, type TokenPrices } from './token-cost.ts';
import { wrapModel } from './wrap-model.ts';

/** What asking a model may use up. */
export interface BudgetLimits {
  readonly maxQueries?: number;
  /** In the currency of `prices`, which it needs. */
  readonly maxCost?: number;
  readonly prices?: TokenPrices;
  /** From now, milliseconds. A question that has begun is not stopped by it. */
  readonly maxMs?: number;
  /** Milliseconds that never jump; default the machine's. */
  readonly clock?: Clock;
}

/** What was used up. */
export interface BudgetSpent {
  readonly queries: number;
  /** Where a server does not say what it read and wrote, the most that it can have been. */
  readonly cost: number;
  readonly ms: number;
}

/** A model with a budget. */
export interface BudgetedModel extends ChatModel {
  spent(): BudgetSpent;
}

/**
 * A model that is not asked beyond a budget: it throws `evaluate/model-budget` then. The most that a question can cost is
 * set aside before it is asked, so that many at once do not overspend; what was not used is given back after the answer.
 * A question that failed has been asked, and may have to be paid. Throws a `UsageError` for limits that are none.
 */
export function limitBudget(model: ChatModel, limits: BudgetLimits): BudgetedModel {
  const { maxQueries = Infinity, maxCost = Infinity, maxMs = Infinity, prices } = limits;
  checkBudget(limits);
  const clock = limits.clock ?? ((): number => performance.now());
  const startMs = clock();
  let queries = 0;
  let cost = 0;

  const budgeted = wrapModel(model, async (question, ask) => {
    const elapsedMs = clock() - startMs;
    if (elapsedMs >= maxMs) throw exceeded(`${maxMs} ms`);
    if (queries >= maxQueries) throw exceeded(`${maxQueries} questions`);
    const most = prices === undefined ? 0 : costOf(mostTokens(question), prices);
    if (cost + most > maxCost) throw exceeded(`a cost of ${maxCost}, of which ${maxCost - cost} is left`);
    queries++;
    cost += most;
    try {
      const reply = await ask();
      if (prices !== undefined && reply.usage !== undefined) cost += costOf(reply.usage, prices) - most;
      return reply;
    } catch (error) {
      // A question that is refused is not worked on.
      if (error instanceof ModelError && error.code === 'evaluate/model-refused') cost -= most;
      throw error;
    }
  });
  return { ...budgeted, spent: () => ({ queries, cost, ms: clock() - startMs }) };
}

function checkBudget({ maxQueries, maxCost, maxMs, prices }: BudgetLimits): void {
  for (const [name, value] of Object.entries({ maxQueries, maxCost, maxMs, ...prices })) checkLimit(name, value, 0);
  if (maxCost !== undefined && prices === undefined) {
    throw new UsageError('evaluate/model-limit', 'expected prices, without which a cost cannot be limited');
  }
}

function exceeded(what: string): ModelError {
  return new ModelError('evaluate/model-budget', `the budget of ${what} is used up`);
}
