import type { ChatRequest, CompletionRequest, ToolDefinition } from '../../model/chat-model.ts';

const TOOL: ToolDefinition = {
  name: 'report_value',
  description: 'Reports a value.',
  parameters: {
    type: 'object',
    properties: { value: { type: 'string', description: 'The value to report' } },
    required: ['value'],
  },
};

/** Asks for a call as plainly as can be; `call` is in it in more than one form, for models that are small. */
export const TOOL_QUESTION: ChatRequest = question(
  'Call the tool report_value with the value "ok" now. Do not answer in words; make the tool call.',
  { tools: [TOOL], maxTokens: 128 },
);

/** Any reply will do. */
export const PLAIN_QUESTION: ChatRequest = question('Say hello.');

/** Five alternatives are what every server allows. */
export const LOGPROB_QUESTION: ChatRequest = question('Name an animal.', { topLogprobs: 5 });

/** Long enough for the noise of a server to show. */
export const RERUN_QUESTION: ChatRequest = question('Tell a short story about a lighthouse and a storm.', {
  maxTokens: 96,
});

/** Chance repeats it only if it is all but certain of every word. */
export function sampledQuestion(seed: number): ChatRequest {
  return question('Write one sentence with ten random words.', { temperature: 1, seed, maxTokens: 48 });
}

/** Raw, and as raw prompts go on. */
export const COMPLETION_QUESTION: CompletionRequest = {
  prompt: 'The quick brown fox',
  temperature: 0,
  maxTokens: 8,
};

function question(text: string, changes: Partial<ChatRequest> = {}): ChatRequest {
  return { turns: [{ role: 'user', text, toolCalls: [] }], tools: [], temperature: 0, maxTokens: 16, ...changes };
}
