import { guardedCall, guardTools } from '@bezoar/guard/adapters';
import { stepCountIs, streamText, tool } from 'ai';
import { convertArrayToReadableStream, MockLanguageModelV3 } from 'ai/test';
import { z } from 'zod';
import { aiSdkStreams } from '../scripted-model.mjs';
import { principal, report } from '../shop.mjs';

await report(async ({ guard, store, credits, issueCredit }) => {
  const issue_credit = tool({
    inputSchema: z.object({ order_id: z.string(), amount_cents: z.number().int() }),
    // Parts for the screen; the last one is the result.
    execute: async function* (input) {
      yield { status: 'asking the bank', key: typeof guardedCall().reservation };
      yield await issueCredit(input);
    },
  });
  const result = streamText({
    model: new MockLanguageModelV3({ doStream: aiSdkStreams(convertArrayToReadableStream) }),
    tools: guardTools(guard, { issue_credit }, { principalOf: () => principal }),
    prompt: 'My parcel is broken',
    stopWhen: stepCountIs(5),
  });
  const results = [];
  for await (const part of result.fullStream) {
    if (part.type === 'tool-result') results.push({ preliminary: part.preliminary === true, output: part.output });
  }
  const open = await store.open({ limit: 10 });
  return { credits, open: open.length, results };
});
