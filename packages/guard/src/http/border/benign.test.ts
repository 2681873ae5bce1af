import { describe, expect, it } from 'vitest';
import { creditBody, openDecisionPoint } from '../testing/decision-point.test-support.ts';

describe('an honest client is served', () => {
  it.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['Application/JSON;charset="UTF-8"'],
    [' application/json ; charset=UTF-8'],
  ])('with the media type `%s`', async (type) => {
    const { tell } = await openDecisionPoint();
    const told = await tell('shop', 'POST', '/v1/authorize', creditBody(), { 'content-type': type });
    expect(told).toMatchObject({ status: 200, body: { decision: 'allow' } });
  });

  it.each([
    [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'content-encoding': 'identity' }],
    [{ accept: 'text/html', 'accept-encoding': 'gzip, br', 'user-agent': 'x', traceparent: '00-0-0-00' }],
  ])('with the headers %o', async (headers) => {
    const { tell } = await openDecisionPoint();
    expect((await tell('shop', 'POST', '/v1/authorize', creditBody(), headers as Record<string, string>)).status).toBe(
      200,
    );
  });

  it('with white space, escapes, large texts and names in every script', async () => {
    const { tell } = await openDecisionPoint();
    const call = creditBody({
      principal: { account: 'Ильза 😀', tenant: 'Ünlü & Söhne / 株式会社' },
      arguments: {
        order_id: 'A-1',
        amount_cents: 1200,
        note: 'a "quoted" \\ line\nbreak \u2028 😀',
        deep: [[[{ a: null }]]],
      },
      text: 'ü'.repeat(150_000),
      context: { intent: 'refund', model: 'm-1' },
    });
    const { status, body } = await tell(
      'shop',
      'POST',
      '/v1/authorize',
      JSON.stringify(call, null, 4).replace('refund', '\\u0072efund'),
    );
    expect([status, body.decision, body.arguments]).toEqual([200, 'allow', call.arguments]);
    const { body: rows } = await tell('carla', 'GET', '/v1/ceilings');
    expect(rows[1]).toMatchObject({ account: 'Ильза 😀', tenant: 'Ünlü & Söhne / 株式会社' });
  });

  it('where what is asked for waits for people, many at once', async () => {
    const { tell } = await openDecisionPoint();
    const keys = Array.from({ length: 50 }, (_, index) => String(index));
    const answers = await Promise.all(
      keys.map((key) => {
        const principal = { account: key, tenant: 'acme' };
        const changes = { principal, arguments: { order_id: key, amount_cents: 3000 }, idempotencyKey: key };
        return tell('shop', 'POST', '/v1/authorize', creditBody(changes));
      }),
    );
    expect(new Set(answers.map(({ body }) => body.requestId)).size).toBe(50);
    const { body, headers } = await tell('carla', 'GET', '/v1/requests?limit=50');
    expect([body.length, headers.get('bezoar-complete')]).toEqual([50, 'true']);
  });
});
