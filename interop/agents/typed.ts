// Compiled and never run: the adapters' structural types take what each SDK's own types give.

import type { Guard } from '@bezoar/guard';
import { guardFunctionTool, guardToolCalls, guardTools, needsApprovalOf } from '@bezoar/guard/adapters';
import { guardTelemetry } from '@bezoar/guard/opentelemetry';
import { ToolMessage } from '@langchain/core/messages';
import { tool as openAiTool } from '@openai/agents';
import { metrics, trace } from '@opentelemetry/api';
import { generateText, type LanguageModel, tool } from 'ai';
import { createMiddleware, ToolInvocationError } from 'langchain';
import { z } from 'zod';

const inputSchema = z.object({ order_id: z.string(), amount_cents: z.number().int() });
const principal = { account: 'anna', tenant: 'acme' };

/** AI SDK 6. */
export async function aiSdk(guard: Guard, model: LanguageModel): Promise<number> {
  const issue_credit = tool({
    inputSchema,
    needsApproval: needsApprovalOf(guard, 'issue_credit'),
    execute: async ({ amount_cents }) => amount_cents,
  });
  const tools = guardTools(
    guard,
    { issue_credit },
    { principalOf: ({ experimental_context }) => experimental_context as typeof principal },
  );
  const { toolResults } = await generateText({ model, tools, experimental_context: { principal }, prompt: '' });
  const [first] = toolResults;
  return first?.dynamic === true ? 0 : (first?.output ?? 0);
}

/** OpenAI Agents. */
export function openAiAgents(guard: Guard): unknown {
  return openAiTool(
    guardFunctionTool(guard, {
      name: 'issue_credit',
      description: '',
      parameters: inputSchema,
      execute: async ({ amount_cents }: z.infer<typeof inputSchema>) => amount_cents,
    }),
  );
}

/** LangChain. */
export function langChain(guard: Guard): unknown {
  return createMiddleware(
    guardToolCalls(guard, {
      toolMessage: (fields) => new ToolMessage(fields),
      hadNoEffect: ToolInvocationError.isInstance,
    }),
  );
}

/** OpenTelemetry. */
export function openTelemetry(): unknown {
  return guardTelemetry({ tracer: trace.getTracer(''), meter: metrics.getMeter('') });
}
