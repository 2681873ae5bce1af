import { once } from 'node:events';
import { guardFetch, nodeListener } from '@bezoar/guard/adapters';
import express from 'express';
import { CALLS, principal, report } from '../shop.mjs';

// The service that the tool calls, not the agent: whoever finds its address meets the guard.
await report(async ({ guard, credits, issueCredit }) => {
  const service = guardFetch(
    guard,
    async (request) => Response.json(await issueCredit(await request.json()), { status: 201 }),
    {
      match: () => 'issue_credit',
      requestOf: (request) => (request.headers.get('authorization') === 'Bearer of-anna' ? { principal } : undefined),
    },
  );
  const app = express();
  app.post('/credits', nodeListener(service));
  app.use(express.json());

  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answers = [];
  for (const token of ['of-anna', 'of-anna', 'of-nobody']) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/credits`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(CALLS[0].arguments),
    });
    const { code, credited } = await response.json();
    answers.push({ status: response.status, code, credited });
  }
  server.close();
  server.closeAllConnections();
  return { credits, answers };
});
