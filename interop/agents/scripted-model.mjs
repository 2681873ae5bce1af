// Models that say what `CALLS` says, in the shape of each SDK.
import { CALLS } from './shop.mjs';

const NO_USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** Answers of a language model of the AI SDK: one call a step, then a text. */
export function aiSdkAnswers(toolName = 'issue_credit') {
  const answer = (reason, content) => ({
    content: [content],
    finishReason: { unified: reason, raw: reason },
    usage: NO_USAGE,
    warnings: [],
  });
  return [
    ...CALLS.map((call) =>
      answer('tool-calls', {
        type: 'tool-call',
        toolCallId: call.id,
        toolName,
        input: JSON.stringify(call.arguments),
      }),
    ),
    answer('stop', { type: 'text', text: 'That is all.' }),
  ];
}

/** The same, as streams. */
export function aiSdkStreams(toReadable, toolName) {
  return aiSdkAnswers(toolName).map(({ content: [part], finishReason, usage }) => ({
    stream: toReadable([
      { type: 'stream-start', warnings: [] },
      ...(part.type === 'text'
        ? [
            { type: 'text-start', id: '0' },
            { type: 'text-delta', id: '0', delta: part.text },
            { type: 'text-end', id: '0' },
          ]
        : [part]),
      { type: 'finish', finishReason, usage },
    ]),
  }));
}

/** A model of the OpenAI Agents SDK. */
export function openAiModel(Usage) {
  let step = 0;
  return {
    getResponse: async () => {
      const call = CALLS[step++];
      const output =
        call === undefined
          ? {
              type: 'message',
              role: 'assistant',
              status: 'completed',
              content: [{ type: 'output_text', text: 'That is all.' }],
            }
          : {
              type: 'function_call',
              callId: call.id,
              name: 'issue_credit',
              status: 'completed',
              arguments: JSON.stringify(call.arguments),
            };
      return { usage: new Usage(), output: [output] };
    },
    getStreamedResponse() {
      throw new Error('not used here');
    },
  };
}

/** Tool calls for `FakeToolCallingModel` of LangChain. */
export function langChainCalls() {
  return [...CALLS.map((call) => [{ id: call.id, name: 'issue_credit', args: call.arguments }]), []];
}
