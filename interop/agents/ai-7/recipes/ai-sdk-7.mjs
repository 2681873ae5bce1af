import { guardTools, toolApprovalOf } from '@bezoar/guard/adapters';
import { generateText, isStepCount, tool } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { z } from 'zod';
import { aiSdkAnswers } from '../../scripted-model.mjs';
import { principal, report } from '../../shop.mjs';

await report(async ({ guard, credits, issueCredit }) => {
  const issue_credit = tool({
    description: 'Issues a credit for an order',
    inputSchema: z.object({ order_id: z.string(), amount_cents: z.number().int() }),
    contextSchema: z.object({ principal: z.object({ account: z.string(), tenant: z.string() }) }),
    execute: issueCredit,
  });
  const { steps } = await generateText({
    model: new MockLanguageModelV4({ doGenerate: aiSdkAnswers() }),
    tools: guardTools(guard, { issue_credit }),
    toolsContext: { issue_credit: { principal } },
    // What the chat shows; `guardTools` is what enforces.
    toolApproval: toolApprovalOf(guard),
    prompt: 'My parcel is broken',
    stopWhen: isStepCount(5),
  });
  const results = steps.flatMap(({ toolResults }) => toolResults.map(({ output }) => output));
  return { credits, results };
});
