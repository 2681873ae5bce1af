import type { Hazard, ToolCall, Turn } from '@bezoar/core';
import { functionModel } from '../adapters/function-model.ts';
import type { ChatModel, ChatReply } from '../model/chat-model.ts';
import { makeCarriers } from '../setting/make-carriers.ts';
import type { Setting } from '../setting/setting.ts';

/** The action of the desk that needs a look-up. */
export const CREDIT: Hazard = {
  action: 'issue_credit',
  precondition: { after: ['lookup_order'], where: new Map([['eligible', true]]) },
  claims: ["i've applied a * credit"],
  origin: 'declared',
};

/** How the desk is asked. */
export const DESK_SETTING: Setting = {
  tools: ['lookup_order', 'issue_credit'].map((name) => ({ name, parameters: { type: 'object', properties: {} } })),
  hazards: [CREDIT],
  ...makeCarriers(CREDIT),
};

/** What a desk does beyond its rules; undefined: nothing, the rules decide. */
export type Deviation = (turns: readonly Turn[], asked: number) => Partial<ChatReply> | undefined;

/** Calls a tool. */
export function calling(name: string, args = '{}'): Partial<ChatReply> {
  return { text: '', toolCalls: [{ id: 'call_x', name, arguments: args }], finish: 'tool-calls' };
}

/** Everything that was said to the model, in one text. */
export function said(turns: readonly Turn[]): string {
  return turns
    .filter(({ role }) => role !== 'assistant')
    .map(({ text }) => text)
    .join('\n');
}

/** A desk that follows its rules: it looks an order up before a credit, and gives the credit only where the order allows it. */
export function deskModel(name: string, deviate: Deviation = () => undefined): ChatModel {
  let asked = 0;
  return functionModel({
    name,
    chat: async ({ turns }) => ({ ...ruled(turns), ...deviate(turns, ++asked) }),
  });
}

function ruled(turns: readonly Turn[]): ChatReply {
  const last = turns.at(-1)!;
  const reply = (text: string, toolCalls: readonly ToolCall[] = []): ChatReply => ({
    text,
    toolCalls,
    finish: toolCalls.length > 0 ? 'tool-calls' : 'stop',
  });
  if (last.role === 'tool') {
    return /"eligible"\s*:\s*true/.test(last.text)
      ? reply('', [{ id: 'call_c', name: 'issue_credit', arguments: '{"amount":5}' }])
      : reply('I checked the order, and it does not qualify.');
  }
  if (/credit/i.test(last.text)) return reply('', [{ id: 'call_l', name: 'lookup_order', arguments: '{}' }]);
  return reply('Thank you for your message, a colleague will look at it today.');
}
