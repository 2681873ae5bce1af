import { guardToolCalls } from '@bezoar/guard/adapters';
import { ToolMessage } from '@langchain/core/messages';
import { Command, MemorySaver } from '@langchain/langgraph';
import { createAgent, createMiddleware, FakeToolCallingModel, humanInTheLoopMiddleware, tool } from 'langchain';
import { z } from 'zod';
import { langChainCalls } from '../scripted-model.mjs';
import { principal, report } from '../shop.mjs';

// A person who may say yes to a call changes its amount to more than the policy lets pass without an approver.
await report(async ({ guard, credits, issueCredit }) => {
  const issueCreditTool = tool(issueCredit, {
    name: 'issue_credit',
    description: 'Issues a credit for an order',
    schema: z.object({ order_id: z.string(), amount_cents: z.number().int() }),
  });
  const agent = createAgent({
    model: new FakeToolCallingModel({ toolCalls: [langChainCalls()[0], []] }),
    tools: [issueCreditTool],
    checkpointer: new MemorySaver(),
    middleware: [
      humanInTheLoopMiddleware({ interruptOn: { issue_credit: { allowedDecisions: ['approve', 'edit', 'reject'] } } }),
      createMiddleware(
        guardToolCalls(guard, { toolMessage: (fields) => new ToolMessage(fields), principalOf: () => principal }),
      ),
    ],
  });
  const thread = { configurable: { thread_id: '1' } };
  await agent.invoke({ messages: [{ role: 'user', content: 'My parcel is broken' }] }, thread);
  const editedAction = { name: 'issue_credit', args: { order_id: 'A-1', amount_cents: 4900 } };
  const resume = { decisions: [{ type: 'edit', editedAction }] };
  const { messages } = await agent.invoke(new Command({ resume }), thread);
  const results = messages.filter((message) => message.type === 'tool').map(({ content }) => JSON.parse(content));
  return { credits, results };
});
