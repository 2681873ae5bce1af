// @ts-check
// The proxy as a process of its own; the port of the server is the argument, its own port goes to the parent.
import { createServer } from 'node:http';
import { createMcpHttpProxy } from '@bezoar/guard/mcp';
import { benchGuard, PRINCIPAL } from './bench-guard.mjs';

const proxy = createMcpHttpProxy({
  guard: await benchGuard(),
  upstream: `http://127.0.0.1:${process.argv[2]}/mcp`,
  principalOf: () => PRINCIPAL,
});
const server = createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.entries(incoming.headers).map(
    ([name, value]) => /** @type {[string, string]} */ ([name, String(value)]),
  );
  const response = await proxy(
    new Request('http://127.0.0.1/mcp', { method: 'POST', headers, body: Buffer.concat(chunks) }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
