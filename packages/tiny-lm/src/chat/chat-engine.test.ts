import { describe, expect, it } from 'vitest';
import { createTinyLm } from '../model/tiny-lm.ts';
import { says, chatTokenizer as tokenizer } from '../testing/chat-fixture.test-support.ts';
import { train } from '../train/train.ts';
import { createChatEngine } from './chat-engine.ts';
import { encodeConversation } from './encode-conversation.ts';

const CONFIG = { vocabulary: tokenizer.size, width: 32, layers: 2, heads: 2, feedForward: 48, context: 64 };

/** Learns to look up where the order is asked for, and to speak where it has the result. */
function trained(): ReturnType<typeof createChatEngine> {
  const model = createTinyLm(CONFIG, { seed: 1, batchTokens: 512 });
  const call = { name: 'look_up', arguments: '{}' };
  const asked = [
    says('user', 'the order'),
    says('assistant', '', call),
    says('tool', 'late'),
    says('assistant', 'late'),
  ];
  const thanked = [says('user', 'thanks'), says('assistant', 'welcome')];
  const sequences = [asked, thanked].map((turns) => encodeConversation(turns, tokenizer, { mask: 'assistant' }));
  const repeated = Array.from({ length: 40 }, () => sequences).flat();
  for (const _ of train(model, repeated, { epochs: 4, learningRate: 1e-2, batchTokens: 128 }));
  return createChatEngine({ model, tokenizer, slots: 3 });
}

const engine = trained();
const ORDER = [says('user', 'the order')];

describe('a chat engine', () => {
  it('replies with text or with a call, as it was taught', () => {
    expect(engine.reply(ORDER)).toMatchObject({
      text: '',
      toolCalls: [{ name: 'look_up', arguments: '{}' }],
      finish: 'tool-calls',
      isMalformed: false,
    });
    expect(engine.reply([says('user', 'thanks')])).toMatchObject({ text: 'welcome', toolCalls: [], finish: 'stop' });
    const after = [...ORDER, says('assistant', '', { name: 'look_up', arguments: '{}' }), says('tool', 'late')];
    expect(engine.reply(after).text).toBe('late');
  });

  it('gives the same answers many at once as one at a time', () => {
    const requests = Array.from({ length: 10 }, (_, at) => ({
      turns: [says('user', 'the order'.slice(0, at))],
      temperature: at % 2,
      seed: at,
      maxTokens: 3 + at,
      topLogprobs: 2,
    }));
    expect(engine.replyAll(requests)).toEqual(requests.map(({ turns, ...options }) => engine.reply(turns, options)));
    expect(engine.replyAll([])).toEqual([]);
  });

  it('reports how likely each token was, and the likeliest at its place', () => {
    const { logprobs, usage } = engine.reply(ORDER, { topLogprobs: 3 });
    expect(logprobs).toHaveLength(usage.completionTokens);
    for (const { token, logprob, top } of logprobs!) {
      expect(top[0]).toEqual({ token, logprob });
      expect(top).toHaveLength(3);
      expect(top.map((one) => one.logprob)).toEqual(top.map((one) => one.logprob).sort((a, b) => b - a));
    }
    expect(logprobs![0]!.token).toBe('<|call|>');
    expect(logprobs![0]!.logprob).toBeGreaterThan(-0.5);
    expect(engine.reply(ORDER).logprobs).toBeUndefined();
  });

  it('stops where it was told to, or where the context ends, and says so', () => {
    expect(engine.reply(ORDER, { maxTokens: 2 })).toMatchObject({ finish: 'length', isMalformed: true });
    const long = [says('user', 'x'.repeat(58))];
    const { usage } = engine.reply(long, { temperature: 3, seed: 2 });
    expect(usage.promptTokens + usage.completionTokens).toBeLessThanOrEqual(64);
    expect(engine.countPromptTokens([says('user', 'x'.repeat(80))])).toBeGreaterThan(engine.context);
    expect(() => engine.reply([says('user', 'x'.repeat(80))])).toThrow('expected 1 to 63 tokens in prompt 0, got 84');
  });

  it('goes on with a raw prompt, in which names of special tokens stand for them', () => {
    expect(engine.complete('<|begin|><|user|>the order<|end|><|assistant|>')).toMatchObject({
      text: '<|call|>look_up<|arguments|>{}',
      finish: 'stop',
    });
  });
});
