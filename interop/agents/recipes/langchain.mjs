import { guardToolCalls } from '@bezoar/guard/adapters';
import { ToolMessage } from '@langchain/core/messages';
import { createAgent, createMiddleware, FakeToolCallingModel, ToolInvocationError, tool } from 'langchain';
import { z } from 'zod';
import { langChainCalls } from '../scripted-model.mjs';
import { principal, report } from '../shop.mjs';

await report(async ({ guard, credits, issueCredit }) => {
  const issueCreditTool = tool(issueCredit, {
    name: 'issue_credit',
    description: 'Issues a credit for an order',
    schema: z.object({ order_id: z.string(), amount_cents: z.number().int() }),
  });
  const agent = createAgent({
    model: new FakeToolCallingModel({ toolCalls: langChainCalls() }),
    tools: [issueCreditTool],
    contextSchema: z.object({ principal: z.object({ account: z.string(), tenant: z.string() }) }),
    // The last one: what it lets through is executed at once.
    middleware: [
      createMiddleware(
        guardToolCalls(guard, {
          toolMessage: (fields) => new ToolMessage(fields),
          // The tool's schema refused the arguments: it may be tried again.
          hadNoEffect: ToolInvocationError.isInstance,
        }),
      ),
    ],
  });
  const { messages } = await agent.invoke(
    { messages: [{ role: 'user', content: 'My parcel is broken' }] },
    { context: { principal } },
  );
  const results = messages.filter((message) => message.type === 'tool').map(({ content }) => JSON.parse(content));
  return { credits, results };
});
