import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgressFetch, type EgressOptions } from './egress-fetch.ts';
import { checkPeer } from './exchange/connect-checked.ts';
import { destinationOn, ok, outcomeOf, serve, stopServers } from './testing/checked-fetch.test-support.ts';
import { type Answer, fakeResolve, type Loopback, redirectTo } from './testing/loopback.test-support.ts';
import { selfSigned } from './testing/self-signed.test-support.ts';

afterEach(stopServers);

/** Reaches `servers` and nothing else. */
const reaching = (...servers: readonly Loopback[]): EgressOptions => ({
  destinations: servers.map(({ origin }) => destinationOn(origin)),
  allowPrivate: servers.map(({ host }) => host),
});

describe('a redirect', () => {
  it.each([
    ['to a host that is not listed', 'http://evil.example/v1/x', 'unlisted-host'],
    ['to the metadata of the cloud', 'http://169.254.169.254/latest/meta-data', 'unlisted-host'],
    ['out of the listed path', '/admin', 'unlisted-path'],
    ['out of the listed path in disguise', '/v1/..%2fadmin', 'unlisted-path'],
    ['with data in the query', '/v1/x?secret=1', 'unlisted-parameter'],
    ['to another scheme', 'file:///etc/passwd', 'redirect'],
    ['with credentials', 'http://u:p@127.0.0.1/v1/x', 'redirect'],
  ])('%s is not followed', async (_name, location, reason) => {
    const server = await serve(redirectTo(location));
    const { outcome, refusals } = await outcomeOf(reaching(server), `${server.origin}/v1/start`);
    expect(outcome).toBe(reason);
    expect(refusals).toMatchObject([{ reason, hop: reason === 'redirect' ? 0 : 1 }]);
    expect(server.received).toHaveLength(1);
  });

  it('to another port of the host is not followed', async () => {
    const other = await serve(ok);
    const server = await serve(redirectTo(`${other.origin}/v1/x`));
    expect((await outcomeOf(reaching(server), `${server.origin}/v1/x`)).outcome).toBe('unlisted-host');
    expect(other.received).toEqual([]);
  });

  it('ends after so many, in a circle or not', async () => {
    const circle = await serve(redirectTo('/v1/x'));
    const options = { ...reaching(circle), limits: { maxRedirects: 3 } };
    expect((await outcomeOf(options, `${circle.origin}/v1/x`)).outcome).toBe('redirect');
    expect(circle.received).toHaveLength(4);
  });

  it('is refused where the caller wants none, and handed over unfollowed where it asks for that', async () => {
    const server = await serve(redirectTo('/v1/y'));
    const url = `${server.origin}/v1/x`;
    expect((await outcomeOf(reaching(server), url, { redirect: 'error' })).outcome).toBe('redirect');
    const { response } = await outcomeOf(reaching(server), url, { redirect: 'manual' });
    expect([response?.status, response?.headers.get('location')]).toEqual([302, '/v1/y']);
    expect(server.received.map(({ url: path }) => path)).toEqual(['/v1/x', '/v1/x']);
  });

  it('from https to http is not followed', async () => {
    const plain = await serve(ok);
    const identity = selfSigned('api.example');
    const secure = await serve(redirectTo(`${plain.origin}/v1/x`), identity);
    const origin = `https://api.example:${secure.port}`;
    const options: EgressOptions = {
      destinations: [destinationOn(origin), destinationOn(plain.origin)],
      allowPrivate: [`api.example:${secure.port}`, plain.host],
      resolve: fakeResolve('127.0.0.1'),
      trusted: [identity.certificate],
    };
    expect((await outcomeOf(options, `${origin}/v1/x`)).outcome).toBe('redirect');
    expect(plain.received).toEqual([]);
  });

  it('to another origin takes no credentials along, whatever their header is called', async () => {
    const other = await serve(ok);
    const server = await serve(redirectTo(`${other.origin}/v1/x`, 307));
    const headers = { authorization: 'Bearer s', 'x-api-key': 's', 'private-token': 's', accept: 'text/plain' };
    await outcomeOf(reaching(server, other), `${server.origin}/v1/x`, { method: 'POST', body: 'b', headers });
    expect(server.received[0]?.headers).toMatchObject(headers);
    expect(Object.keys(other.received[0]!.headers).sort()).toEqual(
      ['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host', 'user-agent'].sort(),
    );
  });

  it('may not turn a listed method into one that is not', async () => {
    const server = await serve(redirectTo('/v1/y', 303));
    const options = { ...reaching(server), destinations: [destinationOn(server.origin, { methods: ['POST'] })] };
    const init = { method: 'POST', body: 'b' };
    expect((await outcomeOf(options, `${server.origin}/v1/x`, init)).outcome).toBe('unlisted-method');
  });
});

describe('a name whose address is not public', () => {
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '::1',
    '::ffff:127.0.0.1',
    'fd00::1',
    '64:ff9b::7f00:1',
  ])('is not asked: %s', async (address) => {
    const options = { destinations: [destinationOn('https://api.example')], resolve: fakeResolve(address) };
    expect((await outcomeOf(options, 'https://api.example/v1/x')).outcome).toBe('private-address');
  });

  it('is not asked where only one of its addresses is not', async () => {
    const resolve = fakeResolve('93.184.216.34', '127.0.0.1');
    const options = { destinations: [destinationOn('https://api.example')], resolve };
    expect((await outcomeOf(options, 'https://api.example/v1/x')).outcome).toBe('private-address');
  });

  it.each([
    'https://127.0.0.1',
    'https://0x7f.1',
    'https://2130706433',
    'https://0177.0.0.1',
    'https://[::ffff:7f00:1]',
  ])('is not asked where a destination names it: %s', async (origin) => {
    const options = { destinations: [destinationOn(origin)] };
    expect((await outcomeOf(options, `${origin}/v1/x`)).outcome).toBe('private-address');
  });

  it('is not asked on another port than the exception names, nor under another name', async () => {
    const server = await serve(ok);
    const resolve = fakeResolve('127.0.0.1');
    for (const exception of ['api.example:1', `other.example:${server.port}`, `127.0.0.1:${server.port}`]) {
      const origin = `https://api.example:${server.port}`;
      const options = { destinations: [destinationOn(origin)], resolve, allowPrivate: [exception] };
      expect((await outcomeOf(options, `${origin}/v1/x`)).outcome).toBe('private-address');
    }
  });

  it('is not asked a second time: what was checked is what is connected to', async () => {
    const server = await serve(ok);
    const answers = ['127.0.0.1', '10.0.0.1'];
    let asked = 0;
    const resolve = async () => [{ address: answers[asked++] ?? '10.0.0.1', family: 4 as const }];
    const host = `rebound.example:${server.port}`;
    const options = { destinations: [destinationOn(`http://${host}`)], allowPrivate: [host], resolve };
    const { outcome } = await outcomeOf(options, `http://${host}/v1/x`);
    expect([outcome, asked]).toEqual(['reached', 1]);
    expect(server.received[0]?.headers.host).toBe(host);
  });

  it('is checked anew for every hop', async () => {
    const server = await serve(redirectTo('https://rebound.example/v1/x'));
    const options = {
      destinations: [destinationOn(server.origin), destinationOn('https://rebound.example')],
      allowPrivate: [server.host],
      resolve: fakeResolve('192.168.1.1'),
    };
    const { outcome, refusals } = await outcomeOf(options, `${server.origin}/v1/x`);
    expect([outcome, refusals[0]?.hop]).toEqual(['private-address', 1]);
  });

  it('is noticed on the connection, too', () => {
    const checked = [
      { address: '93.184.216.34', family: 4 as const },
      { address: '2606:4700:0:0::1111', family: 6 as const },
    ];
    for (const peer of ['93.184.216.34', '::ffff:93.184.216.34', '2606:4700::1111']) checkPeer(peer, checked);
    for (const peer of ['127.0.0.1', '::1', '', undefined, '::ffff:127.0.0.1']) {
      expect(() => checkPeer(peer, checked)).toThrow('was not checked');
    }
  });
});

describe('a server that is not who the URL says', () => {
  it('is not spoken to', async () => {
    const identity = selfSigned('other.example');
    const server = await serve(ok, identity);
    const host = `api.example:${server.port}`;
    const options = {
      destinations: [destinationOn(`https://${host}`)],
      allowPrivate: [host],
      resolve: fakeResolve('127.0.0.1'),
    };
    expect((await outcomeOf(options, `https://${host}/v1/x`)).outcome).toBe('not-connected');
    const trusting = { ...options, trusted: [identity.certificate] };
    expect((await outcomeOf(trusting, `https://${host}/v1/x`)).outcome).toBe('not-connected');
    expect(server.received).toEqual([]);
  });
});

describe('a header', () => {
  it.each([
    'host',
    'connection',
    'transfer-encoding',
    'content-length',
    'te',
    'trailer',
    'upgrade',
    'expect',
    'proxy-authorization',
    'cookie',
    'x-http-method-override',
    'x-original-url',
    'x-forwarded-host',
    'forwarded',
  ])('that only the guard may set is refused: %s', async (name) => {
    const server = await serve(ok);
    const init = { headers: [[name, 'evil.example'] as [string, string]] };
    expect((await outcomeOf(reaching(server), `${server.origin}/v1/x`, init)).outcome).toBe('refused-header');
    const request = new Request(`${server.origin}/v1/x`, init);
    expect((await outcomeOf(reaching(server), request)).outcome).toBe('refused-header');
    expect(server.received).toEqual([]);
  });

  it.each([{ 'x-a': 'a\r\nhost: evil.example' }, { 'x-a': 'a\nb' }, { 'x-a\r\nhost': 'b' }, { 'x-a': 'a\0b' }])(
    'that breaks its line is refused: %j',
    async (headers) => {
      const server = await serve(ok);
      const { outcome } = await outcomeOf(reaching(server), `${server.origin}/v1/x`, { headers });
      expect(outcome).toBe('malformed-request');
      expect(server.received).toEqual([]);
    },
  );

  it('that is too long is refused', async () => {
    const server = await serve(ok);
    const init = { headers: { 'x-a': 'x'.repeat(9000) } };
    expect((await outcomeOf(reaching(server), `${server.origin}/v1/x`, init)).outcome).toBe('refused-header');
  });
});

describe('a body', () => {
  it('is refused where the method that carries it is not listed, and where it is too large', async () => {
    const server = await serve(ok);
    const url = `${server.origin}/v1/x`;
    expect((await outcomeOf(reaching(server), url, { method: 'PUT', body: 'b' })).outcome).toBe('unlisted-method');
    expect((await outcomeOf(reaching(server), url, { method: 'GET', body: 'b' })).outcome).toBe('malformed-request');
    const large = { method: 'POST', body: 'x'.repeat(70_000) };
    expect((await outcomeOf(reaching(server), url, large)).outcome).toBe('oversized-body');
    const pull = (controller: ReadableStreamDefaultController): void => controller.enqueue(new Uint8Array(10_000));
    const endless = { method: 'POST', body: new ReadableStream({ pull }), duplex: 'half' } as RequestInit;
    expect((await outcomeOf(reaching(server), url, endless)).outcome).toBe('oversized-body');
    expect(server.received).toEqual([]);
  });
});

describe('an answer', () => {
  const bomb = gzipSync(Buffer.alloc(3_000_000));
  it.each<[string, string, Answer]>([
    ['is too large', 'too-large', (r) => r.end(Buffer.alloc(200_000))],
    ['announces too much', 'too-large', (r) => r.writeHead(200, { 'content-length': 1e9 }).write('x')],
    ['never ends', 'too-large', (r) => void r.on('drain', () => r.write('y'.repeat(9999))).write('x'.repeat(99_999))],
    ['is a bomb', 'too-large', (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)],
    ['is encoded twice', 'encoding', (r) => r.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(bomb)],
    ['is encoded in no known way', 'encoding', (r) => r.writeHead(200, { 'content-encoding': 'zstd' }).end('x')],
    ['is damaged', 'encoding', (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end('x')],
    [
      'is compressed and cut',
      'encoding',
      (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb.subarray(0, 99)),
    ],
    ['is cut between chunks', 'cut', (r) => r.writeHead(200).write('x', () => r.destroy())],
    ['is cut', 'cut', (r) => r.writeHead(200, { 'content-length': 9 }).write('x', () => r.destroy())],
    ['is not HTTP', 'protocol', (r) => r.socket?.end('220 smtp ready\r\n')],
    [
      'has an endless head',
      'protocol',
      (r) => r.socket?.write(`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(500)}\r\n`.repeat(99)}`),
    ],
    [
      'changes the protocol',
      'protocol',
      (r) => r.socket?.write('HTTP/1.1 101 S\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
    ['has an impossible status', 'protocol', (r) => r.socket?.end('HTTP/1.1 999 X\r\ncontent-length: 0\r\n\r\n')],
    ['never comes', 'timeout', () => undefined],
    ['stops in the middle', 'timeout', (r) => r.writeHead(200).write('x')],
  ])('that %s is a failure: %s', async (_name, reason, answer) => {
    const server = await serve(answer);
    const limits = { responseBytes: 100_000, deadlineMs: reason === 'timeout' ? 60 : 5000 };
    const { outcome, refusals } = await outcomeOf({ ...reaching(server), limits }, `${server.origin}/v1/x`);
    expect([outcome, refusals]).toEqual([reason, []]);
  });

  it('leaves no cookie with the caller or with the next request', async () => {
    const server = await serve((r) => r.writeHead(200, { 'set-cookie': 'a=b', 'x-a': 'b' }).end());
    const fetch = createEgressFetch(reaching(server));
    const response = await fetch(`${server.origin}/v1/x`);
    await fetch(`${server.origin}/v1/x`);
    expect([...response.headers.keys()]).toEqual(['date', 'x-a']);
    expect(server.received[1]?.headers).not.toHaveProperty('cookie');
  });
});

describe('the environment', () => {
  it('gives no proxy and turns off no check', async () => {
    const proxy = await serve(ok);
    const identity = selfSigned('api.example');
    const server = await serve(ok, identity);
    const host = `api.example:${server.port}`;
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY', 'NODE_TLS_REJECT_UNAUTHORIZED'];
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = proxy.origin;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const resolve = fakeResolve('127.0.0.1');
      const options = { destinations: [destinationOn(`https://${host}`)], allowPrivate: [host], resolve };
      expect((await outcomeOf(options, `https://${host}/v1/x`)).outcome).toBe('not-connected');
      const trusting = { ...options, trusted: [identity.certificate] };
      expect((await outcomeOf(trusting, `https://${host}/v1/x`)).outcome).toBe('reached');
      expect(proxy.received).toEqual([]);
    } finally {
      names.forEach((name, i) => {
        if (before[i] === undefined) delete process.env[name];
        else process.env[name] = before[i];
      });
    }
  });
});

describe('options that cannot be obeyed', () => {
  it('are refused at once', () => {
    const destinations = [destinationOn('http://api.example')];
    expect(() => createEgressFetch({ destinations })).toThrow('without TLS');
    for (const host of [
      'api.example',
      'http://api.example:80',
      'api.example:0',
      '*:80',
      'a b:80',
      'api.example:99999',
    ]) {
      expect(() => createEgressFetch({ destinations: [], allowPrivate: [host] })).toThrow(
        'is not a host with its port',
      );
    }
  });
});

it('tells a listener that throws, and refuses all the same', async () => {
  const fetch = createEgressFetch({
    destinations: [],
    onRefusal: () => {
      throw new Error('listener');
    },
  });
  await expect(fetch('https://evil.example/?q=secret')).rejects.toMatchObject({
    code: 'guard/egress-refused',
    reason: 'unlisted-host',
    message: '`evil.example` is not a listed destination',
  });
});
