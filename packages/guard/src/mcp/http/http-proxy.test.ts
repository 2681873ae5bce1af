import { describe, expect, it, vi } from 'vitest';
import {
  callOf,
  event,
  events,
  httpBench,
  json,
  messagesOf,
  type Seen,
} from '../testing/http-upstream.test-support.ts';

const ORDER = { order_id: 'A-1', amount_cents: 1200 };

const reservedIn = async ({ guard }: Awaited<ReturnType<typeof httpBench>>) => {
  const [first] = await guard.store.usage(Date.now());
  return first?.reserved ?? 0;
};

const onCall =
  (answer: (seen: Seen, signal: AbortSignal) => Response | Promise<Response>) => (seen: Seen, signal: AbortSignal) =>
    seen.message?.method === 'tools/call' ? answer(seen, signal) : undefined;

describe('a proxy for streamable HTTP', () => {
  it('forwards an allowed call with the canonical arguments, to the configured address, with headers of its own', async () => {
    const { seen, open, post, guard } = await httpBench(undefined, {
      upstreamHeaders: ({ account }) => ({
        authorization: `Bearer of-${account}`,
        host: 'evil.example',
        'mcp-session-id': 'x',
      }),
    });
    const session = await open();
    const body =
      '{"params":{"arguments":{"order_id":"A-1", "amount_cents":1.2e3},"name":"issue_credit"},"method":"tools/call","id":1,"jsonrpc":"2.0"}';
    const response = await post(session, body, { cookie: 'secret', 'x-forwarded-for': '10.0.0.1' });
    expect(await response.json()).toEqual({ jsonrpc: '2.0', id: 1, result: { content: [] } });
    const { url, headers, redirect, text } = seen.at(-1)!;
    expect({ url, redirect, headers: Object.fromEntries(headers) }).toEqual({
      url: 'https://tools.example/mcp',
      redirect: 'manual',
      headers: {
        accept: 'application/json, text/event-stream',
        authorization: 'Bearer of-anna',
        'content-type': 'application/json',
        'mcp-protocol-version': '2025-11-25',
        'mcp-session-id': 'upstream-1',
      },
    });
    expect(text).toContain('"arguments":{"amount_cents":1200,"order_id":"A-1"}');
    expect(await guard.store.usage(Date.now())).toMatchObject([{ settled: 1200 }, { settled: 1200 }]);
  });

  it('answers a denied call itself, and the server hears nothing', async () => {
    const { seen, open, post } = await httpBench();
    const session = await open();
    const response = await post(session, callOf(1, 'delete', {}));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id: 1,
      result: { isError: true, content: [{ text: 'denied: guard/action-not-declared' }] },
    });
    expect(seen).toHaveLength(1);
  });

  it('lets an approved call through when it is made again, also in another session', async () => {
    const { seen, open, post, guard } = await httpBench();
    const large = { ...ORDER, amount_cents: 3000 };
    const [asked] = await messagesOf(await post(await open(), callOf(1, 'issue_credit', large)));
    const { requestId } = (asked!.result as { structuredContent: { requestId: string } }).structuredContent;
    await guard.decide({ requestId, approver: 'carla', decision: 'approve' });
    await post(await open(), callOf(1, 'issue_credit', large));
    expect(seen.at(-1)?.message).toMatchObject({ method: 'tools/call', params: { arguments: large } });
  });

  it('relays a stream event by event, filters its lists, and drops what the server asks', async () => {
    const bench = await httpBench((seen) =>
      seen.message?.method === 'tools/list'
        ? events(
            'id: p0\ndata:\nretry: 500\n\n',
            event({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } }, 'p1'),
            event({ jsonrpc: '2.0', id: 's1', method: 'sampling/createMessage', params: { messages: [] } }, 'p2'),
            'event: endpoint\ndata: https://evil.example/\n\n',
            event(
              { jsonrpc: '2.0', id: seen.message.id, result: { tools: [{ name: 'search' }, { name: 'delete' }] } },
              'p3',
            ),
            event({ jsonrpc: '2.0', method: 'notifications/message', params: { data: 'after the answer' } }, 'p4'),
          )
        : undefined,
    );
    const session = await bench.open();
    const response = await bench.post(session, { jsonrpc: '2.0', id: 5, method: 'tools/list' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toBe(
      [
        'id: p0\nretry: 500\ndata: \n\n',
        'id: p1\ndata: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}\n\n',
        'id: p2\ndata: \n\n',
        'id: p3\ndata: {"id":5,"jsonrpc":"2.0","result":{"tools":[{"name":"search"}]}}\n\n',
      ].join(''),
    );
    expect(bench.seen.map(({ message }) => message)).toContainEqual({
      jsonrpc: '2.0',
      id: 's1',
      error: { code: -32601, message: 'refused: mcp/server-request' },
    });
  });

  it.each([
    ['a redirect', () => new Response(null, { status: 307, headers: { location: 'https://evil.example/' } })],
    ['an error of the server', () => new Response('oops', { status: 500 })],
    ['another type of content', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['nothing', () => new Response(null, { status: 202 })],
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed'))],
    ['an answer to another request', () => json({ jsonrpc: '2.0', id: 99, result: {} })],
    ['a batch', () => json([{ jsonrpc: '2.0', id: 1, result: {} }])],
    ['an answer that is too long', () => json({ jsonrpc: '2.0', id: 1, result: { x: 'x'.repeat(5000) } })],
    ['a stream that ends early', () => events('data: {"jsonrpc":"2.0","id":1,"result":')],
    ['a stream that never ends a line', () => events(`data: ${'x'.repeat(5000)}`)],
    [
      'a stream that is not UTF-8',
      () => new Response(new Uint8Array([0xff, 10]), { headers: { 'content-type': 'text/event-stream' } }),
    ],
  ])('holds a call that is answered with %s, and tells the client', async (_, answer) => {
    const bench = await httpBench(onCall(answer), { limits: { serverMessageBytes: 4000 } });
    const response = await bench.post(await bench.open(), callOf(1, 'issue_credit', ORDER));
    expect(await messagesOf(response)).toMatchObject([
      { id: 1, result: { isError: true, structuredContent: { decision: 'unknown', code: 'guard/outcome-unknown' } } },
    ]);
    expect(await reservedIn(bench)).toBe(1200);
    expect(bench.seen.every(({ url }) => url === 'https://tools.example/mcp')).toBe(true);
  });

  it('learns what came of a call whose client went away', async () => {
    const bench = await httpBench(
      onCall(({ message }) =>
        events(
          event({ jsonrpc: '2.0', method: 'notifications/message', params: {} }),
          event({ jsonrpc: '2.0', id: message!.id, result: { content: [] } }),
        ),
      ),
    );
    const settled = new Promise<void>((resolve) => {
      const { push } = bench.events as { push: (...items: unknown[]) => number } & typeof bench.events;
      Object.assign(bench.events, {
        push: (...items: { type: string }[]) => {
          if (items.some(({ type }) => type === 'call-settled')) resolve();
          return push.apply(bench.events, items);
        },
      });
    });
    const response = await bench.post(await bench.open(), callOf(1, 'issue_credit', ORDER));
    await response.body!.cancel();
    await settled;
    expect(await reservedIn(bench)).toBe(0);
  });

  it('delivers an answer on a stream that is taken up again, and once more when that breaks', async () => {
    const answer = event({ jsonrpc: '2.0', id: 1, result: { content: [] } }, 'e2');
    const bench = await httpBench((seen) => {
      if (seen.message?.method === 'tools/call') return events('id: e1\ndata:\n\n');
      return seen.method === 'GET' ? events(answer) : undefined;
    });
    const session = await bench.open();
    expect(await messagesOf(await bench.post(session, callOf(1, 'issue_credit', ORDER)))).toEqual([]);
    expect(await reservedIn(bench)).toBe(1200);
    for (const _ of [1, 2]) {
      const resumed = await bench.ask('GET', session, { 'last-event-id': 'e1' });
      expect(await messagesOf(resumed)).toEqual([{ jsonrpc: '2.0', id: 1, result: { content: [] } }]);
      expect(bench.seen.at(-1)?.headers.get('last-event-id')).toBe('e1');
      expect(await reservedIn(bench)).toBe(0);
    }
  });

  it('gives up a call that takes too long or is cancelled, and tells both sides', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const bench = await httpBench(
        onCall(
          (_, signal) =>
            new Promise((__, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
        ),
        { limits: { requestMs: 1000 } },
      );
      const session = await bench.open();
      const slow = bench.post(session, callOf(1, 'issue_credit', ORDER));
      await vi.waitFor(() => expect(bench.seen).toHaveLength(2));
      vi.advanceTimersByTime(1000);
      expect(await messagesOf(await slow)).toMatchObject([
        { id: 1, result: { structuredContent: { decision: 'unknown' } } },
      ]);
      expect(bench.seen.at(-1)?.message).toMatchObject({ method: 'notifications/cancelled', params: { requestId: 1 } });
      const cancelled = bench.post(session, callOf(2, 'search', { q: 'x' }));
      await vi.waitFor(() => expect(bench.seen).toHaveLength(4));
      await bench.post(session, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
      expect(await messagesOf(await cancelled)).toMatchObject([{ id: 2, error: { message: 'refused: mcp/lost' } }]);
      expect(await reservedIn(bench)).toBe(1200);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends a session for the client and the server, and begins anew where the server forgot it', async () => {
    const bench = await httpBench((seen) =>
      seen.message?.method === 'tools/list' ? new Response(null, { status: 404 }) : undefined,
    );
    const session = await bench.open();
    expect((await bench.ask('DELETE', session)).status).toBe(204);
    expect(bench.seen.at(-1)).toMatchObject({ method: 'DELETE' });
    expect((await bench.post(session, callOf(1, 'search', { q: 'x' }))).status).toBe(404);
    const next = await bench.open();
    expect((await bench.post(next, { jsonrpc: '2.0', id: 1, method: 'tools/list' })).status).toBe(404);
    expect((await bench.post(next, callOf(2, 'search', { q: 'x' }))).status).toBe(404);
  });

  it('passes a notification on, and says where the server did not take it', async () => {
    let status = 202;
    const bench = await httpBench((seen) =>
      seen.message?.method === 'notifications/initialized' ? new Response(null, { status }) : undefined,
    );
    const session = await bench.open();
    const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
    expect((await bench.post(session, initialized)).status).toBe(202);
    status = 500;
    expect((await bench.post(session, initialized)).status).toBe(502);
  });
});
