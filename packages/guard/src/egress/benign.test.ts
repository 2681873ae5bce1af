import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgressFetch, type EgressOptions } from './egress-fetch.ts';
import { destinationOn, ok, outcomeOf, serve, stopServers } from './testing/checked-fetch.test-support.ts';
import { fakeResolve, type Loopback, redirectTo } from './testing/loopback.test-support.ts';
import { selfSigned } from './testing/self-signed.test-support.ts';

afterEach(stopServers);

const reaching = (...servers: readonly Loopback[]): EgressOptions => ({
  destinations: servers.map(({ origin }) => destinationOn(origin)),
  allowPrivate: servers.map(({ host }) => host),
});

describe('an ordinary call', () => {
  it('gets its answer, as `fetch` would give it', async () => {
    const server = await serve((r) => r.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'));
    const response = await createEgressFetch(reaching(server))(`${server.origin}/v1/orders/1?q=a+b#top`);
    expect(await response.json()).toEqual({ ok: true });
    expect([response.status, response.ok, response.redirected]).toEqual([200, true, false]);
    expect(response.url).toBe(`${server.origin}/v1/orders/1?q=a%20b`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(server.received[0]).toMatchObject({ method: 'GET', url: '/v1/orders/1?q=a%20b', body: '' });
    expect(server.received[0]?.headers).toMatchObject({ host: server.host, connection: 'close' });
  });

  it.each<[string, NonNullable<RequestInit['body']>, string, string]>([
    ['text', 'h\u00e9llo', 'h\u00e9llo', 'text/plain;charset=UTF-8'],
    ['a form', new URLSearchParams({ a: 'b c' }), 'a=b+c', 'application/x-www-form-urlencoded;charset=UTF-8'],
    ['bytes', new Uint8Array([104, 105]), 'hi', ''],
  ])('carries %s', async (_name, body, sent, type) => {
    const server = await serve(ok);
    await outcomeOf(reaching(server), `${server.origin}/v1/x`, { method: 'post', body });
    expect(server.received[0]).toMatchObject({ method: 'POST', body: sent });
    expect(server.received[0]?.headers['content-type'] ?? '').toBe(type);
  });

  it('may be made with a URL or a Request, and with headers of its own', async () => {
    const server = await serve(ok);
    const headers = { authorization: 'Bearer s', 'x-request-id': '1', 'user-agent': 'tool/1' };
    const fetch = createEgressFetch(reaching(server));
    await fetch(new URL(`${server.origin}/v1/a`), { headers });
    await fetch(new Request(`${server.origin}/v1/b`, { method: 'POST', headers, body: 'b' }));
    expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /v1/a', 'POST /v1/b']);
    for (const one of server.received) expect(one.headers).toMatchObject(headers);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('may be answered in %s', async (encoding, compress) => {
    const server = await serve((r) => r.writeHead(200, { 'content-encoding': encoding }).end(compress('squeezed')));
    const { outcome, response } = await outcomeOf(reaching(server), `${server.origin}/v1/x`);
    expect([outcome, response?.headers.get('content-encoding')]).toEqual(['squeezed', null]);
  });

  it.each([204, 304, 404, 500])('may be answered by %i', async (status) => {
    const server = await serve((r) => r.writeHead(status).end());
    expect((await outcomeOf(reaching(server), `${server.origin}/v1/x`)).response?.status).toBe(status);
  });

  it('may ask for the head of something that is too large to get', async () => {
    const server = await serve((r) => r.writeHead(200, { 'content-length': 1e9 }).end());
    const options = { ...reaching(server), destinations: [destinationOn(server.origin, { methods: ['HEAD'] })] };
    const { response } = await outcomeOf(options, `${server.origin}/v1/x`, { method: 'HEAD' });
    expect(response?.status).toBe(200);
  });

  it('goes over TLS to the server that the certificate names, with its name in SNI', async () => {
    const identity = selfSigned('api.example');
    const server = await serve(ok, identity);
    const host = `api.example:${server.port}`;
    const resolve = fakeResolve('127.0.0.1');
    const options = {
      destinations: [destinationOn(`https://${host}`)],
      allowPrivate: [host],
      resolve,
      trusted: [identity.certificate],
    };
    expect((await outcomeOf(options, `https://${host}/v1/x`)).outcome).toBe('reached');
    expect(server.received[0]).toMatchObject({ serverName: 'api.example', headers: { host } });
    expect(resolve.asked).toEqual(['api.example']);
  });

  it('goes to the next address where the first does not answer', async () => {
    const server = await serve(ok);
    const host = `api.example:${server.port}`;
    const resolve = fakeResolve('127.0.0.2', '127.0.0.1');
    const options = { destinations: [destinationOn(`http://${host}`)], allowPrivate: [host], resolve };
    expect((await outcomeOf(options, `http://${host}/v1/x`)).outcome).toBe('reached');
  });
});

describe('a redirect that is allowed', () => {
  const trail = async (status: number, init: RequestInit) => {
    const server = await serve((response, { url }) =>
      url === '/v1/a' ? redirectTo('b', status)(response, server.received[0]!) : void response.end('moved'),
    );
    const { outcome, response } = await outcomeOf(reaching(server), `${server.origin}/v1/a`, init);
    expect([outcome, response?.redirected, response?.url]).toEqual(['moved', true, `${server.origin}/v1/b`]);
    return server.received[1]!;
  };

  it.each([301, 302, 303])('turns a POST into a GET without its body: %i', async (status) => {
    const headers = { authorization: 'Bearer s' };
    const second = await trail(status, { method: 'POST', body: 'b', headers });
    expect(second).toMatchObject({ method: 'GET', body: '', headers });
    expect(second.headers).not.toHaveProperty('content-type');
  });

  it.each([307, 308])('repeats a POST with its body: %i', async (status) => {
    expect(await trail(status, { method: 'POST', body: 'b' })).toMatchObject({ method: 'POST', body: 'b' });
  });

  it.each([301, 302, 303, 307, 308])('leaves a GET a GET: %i', async (status) => {
    expect(await trail(status, {})).toMatchObject({ method: 'GET' });
  });
});

describe('a caller that gives up', () => {
  it('gets its own reason, before and during the exchange', async () => {
    const abort = new AbortController();
    const server = await serve(() => abort.abort(new Error('enough')));
    const fetch = createEgressFetch(reaching(server));
    const url = `${server.origin}/v1/x`;
    await expect(fetch(url, { signal: abort.signal })).rejects.toThrow('enough');
    await expect(fetch(url, { signal: abort.signal })).rejects.toThrow('enough');
    await expect(fetch(new Request(url, { signal: abort.signal }))).rejects.toThrow('enough');
    expect(server.received).toHaveLength(1);
  });
});

it('waits for no name service that is silent, and says so where one has no answer', async () => {
  const destinations = [destinationOn('https://api.example')];
  const url = 'https://api.example/v1/x';
  const silent = { destinations, resolve: () => new Promise<never>(() => undefined), limits: { deadlineMs: 20 } };
  expect((await outcomeOf(silent, url)).outcome).toBe('timeout');
  expect((await outcomeOf({ destinations, resolve: fakeResolve() }, url)).outcome).toBe('unresolved');
  expect((await outcomeOf({ destinations, resolve: fakeResolve('localhost') }, url)).outcome).toBe('unresolved');
  const broken = async () => {
    throw new Error('no such name');
  };
  expect((await outcomeOf({ destinations, resolve: broken }, url)).outcome).toBe('unresolved');
});
