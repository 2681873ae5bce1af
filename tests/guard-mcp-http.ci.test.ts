import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Guard } from '@bezoar/guard';
import { createMcpHttpProxy, type McpEvent, type McpHttpProxy } from '@bezoar/guard/mcp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANNA, connectHttp, guardOf, serve, serverProgram } from './guard-mcp.test-support.ts';

const PRINCIPALS: Readonly<Record<string, typeof ANNA>> = {
  'Bearer anna': ANNA,
  'Bearer ben': { account: 'ben', tenant: 'acme' },
};

describe('the official server of everything behind the HTTP proxy', () => {
  let server: ChildProcess;
  let guard: Guard;
  let proxy: McpHttpProxy;
  let front: Awaited<ReturnType<typeof serve>>;
  const events: McpEvent[] = [];

  beforeAll(async () => {
    const port = await freePort();
    server = spawn(process.execPath, [serverProgram('server-everything'), 'streamableHttp'], {
      env: { PATH: process.env.PATH, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await new Promise<void>((resolve, reject) => {
      server.stderr?.on('data', (text) => String(text).includes('listening') && resolve());
      server.once('exit', () => reject(new Error('the server ended')));
    });
    guard = await guardOf(
      [
        { name: 'echo', oncePer: ['message'], approval: { expiresMs: 60_000, approvers: 1 } },
        { name: 'get-sum', ceilings: [{ scope: 'account', limit: { count: 2 }, windowMs: 60_000 }] },
      ],
      [{ name: 'trigger-long-running-operation' }, { name: 'get-tiny-image' }],
    );
    proxy = createMcpHttpProxy({
      guard,
      upstream: `http://127.0.0.1:${port}/mcp`,
      principalOf: (request) => PRINCIPALS[request.headers.get('authorization') ?? ''],
      onEvent: (event) => events.push(event),
    });
    front = await serve(proxy);
  });

  afterAll(async () => {
    await proxy.close();
    await front.close();
    server.kill();
  });

  it('shows listed tools, passes allowed calls with their streams, and denies the rest', async () => {
    const client = await connectHttp(front.url, 'anna');
    const names = (await client.listTools()).tools.map(({ name }) => name).sort();
    expect(names).toEqual(['echo', 'get-sum', 'get-tiny-image', 'trigger-long-running-operation']);
    const image = await client.callTool({ name: 'get-tiny-image', arguments: {} });
    expect(image.content.map(({ type }) => type)).toContain('image');
    const long = await client.callTool({
      name: 'trigger-long-running-operation',
      arguments: { duration: 1, steps: 2 },
    });
    expect(long.content[0]?.text).toContain('completed');
    expect(await client.callTool({ name: 'get-env', arguments: {} })).toMatchObject({
      isError: true,
      structuredContent: { code: 'guard/action-not-declared' },
    });
    await client.close();
  });

  it('counts a ceiling over the sessions of an account, and not over accounts', async () => {
    const sum = { name: 'get-sum', arguments: { a: 1, b: 2 } };
    const errors = async (token: string, times: number) => {
      const client = await connectHttp(front.url, token);
      const results: unknown[] = [];
      for (let time = 0; time < times; time++) results.push((await client.callTool(sum)).structuredContent?.code);
      await client.close();
      return results;
    };
    expect(await errors('anna', 1)).toEqual([undefined]);
    expect(await errors('anna', 2)).toEqual([undefined, 'guard/ceiling-exceeded']);
    expect(await errors('ben', 1)).toEqual([undefined]);
  });

  it('lets an approved call through, and holds no outcome open in the end', async () => {
    const client = await connectHttp(front.url, 'anna');
    const echo = { name: 'echo', arguments: { message: 'hello' } };
    const asked = await client.callTool(echo);
    expect(asked).toMatchObject({ isError: true, structuredContent: { decision: 'needs-approval' } });
    const requestId = String(asked.structuredContent?.requestId);
    await guard.decide({ requestId, approver: 'carla', decision: 'approve' });
    expect((await client.callTool(echo)).content).toMatchObject([{ text: expect.stringContaining('hello') }]);
    expect((await client.callTool(echo)).structuredContent).toMatchObject({ code: 'guard/already-done' });
    await client.close();
    expect((await guard.store.usage(Date.now())).filter(({ reserved }) => reserved > 0)).toEqual([]);
    expect(events.filter((event) => event.type === 'call-settled' && event.outcome !== 'done')).toEqual([]);
  });

  it('serves nobody else, and the session of one to no other', async () => {
    await expect(connectHttp(front.url, 'nobody')).rejects.toThrow();
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
    };
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const opened = await fetch(front.url, {
      method: 'POST',
      headers: { ...headers, authorization: 'Bearer anna' },
      body: JSON.stringify(initialize),
    });
    const session = opened.headers.get('mcp-session-id') ?? '';
    await opened.text();
    const stolen = await fetch(front.url, {
      method: 'POST',
      headers: { ...headers, authorization: 'Bearer ben', 'mcp-session-id': session },
      body: JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' }),
    });
    expect(stolen.status).toBe(404);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
