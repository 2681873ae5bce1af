import { describe, expect, it } from 'vitest';
import { createGuardHandler } from './create-guard-handler.ts';
import { CALLERS, creditBody, openDecisionPoint, TOKENS } from './testing/decision-point.test-support.ts';

describe('a path', () => {
  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v1/authorize/',
    '/v1//authorize',
    '//v1/authorize',
    '/V1/authorize',
    '/v1/Authorize',
    '/v1/%61uthorize',
    '/v1%2fauthorize',
    '/v1/authorize%00',
    '/v1/authorize;x=1',
    '/v1/authorize.json',
    '/v1/requests/{id}',
    '/v1/requests/{id}/decision',
    '/v1/requests/%7bid%7d',
    `/v1/requests/${'A'.repeat(32)}`,
    `/v1/requests/${'0'.repeat(31)}`,
    `/v1/requests/${'0'.repeat(33)}`,
    `/v1/requests/${'0'.repeat(32)}/`,
    `/v1/requests/${'0'.repeat(32)}%2fdecision`,
    '/v1/requests/__proto__',
    '/__proto__',
    '/constructor',
  ])('%s is not ours', async (path) => {
    const { handler } = await openDecisionPoint();
    for (const method of ['GET', 'POST']) {
      const response = await handler(
        new Request(`http://localhost${path}`, { method, headers: { authorization: `Bearer ${TOKENS.olga}` } }),
      );
      expect([response.status, (await response.json()) as unknown]).toMatchObject([404, { code: 'guard/not-found' }]);
    }
  });

  it('takes its own methods alone, and says which', async () => {
    const { tell, handler } = await openDecisionPoint();
    for (const [path, allow] of [
      ['/v1/authorize', 'POST'],
      ['/v1/requests', 'GET'],
      ['/healthz', 'GET'],
    ] as const) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'].filter(
        (one) => one !== allow,
      )) {
        const { status, headers, body } = await tell('shop', method, path, undefined, {
          'x-http-method-override': allow,
        });
        expect([status, headers.get('allow'), body.code]).toEqual([405, allow, 'guard/method-not-allowed']);
        if (path === '/v1/authorize') expect(body.decision).toBe('deny');
        expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
      expect((await handler(new Request(`http://localhost${path}`, { method: 'HEAD' }))).status).toBe(405);
    }
  });

  it.each([
    '/v1/requests?state=pending&state=all',
    '/v1/requests?state=PENDING',
    '/v1/requests?limit=0',
    '/v1/requests?limit=1e2',
    '/v1/requests?limit=-1',
    '/v1/requests?limit=1001',
    '/v1/requests?limit=',
    '/v1/requests?limit[]=1',
    '/v1/requests?__proto__=1',
    '/v1/requests?access_token=x',
    '/v1/ceilings?limit=99999999999999999999',
    '/v1/stops?x',
    '/v1/receipts?from=9007199254740993',
    '/v1/reservations?state=done',
  ])('with the query of %s is refused', async (path) => {
    const { tell } = await openDecisionPoint();
    expect(await tell('olga', 'GET', path)).toMatchObject({ status: 400, body: { code: 'guard/http-malformed' } });
  });

  it('takes no token and no decision from the query', async () => {
    const { tell } = await openDecisionPoint();
    const query = `?access_token=${TOKENS.shop}`;
    expect((await tell(undefined, 'POST', `/v1/authorize${query}`, creditBody())).status).toBe(401);
    expect((await tell('shop', 'POST', '/v1/authorize?mode=shadow', creditBody())).body).toMatchObject({
      decision: 'deny',
    });
  });
});

describe('a browser', () => {
  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://localhost:7411' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('that sends %o for a page is refused, and reads nothing', async (headers) => {
    const { tell } = await openDecisionPoint();
    for (const [method, path] of [
      ['POST', '/v1/authorize'],
      ['GET', '/healthz'],
      ['OPTIONS', '/v1/authorize'],
    ] as const) {
      const told = await tell('shop', method, path, method === 'POST' ? creditBody() : undefined, { ...headers });
      expect(told).toMatchObject({ status: 403, body: { code: 'guard/origin-refused' } });
      expect(told.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('may send for an origin that is allowed', async () => {
    const allowedOrigins = ['https://console.example'];
    const { tell } = await openDecisionPoint({ http: { allowedOrigins } });
    const headers = { origin: 'https://console.example', 'sec-fetch-site': 'cross-site' };
    expect((await tell('carla', 'GET', '/v1/requests', undefined, headers)).status).toBe(200);
    const twin = { origin: 'https://console.example.evil.example' };
    expect((await tell('carla', 'GET', '/v1/requests', undefined, twin)).status).toBe(403);
  });

  it.each(['evil.example', 'evil.example:7411', 'localhost.evil.example', '127.0.0.2', 'localhost.', '0.0.0.0'])(
    'whose page calls itself %s does not reach a server on the same machine',
    async (host) => {
      const { handler } = await openDecisionPoint();
      const response = await handler(new Request(`http://${host}/healthz`));
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        421,
        'guard/host-refused',
      ]);
    },
  );

  it('reaches it by the names that are allowed, with their port where they have one', async () => {
    const { handler } = await openDecisionPoint({ http: { allowedHosts: ['Guard.example:8443', 'localhost'] } });
    const statusOf = async (host: string): Promise<number> =>
      (await handler(new Request(`http://${host}/healthz`))).status;
    expect(await statusOf('guard.example:8443')).toBe(200);
    expect(await statusOf('guard.example')).toBe(421);
    expect(await statusOf('localhost:1234')).toBe(200);
    const { handler: open } = await openDecisionPoint({ http: { allowedHosts: 'any' } });
    expect((await open(new Request('http://anything.example/healthz'))).status).toBe(200);
  });

  it.each([
    ['guard/host-malformed', { allowedHosts: ['http://x'] }],
    ['guard/host-malformed', { allowedHosts: [''] }],
    ['guard/origin-malformed', { allowedOrigins: ['*'] }],
    ['guard/origin-malformed', { allowedOrigins: ['https://x/'] }],
    ['guard/origin-malformed', { allowedOrigins: ['null'] }],
    ['guard/rate-malformed', { rateLimit: { perSecond: 0, burst: 1 } }],
  ])('finds no door left open by a slip: %s', async (code, http) => {
    const { guard } = await openDecisionPoint();
    expect(() => createGuardHandler({ guard, callers: CALLERS, ...http })).toThrowError(
      expect.objectContaining({ code }),
    );
  });
});

describe('a caller that runs wild', () => {
  it('is slowed down, and whoever would stop it is not', async () => {
    let now = 0;
    const http = { rateLimit: { perSecond: 2, burst: 3 }, monotonic: () => now };
    const { tell } = await openDecisionPoint({ http });
    const ask = async (): Promise<number> => (await tell('shop', 'POST', '/v1/authorize', creditBody())).status;
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([200, 200, 200, 429]);
    const refused = await tell('shop', 'POST', '/v1/authorize', creditBody());
    expect(refused.body).toMatchObject({ decision: 'deny', code: 'guard/rate-limited' });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await tell('olga', 'POST', '/v1/stop', { reason: 'runs wild' })).status).toBe(200);
    now += 500;
    expect([await ask(), await ask()]).toEqual([200, 429]);
    now += 1_000_000;
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([200, 200, 200, 429]);
  });
});
