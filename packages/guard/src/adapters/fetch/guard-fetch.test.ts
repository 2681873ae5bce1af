import { describe, expect, it } from 'vitest';
import { ANNA, LARGE, openShop, SMALL } from '../testing/open-shop.test-support.ts';
import { type FetchHandler, type GuardFetchOptions, guardFetch } from './guard-fetch.ts';

const post = (body: unknown, path = '/credits') =>
  new Request(`http://service.invalid${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function open(
  handler: FetchHandler = () => Response.json({}),
  options: Partial<GuardFetchOptions> & { readonly isEligible?: boolean } = {},
) {
  const { isEligible = true, ...rest } = options;
  const shop = await openShop({ isEligible });
  const service = guardFetch(shop.guard, handler, {
    match: (request) => new URL(request.url).pathname === '/credits' && 'issue_credit',
    requestOf: () => ({ principal: ANNA }),
    ...rest,
  });
  return { ...shop, service };
}

describe('a guarded service', () => {
  it('gives the handler what was judged and nothing else, and settles a 2xx as done', async () => {
    const seen: unknown[] = [];
    const { service, states } = await open(async (request, call) => {
      seen.push(await request.text(), call?.arguments);
      return new Response(null, { status: 204 });
    });
    expect((await service(post('{"order_id" : "A-1", "amount_cents": 1.2e3}'))).status).toBe(204);
    expect(seen).toEqual(['{"amount_cents":1200,"order_id":"A-1"}', SMALL]);
    expect(await states()).toEqual(['allow', 'settle done']);
    const again = await service(post(SMALL));
    expect(again.status).toBe(409);
    expect(again.headers.get('content-type')).toBe('application/problem+json');
    expect(await again.json()).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'the same transaction had its effect already',
      code: 'guard/already-done',
      reasons: ['the same transaction had its effect already'],
    });
  });

  const refused: readonly (readonly [number, unknown, Parameters<typeof open>[1], string | undefined])[] = [
    [403, SMALL, { isEligible: false }, 'guard/not-eligible'],
    [202, LARGE, {}, 'guard/approval-needed'],
    [403, { ...SMALL, tenant: 'other' }, {}, 'guard/principal-mismatch'],
    [400, '[1]', {}, 'guard/arguments-malformed'],
    [400, '{"order_id":"A-1","order_id":"B-2"}', {}, undefined],
    [400, '{', {}, undefined],
    [413, JSON.stringify({ order_id: 'x'.repeat(300) }), { maxBodyBytes: 200 }, undefined],
    [401, SMALL, { requestOf: () => undefined }, undefined],
    [403, SMALL, { match: () => undefined as unknown as string }, undefined],
    [403, SMALL, { match: () => 'delete_account' }, 'guard/action-not-declared'],
  ];
  it.each(refused)('answers %i to %j with %j, and does nothing', async (status, body, options, code) => {
    let isCalled = false;
    const { service } = await open(() => {
      isCalled = true;
      return new Response();
    }, options);
    const response = await service(post(body));
    expect(response.status).toBe(status);
    expect(((await response.json()) as { readonly code?: string }).code).toBe(code);
    expect(isCalled).toBe(false);
  });

  it('leaves a route alone only where it is said to be no action', async () => {
    const { service, states } = await open(async (request, call) =>
      Response.json([await request.text(), call ?? null]),
    );
    expect(await (await service(post('as it came', '/health'))).json()).toEqual(['as it came', null]);
    expect(await states()).toEqual([]);
  });

  it('takes arguments from the path where the service says so', async () => {
    const { service } = await open(async (request) => new Response(await request.text()), {
      match: () => 'issue_credit',
      requestOf: (request, body) => ({
        principal: ANNA,
        arguments: { ...(body as object), order_id: new URL(request.url).pathname.split('/')[2] },
      }),
    });
    const response = await service(post({ amount_cents: 5 }, '/orders/A-7/credit'));
    expect(await response.text()).toBe('{"amount_cents":5,"order_id":"A-7"}');
  });

  it('holds what is not known to have failed, and hands the response on', async () => {
    const statuses = [500, 404, 302];
    const { service, states } = await open(() => new Response('as it is', { status: statuses.shift() ?? 200 }));
    for (const order_id of ['1', '2', '3']) {
      const response = await service(post({ ...SMALL, order_id }));
      expect(await response.text()).toBe('as it is');
    }
    expect((await states()).filter((state) => state.startsWith('settle'))).toEqual(Array(3).fill('settle unknown'));
  });

  it('frees what certainly had no effect, and holds what is thrown', async () => {
    let isBroken = false;
    const { service, states } = await open(
      () => {
        if (isBroken) throw new Error('socket hang up');
        return new Response(null, { status: 422 });
      },
      { hadNoEffect: ({ status }) => status === 422 },
    );
    expect((await service(post(SMALL))).status).toBe(422);
    isBroken = true;
    await expect(service(post(SMALL))).rejects.toThrow('socket hang up');
    expect((await service(post(SMALL))).status).toBe(409);
    expect(await states()).toEqual(['allow', 'settle failed', 'allow', 'settle unknown', 'deny guard/outcome-unknown']);
  });
});
