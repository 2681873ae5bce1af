import { describe, expect, it } from 'vitest';
import { sampleGuard, tool } from './testing/sample-guard.test-support.ts';
import { openBench } from './testing/stdio-peers.test-support.ts';

describe('what honest peers say passes', () => {
  it('as it was: notifications of the server, in its own words', async () => {
    const { client, server, call, events } = await openBench();
    call(1, 'search', { q: 'x' }, { _meta: { progressToken: 'p-1' } });
    await server.next();
    const said = [
      '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":{"rows":12345678901234567890}}}',
      '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p-1","progress":0.5}}',
      '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}',
      '{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"doc://1"}}',
      '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"10 \u20ac \ud83d\ude80 \\\\n"}],"_meta":{"n":1.0}}}',
    ];
    for (const line of said) {
      server.send(line);
      expect(await client.nextLine()).toBe(line);
    }
    expect(events.filter(({ type }) => type === 'message-refused')).toEqual([]);
  });

  it('of the client: everything that lists, completes or sets, before and after the first call', async () => {
    const { client, server, events } = await openBench();
    const requests = [
      ['resources/list', {}],
      ['resources/templates/list', { cursor: 'c' }],
      ['prompts/list', undefined],
      ['completion/complete', { ref: { type: 'ref/prompt', name: 'greet' }, argument: { name: 'who', value: 'A' } }],
      ['logging/setLevel', { level: 'debug' }],
      ['resources/unsubscribe', { uri: 'doc://1' }],
    ] as const;
    for (const [id, [method, params]] of requests.entries()) {
      const message = { jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) };
      client.send(message);
      expect(await server.next()).toEqual(message);
      server.send({ jsonrpc: '2.0', id, result: { of: method } });
      expect(await client.next()).toEqual({ jsonrpc: '2.0', id, result: { of: method } });
    }
    client.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect(await server.next()).toEqual({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect(events.filter(({ type }) => type === 'message-refused')).toEqual([]);
  });

  it('both ways: a server that asks whether anybody is there is answered', async () => {
    const { client, server } = await openBench();
    server.send({ jsonrpc: '2.0', id: 1, method: 'ping' });
    expect(await client.next()).toEqual({ jsonrpc: '2.0', id: 1, method: 'ping' });
    client.send({ jsonrpc: '2.0', id: 1, result: {} });
    expect(await server.next()).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  });

  it('with any arguments that the tool may have: other scripts, depth, no arguments at all', async () => {
    const { client, server, call } = await openBench({ guard: await sampleGuard([tool('any')]) });
    const values = {
      name: '\u017b\u00f3\u0142\u0107 \ud83d\ude00',
      list: [[[{ a: null, b: false, c: 1.5 }]]],
      empty: {},
    };
    call(1, 'any', values);
    expect(await server.next()).toMatchObject({ params: { arguments: values } });
    client.send({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'any' } });
    expect(await server.next()).toMatchObject({ id: 2, params: { name: 'any', arguments: {} } });
  });

  it('with ids used again after they were answered, and many calls one after the other', async () => {
    const { client, server, call } = await openBench({ limits: { openRequests: 2 } });
    for (let time = 0; time < 10; time++) {
      call(time % 2, 'search', { q: 'x' });
      await server.next();
      server.send({ jsonrpc: '2.0', id: time % 2, result: { content: [] } });
      expect(await client.next()).toMatchObject({ id: time % 2, result: { content: [] } });
    }
  });

  it('with line ends of either kind, and empty lines between', async () => {
    const { client, server } = await openBench();
    client.send('{"jsonrpc":"2.0","id":1,"method":"ping"}\r\n\r\n');
    expect(await server.next()).toMatchObject({ id: 1, method: 'ping' });
    server.send('{"jsonrpc":"2.0","id":1,"result":{}}\r');
    expect(await client.next()).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  });
});
