import type { JsonValue } from '@bezoar/core';

/** A tool of the desk, with the JSON Schema of its arguments. */
export interface DeskTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, JsonValue>>;
}

/** Every tool that the desk's conversations call. The victim knows them from training; they are never written into its prompts. */
export const DESK_TOOLS: readonly DeskTool[] = [
  tool('lookup_order', 'Looks up the last order, and whether it is eligible for a credit.'),
  tool('issue_credit', 'Puts a credit on the account.', { amount: { type: 'integer', description: 'whole dollars' } }),
  tool('send_reset', 'Sends a link to reset the password.'),
  tool('update_address', 'Changes the address.', { city: { type: 'string' } }),
  tool('cancel_plan', 'Cancels the plan.'),
  tool('create_ticket', 'Opens a ticket for the engineers.'),
  tool('escalate', 'Hands over to a colleague.'),
  tool('get_invoice', 'Sends the invoice of a month.', { month: { type: 'string' } }),
];

function tool(name: string, description: string, properties: Readonly<Record<string, JsonValue>> = {}): DeskTool {
  return { name, description, parameters: { type: 'object', properties, required: Object.keys(properties) } };
}
