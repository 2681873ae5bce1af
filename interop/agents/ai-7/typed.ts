// Compiled and never run: what `guardTools` and `toolApprovalOf` give fits the types of AI SDK 7.

import type { Guard } from '@bezoar/guard';
import { guardTools, toolApprovalOf } from '@bezoar/guard/adapters';
import { generateText, type LanguageModel, tool } from 'ai';
import { z } from 'zod';

const inputSchema = z.object({ order_id: z.string(), amount_cents: z.number().int() });
const principal = { account: 'anna', tenant: 'acme' };

/** A guarded tool, its context and its status function. */
export async function aiSdk(guard: Guard, model: LanguageModel): Promise<number> {
  const issue_credit = tool({
    inputSchema,
    contextSchema: z.object({ principal: z.object({ account: z.string(), tenant: z.string() }) }),
    execute: async ({ amount_cents }) => amount_cents,
  });
  const tools = guardTools(guard, { issue_credit });
  const { toolResults } = await generateText({
    model,
    tools,
    toolApproval: toolApprovalOf(guard),
    toolsContext: { issue_credit: { principal } },
    prompt: '',
  });
  const [first] = toolResults;
  return first?.dynamic === true ? 0 : (first?.output ?? 0);
}
