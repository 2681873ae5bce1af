import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatModel, ChatReply } from '../../model/chat-model.ts';
import { ModelError } from '../../model/model-error.ts';
import { functionModel } from '../function-model.ts';
import { manualTime } from '../testing/manual-time.test-support.ts';
import { chatRequest, completionRequest } from '../testing/questions.test-support.ts';
import { countQueries } from './count-queries.ts';
import { limitBudget } from './limit-budget.ts';
import { limitRate } from './limit-rate.ts';
import { recordExchanges } from './record-exchanges.ts';

const REPLY: ChatReply = { text: 'yes', toolCalls: [], finish: 'stop' };
const USAGE = { promptTokens: 20, completionTokens: 5 };

function answering(chat: (text: string) => ChatReply | Promise<ChatReply>): ChatModel {
  return functionModel({
    name: 'f',
    chat: ({ turns }) => chat(turns.at(-1)?.text ?? ''),
    complete: ({ prompt }) => ({ text: prompt, finish: 'stop' }),
  });
}

/** A model whose answers come when they are let go, and the questions that it was asked. */
function held() {
  const asked: string[] = [];
  const open: (() => void)[] = [];
  const model = answering((text) => {
    asked.push(text);
    return new Promise((resolve) => open.push(() => resolve(REPLY)));
  });
  return { model, asked, letGo: () => open.shift()?.() };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('a limited rate', () => {
  it('has no more questions under way than it allows, and keeps their order', async () => {
    const { model, asked, letGo } = held();
    const limited = limitRate(model, { maxConcurrent: 2 });
    const answers = ['a', 'b', 'c', 'd'].map((text) => limited.chat(chatRequest(text)));
    await settle();
    expect(asked).toEqual(['a', 'b']);
    letGo();
    await settle();
    expect(asked).toEqual(['a', 'b', 'c']);
    letGo();
    letGo();
    await settle();
    letGo();
    await Promise.all(answers);
    expect(asked).toEqual(['a', 'b', 'c', 'd']);
  });

  it('gives its place back after a failure', async () => {
    const failing = answering(() => Promise.reject(new ModelError('evaluate/model-refused', 'no')));
    const limited = limitRate(failing, { maxConcurrent: 1 });
    for (let turn = 0; turn < 3; turn++) await expect(limited.chat(chatRequest())).rejects.toThrow('no');
  });

  it('spaces questions evenly over a minute', async () => {
    const time = manualTime();
    const model = limitRate(
      answering(() => REPLY),
      { maxConcurrent: 9, perMinute: 30, ...time },
    );
    const answers = [1, 2, 3].map(() => model.chat(chatRequest()));
    await time.awaited(4000);
    expect(time.pending()).toEqual([2000, 4000]);
    time.pass(2000);
    time.pass(4000);
    await Promise.all(answers);
  });

  it('does not ask for whoever gave up waiting', async () => {
    const { model, asked, letGo } = held();
    const limited = limitRate(model, { maxConcurrent: 1 });
    const stop = new AbortController();
    const first = limited.chat(chatRequest('a'));
    const second = limited.chat(chatRequest('b'), stop.signal);
    await settle();
    stop.abort(new Error('interrupted'));
    letGo();
    await first;
    await expect(second).rejects.toThrow('interrupted');
    expect(asked).toEqual(['a']);
  });
});

describe('a budget', () => {
  it('of questions is never overspent, also by many at once', async () => {
    const { model, asked, letGo } = held();
    const limited = limitBudget(model, { maxQueries: 2 });
    const answers = ['a', 'b', 'c'].map((text) => limited.chat(chatRequest(text)));
    await expect(answers[2]).rejects.toMatchObject({ code: 'evaluate/model-budget' });
    await settle();
    letGo();
    letGo();
    await Promise.all(answers.slice(0, 2));
    expect(asked).toEqual(['a', 'b']);
    expect(limited.spent()).toMatchObject({ queries: 2 });
  });

  it('of time ends with it', async () => {
    const time = manualTime();
    const limited = limitBudget(
      answering(() => REPLY),
      { maxMs: 1000, clock: time.clock },
    );
    await limited.chat(chatRequest());
    time.pass(1000);
    await expect(limited.chat(chatRequest())).rejects.toMatchObject({ code: 'evaluate/model-budget' });
    expect(limited.spent()).toEqual({ queries: 1, cost: 0, ms: 1000 });
  });

  const prices = { promptPerMillion: 1_000_000, completionPerMillion: 2_000_000 };

  it('of money pays what the server says, after setting aside the most that it can be', async () => {
    const limited = limitBudget(
      answering(() => ({ ...REPLY, usage: USAGE })),
      { maxCost: 1000, prices },
    );
    await limited.chat(chatRequest());
    expect(limited.spent().cost).toBe(30);
  });

  it('of money refuses what it might not be able to pay, before asking', async () => {
    const counted = countQueries(answering(() => ({ ...REPLY, usage: USAGE })));
    const limited = limitBudget(counted, { maxCost: 130, prices });
    await expect(limited.chat(chatRequest())).rejects.toMatchObject({ code: 'evaluate/model-budget' });
    expect(counted.counts().chats).toBe(0);
  });

  it('is never overspent, whatever answers cost and in whatever order they come', async () => {
    const usage = fc.record({ promptTokens: fc.nat(60), completionTokens: fc.nat(64) });
    const plans = fc.array(fc.record({ usage: fc.option(usage), waits: fc.nat(5), fails: fc.boolean() }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(plans, fc.nat(900), fc.nat(8), async (asked, maxCost, maxQueries) => {
        const model = functionModel({
          name: 'f',
          chat: async ({ seed = 0 }) => {
            const plan = asked[seed]!;
            for (let turn = 0; turn < plan.waits; turn++) await Promise.resolve();
            if (plan.fails) throw new ModelError('evaluate/model-refused', 'x');
            return { ...REPLY, ...(plan.usage === null ? {} : { usage: plan.usage }) };
          },
        });
        const counted = countQueries(model);
        const limited = limitBudget(counted, { maxCost, maxQueries, prices });
        await Promise.allSettled(asked.map((_plan, seed) => limited.chat(chatRequest('a', { seed }))));
        expect(limited.spent().cost).toBeLessThanOrEqual(maxCost);
        expect(counted.counts().chats).toBe(limited.spent().queries);
        expect(limited.spent().queries).toBeLessThanOrEqual(maxQueries);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('of money pays the most where the server is silent or fails, and nothing for what it refuses', async () => {
    const silent = limitBudget(
      answering(() => REPLY),
      { maxCost: 10_000, prices },
    );
    await silent.chat(chatRequest());
    const most = silent.spent().cost;
    expect(most).toBeGreaterThan(128);
    for (const [code, cost] of [
      ['evaluate/model-timeout', most],
      ['evaluate/model-refused', 0],
    ] as const) {
      const failing = answering(() => Promise.reject(new ModelError(code, 'x')));
      const limited = limitBudget(failing, { maxCost: 10_000, prices });
      await expect(limited.chat(chatRequest())).rejects.toThrow('x');
      expect(limited.spent()).toMatchObject({ queries: 1, cost });
    }
  });
});

describe('counts', () => {
  it('tell what was asked, what failed, and the tokens', async () => {
    let calls = 0;
    const model = countQueries(
      answering(() =>
        calls++ === 1 ? Promise.reject(new ModelError('evaluate/model-timeout', 'x')) : { ...REPLY, usage: USAGE },
      ),
    );
    await model.chat(chatRequest());
    await expect(model.chat(chatRequest())).rejects.toThrow('x');
    await model.complete?.(completionRequest());
    expect(model.counts()).toEqual({
      chats: 2,
      completions: 1,
      cached: 0,
      failed: { 'evaluate/model-timeout': 1 },
      ...USAGE,
    });
  });
});

describe('a record of exchanges', () => {
  const texts = ['a', 'b', 'c'];
  const record = async (order: readonly string[], chat = (text: string): ChatReply => ({ ...REPLY, text })) => {
    const model = recordExchanges(answering(chat));
    await Promise.all(order.map((text) => model.chat(chatRequest(text)).catch(() => undefined)));
    return { ...model.exchanges(), digests: model.exchangeDigests() };
  };

  it('is the same for the same exchanges in any order', async () => {
    const one = await record(texts);
    const other = await record([...texts].reverse());
    expect(other.sha256).toBe(one.sha256);
    expect(one.requests).toBe(3);
    expect(new Set(one.digests).size).toBe(3);
  });

  it('changes with any question, any answer, any failure and any repetition', async () => {
    const records = await Promise.all([
      record(texts),
      record(['a', 'b', 'd']),
      record([...texts, 'a']),
      record(texts, (text) => ({ ...REPLY, text: text === 'b' ? 'B' : text })),
      record(texts, () => {
        throw new Error('gone');
      }),
    ]);
    expect(new Set(records.map(({ sha256 }) => sha256)).size).toBe(records.length);
  });

  it('names every server that answered, and not more than a few', async () => {
    let served = 0;
    const changing = await record(texts, () => ({ ...REPLY, servedBy: `m-${served++ % 2}` }));
    expect(changing.servedBy).toEqual(['m-0', 'm-1']);
    const many = Array.from({ length: 50 }, (_, index) => String(index));
    const flooding = await record(many, (text) => ({ ...REPLY, servedBy: text }));
    expect(flooding.servedBy).toHaveLength(16);
    expect(flooding.requests).toBe(50);
  });
});

describe('a limit that limits nothing', () => {
  const model = answering(() => REPLY);
  const prices = { promptPerMillion: 1, completionPerMillion: 1 };

  it.each([
    ['no places', () => limitRate(model, { maxConcurrent: 0 })],
    ['NaN places', () => limitRate(model, { maxConcurrent: Number.NaN })],
    ['no questions in a minute', () => limitRate(model, { maxConcurrent: 1, perMinute: 0 })],
    ['NaN questions', () => limitBudget(model, { maxQueries: Number.NaN })],
    ['a negative time', () => limitBudget(model, { maxMs: -1 })],
    ['a cost without prices', () => limitBudget(model, { maxCost: 5 })],
    ['a negative price', () => limitBudget(model, { maxCost: 5, prices: { ...prices, promptPerMillion: -1 } })],
  ])('is refused: %s', (_what, limit) => {
    expect(limit).toThrow(expect.objectContaining({ name: 'UsageError', code: 'evaluate/model-limit' }));
  });
});
