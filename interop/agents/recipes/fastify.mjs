import { guardFetch, nodeListener } from '@bezoar/guard/adapters';
import Fastify from 'fastify';
import { CALLS, principal, report } from '../shop.mjs';

await report(async ({ guard, credits, issueCredit }) => {
  const service = nodeListener(
    guardFetch(guard, async (request) => Response.json(await issueCredit(await request.json()), { status: 201 }), {
      match: () => 'issue_credit',
      requestOf: (request) => (request.headers.get('authorization') === 'Bearer of-anna' ? { principal } : undefined),
    }),
  );
  const app = Fastify();
  app.register(async (guarded) => {
    // The guard reads the body itself: no parser may have read it before.
    guarded.removeAllContentTypeParsers();
    guarded.addContentTypeParser('*', (_request, _body, done) => done(null));
    guarded.post('/credits', (request, reply) => {
      reply.hijack();
      return service(request.raw, reply.raw);
    });
  });

  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const answers = [];
  for (const token of ['of-anna', 'of-anna', 'of-nobody']) {
    const response = await fetch(`${address}/credits`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(CALLS[0].arguments),
    });
    const { code, credited } = await response.json();
    answers.push({ status: response.status, code, credited });
  }
  app.server.closeAllConnections();
  await app.close();
  return { credits, answers };
});
