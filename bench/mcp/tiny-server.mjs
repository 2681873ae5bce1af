// @ts-check
// The smallest server of the Model Context Protocol: any call is answered at once, so that what is measured is the way to it.
// With a port, over HTTP; otherwise over standard streams.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

/** @param {string} text */
function answer(text) {
  const { id, method } = JSON.parse(text);
  if (id === undefined) return undefined;
  const result =
    method === 'initialize'
      ? { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'tiny', version: '1' } }
      : { content: [{ type: 'text', text: 'done' }] };
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}

if (process.argv[2] === '--http') {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      const text = answer(body);
      response.writeHead(text === undefined ? 202 : 200, { 'content-type': 'application/json' }).end(text);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : undefined);
  });
} else {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const text = answer(line);
    if (text !== undefined) process.stdout.write(`${text}\n`);
  });
}
