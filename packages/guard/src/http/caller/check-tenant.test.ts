import { describe, expect, it } from 'vitest';
import { createGuardHandler } from '../create-guard-handler.ts';
import { CALLERS, creditBody, openDecisionPoint, TOKENS } from '../testing/decision-point.test-support.ts';

const BOUND = CALLERS.map((caller) => (caller.name === 'shop' ? { ...caller, tenants: ['acme', 'globex'] } : caller));

describe('a caller that is bound to tenants', () => {
  it('speaks for these and for no other, and hears nothing of the others', async () => {
    const { tell } = await openDecisionPoint({ http: { callers: BOUND } });
    for (const tenant of ['acme', 'globex']) {
      const body = creditBody({ principal: { account: 'anna', tenant }, idempotencyKey: tenant });
      expect((await tell('shop', 'POST', '/v1/authorize', body)).body.decision).toBe('allow');
    }
    const foreign = { principal: { account: 'anna', tenant: 'umbrella' } };
    for (const body of [creditBody(foreign), creditBody({ ...foreign, action: 'nothing' }), { ...foreign, more: 1 }]) {
      expect(await tell('shop', 'POST', '/v1/authorize', body)).toMatchObject({
        status: 403,
        body: { decision: 'deny', code: 'guard/tenant-refused' },
      });
    }
    const said = { ...foreign, text: 'hello' };
    expect(await tell('shop', 'POST', '/v1/conversations', said)).toMatchObject({ status: 403 });
    // The same as before for a caller that is not bound.
    const free = await tell('chat', 'POST', '/v1/authorize', creditBody({ ...foreign, idempotencyKey: 'u' }));
    expect(free.body.decision).toBe('allow');
    const rows = async (who: 'shop' | 'chat'): Promise<unknown[]> => {
      const { body } = await tell(who, 'GET', '/v1/ceilings');
      return [...new Set((body as { tenant?: string }[]).map(({ tenant = '*' }) => tenant))].sort();
    };
    expect(await rows('shop')).toEqual(['acme', 'globex']);
    expect(await rows('chat')).toEqual(['*', 'acme', 'globex', 'umbrella']);
  });

  it.each([
    ['another spelling', { principal: { account: 'anna', tenant: 'Acme' } }],
    ['white space', { principal: { account: 'anna', tenant: 'acme ' } }],
    ['a look-alike', { principal: { account: 'anna', tenant: 'аcme' } }],
    ['a list', { principal: { account: 'anna', tenant: ['acme'] } }],
    ['nothing', { principal: { account: 'anna' } }],
    ['no principal', { principal: null }],
    ['a text for a principal', { principal: 'acme' }],
    ['an inherited one', { principal: { account: 'anna', ['__proto__']: { tenant: 'acme' } } }],
  ])('is denied where the tenant is %s', async (_, changes) => {
    const { tell } = await openDecisionPoint({ http: { callers: BOUND } });
    const { status, body } = await tell('shop', 'POST', '/v1/authorize', creditBody(changes));
    // A body that is no strict JSON is refused before.
    expect([400, 403]).toContain(status);
    expect(body.decision).toBe('deny');
  });

  it.each([
    ['no tenant at all', { name: 'a', role: 'caller', tenants: [] }],
    ['an empty name', { name: 'a', role: 'caller', tenants: [''] }],
    ['a tenant that is no text', { name: 'a', role: 'caller', tenants: [7 as unknown as string] }],
    ['an operator, who is of no tenant', { name: 'a', role: 'operator', tenants: ['acme'] }],
  ] as const)('is refused at the start with %s', async (_, caller) => {
    const { guard } = await openDecisionPoint();
    const callers = [...CALLERS, { ...caller, token: TOKENS.shop.toUpperCase() }];
    expect(() => createGuardHandler({ guard, callers })).toThrowError(
      expect.objectContaining({ code: 'guard/caller-malformed' }),
    );
  });
});
