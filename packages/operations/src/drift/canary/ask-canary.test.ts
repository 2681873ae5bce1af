import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { askCanary, type CanaryAnswer, judgeStatus } from './ask-canary.ts';
import type { CanaryRequest } from './canary-request.ts';

function questionTo(url: string): CanaryRequest {
  return {
    method: 'POST',
    url,
    headers: { 'bezoar-canary': '1', authorization: 'Bearer a' },
    body: '{"account":"canary-1","cents":5001}',
    ceiling: { minor: 5000, currency: 'USD' },
    amount: { minor: 5001, currency: 'USD' },
  };
}

/** The answer of a server that stands as long as it is asked. */
async function ask(
  server: Server,
  { signal, path = '/credits', deadlineMs = 10_000 }: { signal?: AbortSignal; path?: string; deadlineMs?: number } = {},
): Promise<CanaryAnswer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const question = questionTo(`http://127.0.0.1:${port}${path}`);
    return await askCanary(question, { deadlineMs, ...(signal === undefined ? {} : { signal }) });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

const answering = (listener: RequestListener): Server => createHttpServer(listener);

/** A server that writes these bytes, whatever it is asked, and then ends or keeps the connection open. */
function raw(bytes: string, { ends = true }: { ends?: boolean } = {}): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (ends ? socket.end(bytes, 'latin1') : socket.write(bytes, 'latin1')));
  });
}

describe('a canary that is asked', () => {
  it('puts the question as it stands, once, and takes a refusal for a ceiling', async () => {
    const seen: unknown[] = [];
    const server = answering((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { authorization, 'bezoar-canary': canary, 'content-length': length } = request.headers;
        seen.push([request.method, request.url, authorization, canary, length, body]);
        response.writeHead(422).end('too much');
      });
    });
    expect(await ask(server, { path: '/credits?dry=no' })).toEqual({ kind: 'refused', status: 422 });
    const { body } = questionTo('');
    expect(seen).toEqual([['POST', '/credits?dry=no', 'Bearer a', '1', String(body.length), body]]);
  });

  it.each([200, 201, 202, 204, 299])('takes %i for a credit', async (status) => {
    expect(await ask(answering((_, response) => response.writeHead(status).end()))).toEqual({
      kind: 'credited',
      status,
    });
  });

  it('does not follow a redirect, wherever it leads', async () => {
    let hits = 0;
    const server = answering((_, response) => {
      hits++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await ask(server)).toMatchObject({ kind: 'undecided', why: expect.stringContaining('307, a redirect') });
    expect(hits).toBe(1);
  });

  it('is undecided where the tool fails', async () => {
    const answer = await ask(answering((_, response) => response.writeHead(500).end()));
    expect(answer).toEqual({
      kind: 'undecided',
      why: 'it answers 500; whether the canary account was credited is not known',
    });
  });

  it('is undecided where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const answer = await askCanary(questionTo(`http://127.0.0.1:${port}/`), { deadlineMs: 1000 });
    expect(answer).toMatchObject({ kind: 'undecided', why: expect.stringContaining('ECONNREFUSED') });
  });

  it('is undecided where the other end of https does not speak it', async () => {
    const server = raw('HTTP/1.1 422 No\r\n\r\n');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await askCanary(questionTo(`https://127.0.0.1:${port}/`), { deadlineMs: 1000 });
    expect(answer).toMatchObject({ kind: 'undecided' });
    await new Promise((resolve) => server.close(resolve));
  });

  const HEAD = 'HTTP/1.1 ';
  it.each<readonly [string, Server]>([
    ['says nothing', raw('', { ends: false })],
    ['hangs up at once', createServer((socket) => socket.destroy())],
    ['hangs up without an answer', raw('')],
    ['speaks no HTTP', raw('220 smtp.example ESMTP\r\n')],
    ['stops within the head', raw(`${HEAD}422 No\r\ncontent-le`, { ends: false })],
    ['sends a head without end', raw(`${HEAD}422 No\r\nx: ${'a'.repeat(40_000)}`, { ends: false })],
    ['sends headers without end', raw(`${HEAD}422 No\r\n${'x: a\r\n'.repeat(5000)}`, { ends: false })],
    ['promises an answer for ever', raw(`${HEAD}100 Continue\r\n\r\n`.repeat(500), { ends: false })],
    ['hints for ever', raw(`${HEAD}103 Early\r\nlink: </a>\r\n\r\n`.repeat(50), { ends: false })],
    ['changes the protocol', raw(`${HEAD}101 No\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n`)],
    ['has two lengths', raw(`${HEAD}422 No\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na`)],
    ['has a status that is none', raw(`${HEAD}4220 No\r\n\r\n`)],
    ['has a status of 999', raw(`${HEAD}999 No\r\n\r\n`)],
  ])('is undecided where the tool %s', async (_, server) => {
    const answer = await ask(server, { deadlineMs: 150 });
    expect(answer).toMatchObject({ kind: 'undecided' });
    // Nothing of what the other end says is repeated.
    expect(JSON.stringify(answer)).not.toMatch(/smtp|aaaa|Early/);
  });

  it('says how long it waited for a tool that hangs', async () => {
    const answer = await ask(raw('', { ends: false }), { deadlineMs: 20 });
    expect(answer).toEqual({
      kind: 'undecided',
      why: 'there was no answer within 20ms; whether the canary account was credited is not known',
    });
  });

  it('does not wait for a body that never ends, nor read it', async () => {
    const server = raw(`${HEAD}422 No\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`, { ends: false });
    expect(await ask(server)).toEqual({ kind: 'refused', status: 422 });
  });

  it('stops where the run is interrupted, which is no answer', async () => {
    const interrupted = new AbortController();
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      interrupted.abort(new Error('interrupted'));
    });
    await expect(ask(server, { signal: interrupted.signal })).rejects.toThrow('interrupted');
  });
});

describe('a status', () => {
  it('is a refusal only where it can be one of the amount, and a credit only where it says so', () => {
    const kinds = new Map<string, number[]>();
    for (let status = 0; status <= 999; status++) {
      const { kind } = judgeStatus(status);
      kinds.set(kind, [...(kinds.get(kind) ?? []), status]);
    }
    expect(kinds.get('credited')).toEqual(Array.from({ length: 100 }, (_, i) => 200 + i));
    expect(kinds.get('refused')?.every((status) => status >= 400 && status <= 499)).toBe(true);
    expect(kinds.get('refused')?.slice(0, 4)).toEqual([400, 402, 418, 419]);
    for (const status of [401, 403, 404, 405, 407, 408, 409, 425, 429])
      expect(kinds.get('undecided')).toContain(status);
    for (const status of [400, 402, 422, 451]) expect(kinds.get('refused')).toContain(status);
  });
});
