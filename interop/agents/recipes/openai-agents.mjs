import { guardFunctionTool } from '@bezoar/guard/adapters';
import { Agent, Runner, tool, Usage } from '@openai/agents';
import { z } from 'zod';
import { openAiModel } from '../scripted-model.mjs';
import { principal, report } from '../shop.mjs';

await report(async ({ guard, credits, issueCredit }) => {
  const issueCreditTool = tool(
    guardFunctionTool(guard, {
      name: 'issue_credit',
      description: 'Issues a credit for an order',
      parameters: z.object({ order_id: z.string(), amount_cents: z.number().int() }),
      execute: issueCredit,
    }),
  );
  const agent = new Agent({ name: 'Support', model: openAiModel(Usage), tools: [issueCreditTool] });
  const runner = new Runner({ tracingDisabled: true });
  const { newItems } = await runner.run(agent, 'My parcel is broken', { context: { principal } });
  const outputs = newItems.filter(({ type }) => type === 'tool_call_output_item');
  return { credits, results: outputs.map(({ output }) => output) };
});
