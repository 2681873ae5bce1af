import type { Conversation, ToolCall, Turn } from '../record/conversation.ts';
import type { Hazard } from '../record/hazard.ts';

/** A turn of the user. */
export function user(text: string): Turn {
  return { role: 'user', text, toolCalls: [] };
}

/** A turn of the assistant that says something and calls tools; `name#id` gives a call its id. */
export function assistant(text: string, ...calls: string[]): Turn {
  return { role: 'assistant', text, toolCalls: calls.map(toolCall) };
}

/** The answer of a tool, to the call with the given id or to none in particular. */
export function result(value: unknown, toolCallId?: string): Turn {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { role: 'tool', text, toolCalls: [], ...(toolCallId === undefined ? {} : { toolCallId }) };
}

/** A conversation of these turns. */
export function transcript(...turns: Turn[]): Conversation {
  return { turns };
}

/** A refund that must follow an order whose refund is due; what a test cares about can be replaced. */
export function refundHazard(changes: Partial<Hazard> = {}): Hazard {
  return {
    action: 'IssueRefund',
    precondition: { after: ['GetOrder'], where: new Map([['refundable', true]]) },
    claims: ['refunded *', 'issued * refund'],
    origin: 'declared',
    ...changes,
  };
}

function toolCall(text: string): ToolCall {
  const [name, id] = text.split('#');
  return { name: name ?? '', arguments: '{}', ...(id === undefined ? {} : { id }) };
}
