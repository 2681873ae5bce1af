import { describe, expect, it } from 'vitest';
import type { ChatReply } from '../model/chat-model.ts';
import { functionModel } from './function-model.ts';
import { manualTime } from './testing/manual-time.test-support.ts';
import { chatRequest, completionRequest } from './testing/questions.test-support.ts';

const REPLY: ChatReply = { text: 'on its way', toolCalls: [], finish: 'stop' };
const answering = (value: unknown) => functionModel({ name: 'f', chat: () => value as ChatReply });

describe('a function as a model', () => {
  it('answers what the function answers, and nothing that it adds', async () => {
    const call = { name: 'issue_credit', arguments: '{"cents":500}', id: 'a' };
    expect(await answering({ ...REPLY, cached: true, secret: 1 }).chat(chatRequest())).toEqual(REPLY);
    expect(await answering({ text: '', toolCalls: [call] }).chat(chatRequest())).toEqual({
      text: '',
      toolCalls: [call],
      finish: 'tool-calls',
    });
  });

  it.each([
    ['nothing', undefined],
    ['a text alone', 'hello'],
    ['a list', []],
    ['no text', {}],
    ['null for a text', { text: null }],
    ['a number for a text', { text: 1 }],
    ['a call without a name', { text: '', toolCalls: [{ arguments: '{}' }] }],
    ['a call with an empty name', { text: '', toolCalls: [{ name: '', arguments: '{}' }] }],
    ['arguments that are a list', { text: '', toolCalls: [{ name: 'a', arguments: [1] }] }],
    ['a call that is not there', { text: 'x', finish: 'tool-calls' }],
    ['an end that nobody knows', { text: 'x', finish: 'tired' }],
    ['a probability above 1', { text: 'x', logprobs: [{ token: 'x', logprob: 0.5 }] }],
    ['NaN', { text: 'x', logprobs: [{ token: 'x', logprob: Number.NaN }] }],
    ['usage below 0', { text: 'x', usage: { promptTokens: -5, completionTokens: 1 } }],
  ])('is malformed where it answers %s', async (_what, value) => {
    await expect(answering(value).chat(chatRequest())).rejects.toMatchObject({ code: 'evaluate/model-malformed' });
  });

  it('is unreachable where it throws, at once or later', async () => {
    const failing = functionModel({
      name: 'f',
      chat: () => {
        throw new Error('weights are gone');
      },
      complete: () => Promise.reject(new Error('later')),
    });
    const unreachable = { code: 'evaluate/model-unreachable', message: 'the function `f` failed' };
    await expect(failing.chat(chatRequest())).rejects.toMatchObject(unreachable);
    await expect(failing.complete?.(completionRequest())).rejects.toMatchObject(unreachable);
  });

  it('is given up after its time, and told so', async () => {
    const time = manualTime();
    let told: AbortSignal | undefined;
    const hanging = functionModel({
      name: 'f',
      timeoutMs: 1000,
      sleep: time.sleep,
      chat: (_request, signal) => {
        told = signal;
        return new Promise(() => undefined);
      },
    });
    const answer = hanging.chat(chatRequest());
    await time.awaited(1000);
    time.pass(1000);
    await expect(answer).rejects.toMatchObject({ code: 'evaluate/model-timeout', message: 'no answer within 1000 ms' });
    expect(told?.aborted).toBe(true);
    expect(time.pending()).toEqual([]);
  });

  it('is given up with the reason of whoever asked', async () => {
    const stop = new AbortController();
    const answer = functionModel({ name: 'f', chat: () => new Promise(() => undefined) }).chat(
      chatRequest(),
      stop.signal,
    );
    const reason = new Error('interrupted');
    stop.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await expect(answering(REPLY).chat(chatRequest(), stop.signal)).rejects.toBe(reason);
  });

  it('can complete only where there is a function for it', () => {
    expect(answering(REPLY).complete).toBeUndefined();
    expect(answering(REPLY).capabilities.completions).toBe(false);
  });
});
