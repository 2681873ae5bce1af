import { guardTools } from '@bezoar/guard/adapters';
import { generateText, stepCountIs, tool } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { z } from 'zod';
import { aiSdkAnswers } from '../scripted-model.mjs';
import { principal, report } from '../shop.mjs';

await report(async ({ guard, credits, issueCredit }) => {
  const withheld = [];
  const tools = guardTools(
    guard,
    {
      issue_credit: tool({
        description: 'Issues a credit for an order',
        inputSchema: z.object({ order_id: z.string(), amount_cents: z.number().int() }),
        execute: issueCredit,
      }),
      delete_account: tool({ inputSchema: z.object({}), execute: async () => 'gone' }),
    },
    { onWithheld: (name) => withheld.push(name) },
  );
  const { steps } = await generateText({
    model: new MockLanguageModelV3({ doGenerate: aiSdkAnswers() }),
    tools,
    experimental_context: { principal },
    prompt: 'My parcel is broken',
    stopWhen: stepCountIs(5),
  });
  const results = steps.flatMap(({ toolResults }) => toolResults.map(({ output }) => output));
  return { credits, withheld, results };
});
