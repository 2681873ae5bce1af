import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LISTENER_ORIGIN, nodeListener } from './node-listener.ts';

async function ask(
  listener: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);
    return new Response(await response.arrayBuffer(), response);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

describe('nodeListener', () => {
  it('hands on method, path, headers and body, and the answer with its cookies', async () => {
    const listener = nodeListener(async (request) => {
      const headers = new Headers({ 'x-seen': `${request.method} ${request.url} ${request.headers.get('x-a')}` });
      headers.append('set-cookie', 'a=1');
      headers.append('set-cookie', 'b=2');
      return new Response(await request.text(), { status: 201, headers });
    });
    const response = await ask(listener, '/credits?x=1', { method: 'POST', body: 'hello', headers: { 'x-a': 'b' } });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-seen')).toBe(`POST ${LISTENER_ORIGIN}/credits?x=1 b`);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('hello');
  });

  it('takes no host from the caller', async () => {
    const listener = nodeListener(async (request) => new Response(new URL(request.url).host));
    expect(await (await ask(listener, '//elsewhere.example/')).text()).toBe('service.invalid');
  });

  it('answers 503 where a parser was there before, and where the handler fails, without saying why', async () => {
    const echo = nodeListener(async (request) => new Response(await request.text()));
    const afterParser = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
      for await (const _ of incoming);
      await echo(incoming, outgoing);
    };
    const late = await ask(afterParser, '/', { method: 'POST', body: '{}' });
    expect(late.status).toBe(503);
    const failing = nodeListener(async () => Promise.reject(new Error('password=secret')));
    const failed = await ask(failing, '/');
    expect(failed.status).toBe(503);
    expect(await failed.text()).not.toContain('secret');
  });
});
