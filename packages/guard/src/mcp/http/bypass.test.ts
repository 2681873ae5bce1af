import { describe, expect, it, vi } from 'vitest';
import { callOf, event, events, httpBench, json, messagesOf } from '../testing/http-upstream.test-support.ts';
import { INITIALIZE } from '../testing/stdio-peers.test-support.ts';
import { createMcpHttpProxy } from './http-proxy.ts';

const SEARCH = callOf(1, 'search', { q: 'x' });

describe('a request cannot get past the proxy', () => {
  it.each([
    ['as nobody', {}, { authorization: '' }, 401],
    ['from a web page', {}, { origin: 'https://evil.example' }, 403],
    ['from a page without an origin', {}, { origin: 'null' }, 403],
    ['as another type of content, which browsers send without asking', {}, { 'content-type': 'text/plain' }, 415],
    ['compressed', {}, { 'content-encoding': 'gzip' }, 415],
    ['in an unknown version of the protocol', {}, { 'mcp-protocol-version': '2199-01-01' }, 400],
    ['in a session that is none', {}, { 'mcp-session-id': 'f'.repeat(32) }, 404],
    ['with the server\u2019s own session id', {}, { 'mcp-session-id': 'upstream-1' }, 404],
    ['in the session of somebody else', {}, { authorization: 'Bearer ben' }, 404],
    ['as a batch', { body: `[${JSON.stringify(SEARCH)}]` }, {}, 400],
    ['with a name twice', { body: '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}' }, {}, 400],
    ['with nothing', { body: '' }, {}, 400],
    ['with too much', { body: `"${'x'.repeat(2_000_000)}"` }, {}, 413],
  ])('%s', async (_, { body }: { body?: string }, headers, status) => {
    const { seen, open, post } = await httpBench();
    const session = await open();
    const response = await post(session, body ?? SEARCH, headers);
    expect(response.status).toBe(status);
    expect(seen).toHaveLength(1);
  });

  it('without a session, whatever it asks for', async () => {
    const { seen, post, ask } = await httpBench();
    for (const message of [
      SEARCH,
      { jsonrpc: '2.0', id: 1, method: 'ping' },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
    ]) {
      expect((await post(undefined, message)).status).toBe(400);
    }
    expect((await ask('GET', undefined)).status).toBe(400);
    expect((await ask('DELETE', undefined)).status).toBe(400);
    expect((await ask('PUT', undefined)).status).toBe(405);
    expect(seen).toEqual([]);
  });

  it('by another method than those of the protocol, or a name of a prototype', async () => {
    const { ask, open, seen } = await httpBench();
    const session = await open();
    for (const method of ['PATCH', 'HEAD', 'OPTIONS', 'CONSTRUCTOR', 'toString']) {
      expect((await ask(method, session)).status).toBe(405);
    }
    expect(seen).toHaveLength(1);
  });

  it('by naming somebody else in a message', async () => {
    const { open, post, guard } = await httpBench();
    const values = { order_id: 'A-1', amount_cents: 100 };
    await post(await open('ben'), callOf(1, 'issue_credit', values), { authorization: 'Bearer ben' });
    expect(JSON.stringify(await guard.store.usage(Date.now()))).toContain('ben');
    const [denied] = await messagesOf(
      await post(await open(), callOf(1, 'issue_credit', { ...values, user_id: 'ben' })),
    );
    expect(denied).toMatchObject({ result: { structuredContent: { code: 'guard/principal-mismatch' } } });
  });

  it('by resuming a stream that another session was sent', async () => {
    const bench = await httpBench((seen) =>
      seen.method === 'GET' ? events(event({ jsonrpc: '2.0', method: 'notifications/message' }, 'e7')) : undefined,
    );
    const [first, second] = [await bench.open(), await bench.open('ben')];
    await (await bench.ask('GET', first)).text();
    expect((await bench.ask('GET', first, { 'last-event-id': 'e7' })).status).toBe(200);
    expect((await bench.ask('GET', second, { authorization: 'Bearer ben', 'last-event-id': 'e7' })).status).toBe(400);
  });

  it('by many sessions or listeners', async () => {
    const silent = () => new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } });
    const bench = await httpBench((seen) => (seen.method === 'GET' ? silent() : undefined), {
      httpLimits: { sessions: 3, sessionsPerPrincipal: 2, listeners: 1 },
    });
    const first = await bench.open();
    expect((await bench.ask('GET', first)).status).toBe(200);
    expect((await bench.ask('GET', first)).status).toBe(409);
    const second = await bench.open();
    const third = await bench.open();
    expect((await bench.post(first, SEARCH)).status).toBe(404);
    expect((await bench.post(second, SEARCH)).status).toBe(200);
    expect((await bench.post(third, { ...SEARCH, id: 2 })).status).toBe(200);
    await bench.open('ben');
    expect(await bench.open('ben')).toContain('no session: 503');
  });

  it('by a session that was left open', async () => {
    let now = 0;
    const bench = await httpBench(undefined, { clock: () => now, httpLimits: { idleMs: 1000 } });
    const session = await bench.open();
    now = 900;
    expect((await bench.post(session, SEARCH)).status).toBe(200);
    now = 2000;
    expect((await bench.post(session, { ...SEARCH, id: 2 })).status).toBe(404);
    await vi.waitFor(() => expect(bench.seen.at(-1)?.method).toBe('DELETE'));
  });

  it('when the host cannot say who it is', async () => {
    const { post, seen } = await httpBench(undefined, {
      principalOf: () => {
        throw new Error('no such token');
      },
    });
    expect((await post(undefined, INITIALIZE)).status).toBe(500);
    expect(seen).toEqual([]);
  });

  it.each([
    'ftp://tools.example/',
    'https://u:p@tools.example/',
    'https://tools.example/#x',
    'http://tools.example/',
    'tools',
    '',
  ])('by an address such as %j, for which no proxy is made', async (upstream) => {
    const { guard } = await httpBench();
    expect(() => createMcpHttpProxy({ guard, upstream, principalOf: () => undefined })).toThrow(
      expect.objectContaining({ code: 'guard/mcp-upstream' }),
    );
  });
});

describe('a server cannot get past the proxy', () => {
  it('by an answer to initialize that chooses an unknown version, is a redirect, or never comes', async () => {
    const answers = [
      () => json({ jsonrpc: '2.0', id: 'init', result: { protocolVersion: '2024-11-05', capabilities: {} } }),
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
      () => events(event({ jsonrpc: '2.0', id: 'other', result: { protocolVersion: '2025-11-25' } })),
      () => Promise.reject(new Error('gone')),
    ];
    for (const answer of answers) {
      const { post, seen } = await httpBench((one) => (one.message?.method === 'initialize' ? answer() : undefined));
      const response = await post(undefined, INITIALIZE);
      expect(response.headers.has('mcp-session-id')).toBe(false);
      expect(await response.json()).toMatchObject({ id: 'init', error: {} });
      expect(seen).toHaveLength(1);
    }
  });

  it('by an answer to initialize on a stream, among other things', async () => {
    const bench = await httpBench((one) =>
      one.message?.method === 'initialize'
        ? events(
            event({ jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params: {} }),
            event({
              jsonrpc: '2.0',
              id: 'init',
              result: { protocolVersion: '2025-06-18', capabilities: { tasks: {} } },
            }),
          )
        : undefined,
    );
    const response = await bench.post(undefined, INITIALIZE);
    expect(response.headers.get('mcp-session-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(await response.json()).toMatchObject({ result: { protocolVersion: '2025-06-18', capabilities: {} } });
  });

  it('by event ids that would be headers or lines', async () => {
    const bench = await httpBench((one) =>
      one.method === 'GET'
        ? events(
            'id: a b\ndata: {"jsonrpc":"2.0","method":"notifications/message"}\n\n',
            `id: ${'x'.repeat(300)}\ndata:\n\n`,
          )
        : undefined,
    );
    expect(await (await bench.ask('GET', await bench.open())).text()).toBe(
      'data: {"jsonrpc":"2.0","method":"notifications/message"}\n\n',
    );
  });

  it('by a message inside an event, for a reader that ends lines elsewhere', async () => {
    const bench = await httpBench((one) =>
      one.method === 'GET'
        ? events('data: {"jsonrpc":"2.0",\ndata: "method":"notifications/message","params":{"data":"a\u2028b"}}\n\n')
        : undefined,
    );
    expect(await (await bench.ask('GET', await bench.open())).text()).toBe(
      'data: {"jsonrpc":"2.0", "method":"notifications/message","params":{"data":"a\\u2028b"}}\n\n',
    );
  });

  it('by a flood of requests, each of which would be answered', async () => {
    const requests = Array.from({ length: 100 }, (_, id) => event({ jsonrpc: '2.0', id, method: 'roots/list' }));
    const hanging: Promise<Response>[] = [];
    const bench = await httpBench((one) => {
      if (one.method === 'GET') return events(...requests);
      if (one.message?.error === undefined) return undefined;
      hanging.push(new Promise<Response>(() => undefined));
      return hanging.at(-1);
    });
    await (await bench.ask('GET', await bench.open())).text();
    expect(hanging).toHaveLength(16);
  });
});
