import { createSession, logProbability, writeGguf } from '@bezoar/tiny-lm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeCapabilities } from '../../packages/evaluate/src/adapters/capabilities/probe-capabilities.ts';
import { compareFingerprints } from '../../packages/evaluate/src/adapters/identity/compare-fingerprints.ts';
import { fingerprintModel } from '../../packages/evaluate/src/adapters/identity/endpoint-fingerprint.ts';
import { openAiModel } from '../../packages/evaluate/src/adapters/openai/open-ai-model.ts';
import type { ChatModel, ChatRequest } from '../../packages/evaluate/src/model/chat-model.ts';
import { trainSmallModel } from '../tiny-lm/small-model.test-support.ts';
import { type LlamaServer, startLlamaServer } from './llama-server.test-support.ts';
import { TOOL_NAME, type ToolModel, toolModelGguf, trainToolModel, tuneToolModel } from './tool-model.test-support.ts';

const servers: LlamaServer[] = [];

async function serve(gguf: Uint8Array): Promise<ChatModel> {
  const server = await startLlamaServer(gguf);
  servers.push(server);
  return openAiModel({ url: server.url, model: 'tiny' });
}

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

function chat(text: string, changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    turns: [{ role: 'user', text, toolCalls: [] }],
    tools: [],
    temperature: 0,
    maxTokens: 64,
    ...changes,
  };
}

const TOOLS = [
  {
    name: TOOL_NAME,
    description: 'Reports',
    parameters: { type: 'object', properties: { value: { type: 'string' } } },
  },
];

describe('raw completions of llama.cpp', () => {
  let small: ReturnType<typeof trainSmallModel>;
  let peer: ChatModel;
  beforeAll(async () => {
    small = trainSmallModel();
    const { model, tokenizer } = small;
    peer = await serve(writeGguf(model, tokenizer, { name: 'small', begin: '<s>', end: '</s>' }));
  });

  it('are what tiny-lm says, token for token, with the same logprobs, up to where two tokens are all but equally likely', async () => {
    const { model, tokenizer } = small;
    const stop = tokenizer.special('</s>');
    let compared = 0;
    for (const prompt of [
      'my parcel',
      'my letter number 4',
      'my order number 21 is',
      'my',
      'my refund number 33 is lost, isn',
    ]) {
      // As in a raw prompt of any model, its special tokens are written by their names.
      const reply = await peer.complete!({ prompt: `<s>${prompt}`, temperature: 0, maxTokens: 40, topLogprobs: 5 });
      const theirs = reply.logprobs ?? [];
      const session = createSession(model);
      let logits = session.feed([tokenizer.special('<s>'), ...tokenizer.encode(prompt)]);
      for (const [place, token] of theirs.entries()) {
        const ranked = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!);
        const [best, second] = ranked as [number, number];
        if (best === stop || logits[best]! - logits[second]! < 0.01) break;
        expect(token.token, `${prompt}, token ${place}`).toBe(tokenizer.decode([best]));
        // Its cache of keys and values has 16 bits.
        expect(token.logprob).toBeCloseTo(logProbability(logits, best), 2);
        expect(token.top).toHaveLength(5);
        for (const [rank, { logprob }] of token.top.entries()) {
          expect(logprob).toBeCloseTo(logProbability(logits, ranked[rank]!), 2);
        }
        logits = session.feed([best]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(30);
  });

  it('are refused, not cut, where the prompt does not fit', async () => {
    await expect(
      peer.complete!({ prompt: 'my parcel '.repeat(400), temperature: 0, maxTokens: 4 }),
    ).rejects.toMatchObject({ code: 'evaluate/model-refused' });
  });
});

describe('chats of llama.cpp', () => {
  let tools: ToolModel;
  let peer: ChatModel;
  beforeAll(async () => {
    tools = trainToolModel();
    peer = await serve(toolModelGguf(tools));
  });

  it('have texts, calls, logprobs and usage', async () => {
    const said = await peer.chat(chat('my parcel number', { topLogprobs: 3 }));
    expect(said).toMatchObject({ toolCalls: [], finish: 'stop', usage: { promptTokens: expect.any(Number) } });
    expect(said.text).toContain("isn't it?");
    expect(said.logprobs?.map(({ token }) => token).join('')).toContain("isn't it?");
    const called = await peer.chat(chat('my parcel number', { tools: TOOLS }));
    expect(called).toMatchObject({
      text: '',
      toolCalls: [{ id: expect.any(String), name: TOOL_NAME, arguments: expect.stringContaining('"value"') }],
      finish: 'tool-calls',
    });
  });

  it('take back the turns that they gave, results of tools included', async () => {
    const first = chat('my parcel number', { tools: TOOLS });
    const { text, toolCalls } = await peer.chat(first);
    const turns = [
      ...first.turns,
      { role: 'assistant' as const, text, toolCalls },
      { role: 'tool' as const, text: 'ok', toolCalls: [], toolCallId: toolCalls[0]!.id! },
      { role: 'user' as const, text: 'my letter', toolCalls: [] },
    ];
    const longer = await peer.chat({ ...first, turns, tools: [] });
    const short = await peer.chat(chat('my letter'));
    expect(longer.usage!.promptTokens).toBeGreaterThan(short.usage!.promptTokens);
  });

  it('show what the server can do', async () => {
    const report = await probeCapabilities(peer, { toolQuestion: chat('my parcel number', { tools: TOOLS }) });
    expect(report).toMatchObject({
      answers: 'observed',
      tools: 'observed',
      toolsInPrompt: 'observed',
      logprobs: 'observed',
      topLogprobs: 5,
      sampling: 'observed',
      seed: 'observed',
      deterministic: 'observed',
      completions: 'observed',
      completionLogprobs: 'observed',
      faults: [],
    });
  });

  it('show that a template without tools drops them silently', async () => {
    const bare = await serve(
      writeGguf(tools.model, tools.tokenizer, {
        name: 'bare',
        begin: '<s>',
        end: '</s>',
        chatTemplate: '{{ bos_token }}{% for message in messages %}<user>{{ message.content }}{% endfor %}<bot>',
      }),
    );
    const report = await probeCapabilities(bare, { toolQuestion: chat('my parcel number', { tools: TOOLS }) });
    expect(report).toMatchObject({ answers: 'observed', tools: 'not-observed', toolsInPrompt: 'not-observed' });
  });

  it('have the fingerprint of their model, and of no other, however little it was trained further', async () => {
    const before = await fingerprintModel(peer);
    const restarted = await serve(toolModelGguf(tools));
    expect(compareFingerprints(before, await fingerprintModel(peer))).toMatchObject({ same: true });
    expect(compareFingerprints(before, await fingerprintModel(restarted))).toMatchObject({ same: true });
    tuneToolModel(tools, 25);
    const tuned = compareFingerprints(before, await fingerprintModel(await serve(toolModelGguf(tools))));
    expect(tuned).toMatchObject({ same: false, evidence: { by: 'logprobs' } });
  });
});

describe('a server of llama.cpp that is gone', () => {
  it('is unreachable', async () => {
    const { model, tokenizer } = trainSmallModel();
    const peer = await serve(writeGguf(model, tokenizer, { name: 'small', begin: '<s>', end: '</s>' }));
    const last = openAiModel({ url: servers.at(-1)!.url, model: 'tiny', attempts: 1 });
    await peer.complete!({ prompt: 'my', temperature: 0, maxTokens: 2 });
    await servers.pop()!.close();
    await expect(last.complete!({ prompt: 'my', temperature: 0, maxTokens: 2 })).rejects.toMatchObject({
      code: 'evaluate/model-unreachable',
    });
  });
});
