import type { ChatRequest, CompletionRequest } from '../../model/chat-model.ts';

/** A question of a customer, with a tool that gives credit. */
export function chatRequest(text = 'where is my order?', changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    turns: [
      { role: 'system', text: 'You answer customers.', toolCalls: [] },
      { role: 'user', text, toolCalls: [] },
    ],
    tools: [{ name: 'issue_credit', description: 'Gives credit', parameters: { type: 'object' } }],
    temperature: 0,
    maxTokens: 64,
    ...changes,
  };
}

/** A raw prompt to go on with. */
export function completionRequest(prompt = 'my parcel', changes: Partial<CompletionRequest> = {}): CompletionRequest {
  return { prompt, temperature: 0, maxTokens: 16, ...changes };
}
