import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { GuardHandler } from '../create-guard-handler.ts';
import {
  creditBody,
  expectDocumented,
  openDecisionPoint,
  TOKENS,
  type Told,
  type Who,
} from '../testing/decision-point.test-support.ts';
import { type ServedHandler, type ServeOptions, serveHandler } from './serve-handler.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function serve(handler?: GuardHandler, options: Partial<ServeOptions> = {}): Promise<ServedHandler> {
  const served = await serveHandler(handler ?? (await openDecisionPoint()).handler, { port: 0, ...options });
  open.push(served);
  return served;
}

/** Sends over loopback; every answer is held against the OpenAPI document. */
async function tell(
  served: ServedHandler,
  who: Who | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<Told> {
  const response = await fetch(served.url + path, {
    method,
    headers: {
      ...(who === undefined ? {} : { authorization: `Bearer ${TOKENS[who]}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = { status: response.status, headers: response.headers, body: await response.json() };
  expectDocumented(method, path, told);
  return told;
}

/** Sends bytes and returns everything that comes back until the connection is closed. */
async function raw(served: ServedHandler, bytes: string | Buffer): Promise<string> {
  const socket = connect(served.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  socket.write(bytes);
  await closed;
  return Buffer.concat(chunks).toString();
}

const AUTHORIZATION = `Authorization: Bearer ${TOKENS.shop}\r\n`;
const HOST = 'Host: localhost\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const BODY = JSON.stringify(creditBody());
const LENGTH = `Content-Length: ${BODY.length}\r\n`;
const ASK = `POST /v1/authorize HTTP/1.1\r\n${HOST}${AUTHORIZATION}${JSON_TYPE}`;
const LAST = 'Connection: close\r\n';

describe('a served handler', () => {
  it('answers every endpoint over loopback, as the document says', async () => {
    const served = await serve();
    const { body } = await tell(served, 'shop', 'POST', '/v1/authorize', creditBody());
    expect(body).toMatchObject({ decision: 'allow', code: 'guard/allowed' });
    const settled = await tell(served, 'shop', 'POST', '/v1/settle', {
      reservation: body.reservation,
      outcome: 'unknown',
    });
    expect(settled.body).toMatchObject({ state: 'unknown', settledAt: null });
    expect((await tell(served, 'olga', 'GET', '/v1/reservations?state=open')).body).toMatchObject([
      { state: 'unknown' },
    ]);
    const large = creditBody({ arguments: { order_id: 'A-2', amount_cents: 3000 }, idempotencyKey: 'k-2' });
    const { requestId } = (await tell(served, 'shop', 'POST', '/v1/authorize', large)).body;
    const [listed] = (await tell(served, 'carla', 'GET', '/v1/requests?state=pending&limit=5')).body;
    expect((await tell(served, 'carla', 'GET', `/v1/requests/${requestId}`)).body).toEqual(listed);
    const path = `/v1/requests/${requestId}/decision`;
    expect((await tell(served, 'carla', 'POST', path, { decision: 'deny', reason: 'no' })).body.state).toBe('denied');
    expect((await tell(served, 'carla', 'GET', '/v1/ceilings')).body).toHaveLength(2);
    expect((await tell(served, 'olga', 'POST', '/v1/stop', { reason: 'x' })).body.stops).toHaveLength(1);
    expect((await tell(served, 'olga', 'GET', '/v1/stops')).body).toHaveLength(1);
    expect((await tell(served, 'olga', 'POST', '/v1/resume', { reason: 'x' })).body.stops).toEqual([]);
    expect((await tell(served, 'olga', 'GET', '/v1/receipts?from=1&limit=3')).body).toHaveLength(3);
    expect((await tell(served, undefined, 'GET', '/healthz')).body).toEqual({ ok: true, mode: 'enforce' });
    expect((await tell(served, undefined, 'GET', '/openapi.json')).body.openapi).toBe('3.1.0');
  });

  it('answers refusals before and while a body arrives, and goes on with the connection', async () => {
    const { handler } = await openDecisionPoint({ http: { maxBodyBytes: 2000 } });
    const served = await serve(handler);
    const large = creditBody({ text: 'x'.repeat(500_000) });
    expect(await tell(served, undefined, 'POST', '/v1/authorize', large)).toMatchObject({
      status: 401,
      body: { decision: 'deny' },
    });
    expect(await tell(served, 'shop', 'POST', '/v1/authorize', large)).toMatchObject({
      status: 413,
      body: { decision: 'deny' },
    });
    const chunk = `${(1500).toString(16)}\r\n${' '.repeat(1500)}\r\n`;
    const head = `${ASK}Transfer-Encoding: chunked\r\n\r\n`;
    const answer = await raw(served, `${head}${chunk.repeat(3)}0\r\n\r\nGET /healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*"decision":"deny"[\s\S]*HTTP\/1\.1 200 OK[\s\S]*"ok":true/);
  });

  it('says where it listens, and that it cannot', async () => {
    const served = await serve();
    expect(served).toMatchObject({ host: '127.0.0.1', url: `http://127.0.0.1:${served.port}` });
    await expect(serve(undefined, { port: served.port })).rejects.toMatchObject({ code: 'guard/not-listening' });
  });

  it('lets what runs end when it is told to close, and takes nothing new', async () => {
    let release = (): void => undefined;
    let enter = (): void => undefined;
    const isRunning = new Promise<void>((resolve) => {
      enter = resolve;
    });
    const handler: GuardHandler = async () => {
      enter();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return new Response('{"ok":true}');
    };
    const abort = new AbortController();
    const served = await serve(handler, { signal: abort.signal });
    const running = fetch(`${served.url}/healthz`);
    await isRunning;
    abort.abort();
    await expect(fetch(`${served.url}/healthz`)).rejects.toThrow();
    release();
    const response = await running;
    expect([response.status, response.headers.get('connection'), await response.text()]).toEqual([
      200,
      'close',
      '{"ok":true}',
    ]);
    await served.closed;
  });

  it('closes what does not end', async () => {
    let enter = (): void => undefined;
    const isRunning = new Promise<void>((resolve) => {
      enter = resolve;
    });
    const handler: GuardHandler = () => {
      enter();
      return new Promise<Response>(() => undefined);
    };
    const served = await serve(handler, { limits: { closeMs: 20 } });
    const running = raw(served, `GET /healthz HTTP/1.1\r\n${HOST}\r\n`);
    await isRunning;
    await served.close();
    expect(await running).toBe('');
  });

  it('does not start after its signal', async () => {
    const served = await serve(undefined, { signal: AbortSignal.abort() });
    await served.closed;
    await expect(fetch(served.url)).rejects.toThrow();
  });
});

describe('a connection that is hostile', () => {
  it.each([
    ['two tokens', 400, `${ASK}${AUTHORIZATION}${LENGTH}${LAST}\r\n${BODY}`],
    ['two hosts', 400, `${ASK}${HOST}${LENGTH}${LAST}\r\n${BODY}`],
    ['two lengths', 400, `${ASK}${LENGTH}${LENGTH}${LAST}\r\n${BODY}`],
    ['two media types', 400, `${ASK}${JSON_TYPE}${LENGTH}${LAST}\r\n${BODY}`],
    ['a length and chunks', 400, `${ASK}${LENGTH}Transfer-Encoding: chunked\r\n${LAST}\r\n0\r\n\r\n`],
    ['a folded header', 400, `${ASK}X: a\r\n b\r\n${LENGTH}${LAST}\r\n${BODY}`],
    ['a bare line feed', 400, `POST /v1/authorize HTTP/1.1\nHost: localhost\n${LAST}\n`],
    ['no host', 421, `GET /healthz HTTP/1.0\r\n\r\n`],
    ['a host with a user', 421, `GET /healthz HTTP/1.1\r\nHost: localhost@evil.example\r\n${LAST}\r\n`],
    ['a host of a page', 421, `GET /healthz HTTP/1.1\r\nHost: evil.example\r\n${LAST}\r\n`],
    ['a whole address as its target', 400, `GET http://localhost/healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`],
    [
      'a target with dots',
      400,
      `POST /x/../v1/authorize HTTP/1.1\r\n${HOST}${AUTHORIZATION}${LENGTH}${LAST}\r\n${BODY}`,
    ],
    ['a target with dots in disguise', 400, `GET /x/%2e%2e/healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`],
    ['a target with a backslash', 400, `GET /x\\..\\healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`],
    ['a target with a fragment', 400, `GET /healthz#x HTTP/1.1\r\n${HOST}${LAST}\r\n`],
    ['a target that is another host', 404, `GET //evil.example/healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`],
    ['a GET with a body', 400, `GET /healthz HTTP/1.1\r\n${HOST}Content-Length: 3\r\n${LAST}\r\nabc`],
    ['a TRACE', 405, `TRACE /healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`],
    ['no HTTP', 400, 'hello\r\n\r\n'],
    ['a handshake of TLS', 400, Buffer.from('160301020001000100', 'hex')],
    ['a huge head', 431, `${ASK}X: ${'x'.repeat(9000)}\r\n${LENGTH}\r\n${BODY}`],
  ])('with %s is answered %i, and with nothing but a denial', async (_what, status, bytes) => {
    const served = await serve(undefined, { limits: { keepAliveMs: 50 } });
    const answer = await raw(served, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toContain('"allow"');
    if (bytes.includes('/v1/authorize')) expect(answer).toContain('"decision":"deny"');
    expect(answer.toLowerCase()).toContain('cache-control: no-store');
  });

  it('that hides an Origin behind thousands of headers is refused', async () => {
    // By default Node keeps two thousand headers, and drops the rest without a word.
    const served = await serve(undefined, { limits: { maxHeaderBytes: 64 * 1024 } });
    const answer = await raw(
      served,
      `${ASK}${'a:\r\n'.repeat(3000)}Origin: https://evil.example\r\n${LENGTH}${LAST}\r\n${BODY}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*guard\/origin-refused/);
  });

  it('that sends a HEAD gets no body', async () => {
    const served = await serve();
    expect(await raw(served, `HEAD /healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`)).toMatch(
      /^HTTP\/1\.1 405 [\s\S]*\r\n\r\n$/,
    );
  });

  it.each([
    ['a head', `${ASK}`],
    ['a body', `${ASK}${LENGTH}\r\n${BODY.slice(0, 20)}`],
    ['a body that is refused', `POST /v1/authorize HTTP/1.1\r\n${HOST}${LENGTH}\r\n${BODY.slice(0, 20)}`],
  ])('that never ends %s is cut off with 408', async (_what, bytes) => {
    const served = await serve(undefined, { limits: { headersMs: 30, requestMs: 40 } });
    const answer = await raw(served, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"decision":"deny"');
  });

  it('that sends more than is dropped is closed', async () => {
    const served = await serve(undefined, { limits: { maxDroppedBytes: 1000 } });
    const head = `POST /v1/authorize HTTP/1.1\r\n${HOST}Content-Length: 100000000\r\n\r\n`;
    const answer = await raw(served, head + 'x'.repeat(200_000));
    // The reset may overtake the answer; what must not happen is that the server goes on reading.
    if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 401 [\s\S]*connection: close/i);
  });

  it('that is one too many is closed, and the others are served', async () => {
    const served = await serve(undefined, { limits: { maxConnections: 1 } });
    const first = await connected(served);
    const second = await connected(served);
    await once(second, 'close');
    first.write(`GET /healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`);
    const [chunk] = (await once(first, 'data')) as [Buffer];
    expect(chunk.toString()).toContain('200 OK');
    first.destroy();
  });

  it('that pipelines more than may be in flight is told to wait', async () => {
    const waiting: (() => void)[] = [];
    const handler: GuardHandler = async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 2) for (const release of waiting) release();
      });
      return new Response('{}');
    };
    const served = await serve(handler, { limits: { maxInFlight: 2 } });
    const get = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`;
    const answer = await raw(served, get + get + get.replace('\r\n\r\n', `\r\n${LAST}\r\n`));
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '200', '503']);
    expect(answer).toContain('"code":"guard/overloaded"');
  });

  it('that breaks the handler learns nothing', async () => {
    const served = await serve(() => Promise.reject(new Error('db-7')), { mode: 'shadow' });
    const answer = await raw(served, `GET /healthz HTTP/1.1\r\n${HOST}${LAST}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 500 [\s\S]*bezoar-mode: shadow/);
    expect(answer).not.toContain('db-7');
  });
});

async function connected(served: ServedHandler): Promise<Socket> {
  const socket = connect(served.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}
