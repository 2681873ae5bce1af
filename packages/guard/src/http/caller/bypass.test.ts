import { describe, expect, it } from 'vitest';
import { createGuardHandler } from '../create-guard-handler.ts';
import { CALLERS, creditBody, openDecisionPoint, TOKENS } from '../testing/decision-point.test-support.ts';

describe('a token', () => {
  it('is needed, whole, once, and by its scheme; a refusal does not say what was wrong', async () => {
    const { tell } = await openDecisionPoint();
    const answers: string[] = [];
    for (const authorization of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      TOKENS.shop,
      `Basic ${TOKENS.shop}`,
      `Bearer ${TOKENS.shop.slice(0, -1)}`,
      `Bearer ${TOKENS.shop}x`,
      `Bearer ${TOKENS.shop}, Bearer ${TOKENS.olga}`,
      `Bearer ${TOKENS.shop} ${TOKENS.shop}`,
      `Bearer ${TOKENS.shop.toUpperCase()}`,
      `Bearer ${'x'.repeat(5000)}`,
      'Bearer undefined',
      'Bearer null',
    ]) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const { status, body, headers: told } = await tell(undefined, 'POST', '/v1/authorize', creditBody(), headers);
      expect({ status, decision: body.decision, challenge: told.get('www-authenticate') }).toEqual({
        status: 401,
        decision: 'deny',
        challenge: 'Bearer',
      });
      answers.push(JSON.stringify(body));
    }
    expect(new Set(answers).size).toBe(1);
  });

  it('is in no answer and no fault, and in no error about the callers', async () => {
    const faults: unknown[] = [];
    const { guard, tell } = await openDecisionPoint({ http: { onFault: (fault) => faults.push(fault) } });
    const text: string[] = [];
    for (const who of ['shop', 'carla', 'olga'] as const) {
      for (const path of ['/v1/requests', '/v1/receipts', '/nowhere', '/v1/stops']) {
        const { body, headers } = await tell(who, 'GET', path);
        text.push(JSON.stringify(body), JSON.stringify([...headers]));
      }
    }
    for (const callers of [
      [{ name: 'a', token: 'short-token', role: 'caller' }],
      [{ name: 'a', token: 'has a space 0123456789', role: 'caller' }],
      [CALLERS[0]!, { name: 'b', token: TOKENS.shop, role: 'caller' }],
    ] as const) {
      try {
        createGuardHandler({ guard, callers });
        expect.unreachable();
      } catch (error) {
        text.push(String(error), JSON.stringify(error));
        expect(String(error)).not.toMatch(/short-token|has a space/);
      }
    }
    for (const token of Object.values(TOKENS)) expect(text.join('\n')).not.toContain(token);
  });

  it.each([
    ['guard/token-length', { name: 'a', token: 'x'.repeat(15), role: 'caller' }],
    ['guard/token-length', { name: 'a', token: 'x'.repeat(513), role: 'caller' }],
    ['guard/token-length', { name: 'a', token: undefined as unknown as string, role: 'caller' }],
    ['guard/token-malformed', { name: 'a', token: 'ünïcode-token-0123', role: 'caller' }],
    ['guard/token-repeated', { name: 'a', token: TOKENS.olga, role: 'caller' }],
    ['guard/caller-repeated', { name: 'Carla ', token: 'x'.repeat(16), role: 'caller' }],
    ['guard/caller-repeated', { name: 'саrla', token: 'x'.repeat(16), role: 'caller' }],
    ['guard/caller-repeated', { name: 'host', token: 'x'.repeat(16), role: 'caller' }],
    ['guard/caller-malformed', { name: '', token: 'x'.repeat(16), role: 'caller' }],
    ['guard/caller-malformed', { name: 'a', token: 'x'.repeat(16), role: 'admin' as 'caller' }],
  ] as const)('is refused at the start: %s', async (code, caller) => {
    const { guard } = await openDecisionPoint();
    expect(() => createGuardHandler({ guard, callers: [...CALLERS, caller] })).toThrowError(
      expect.objectContaining({ name: 'UsageError', code }),
    );
  });

  it('of an approver whom the policy does not name is refused at the start, since no vote of theirs would count', async () => {
    const { guard } = await openDecisionPoint();
    const policy = { ...guard.policy, approvals: { approvers: ['carla'] } as never };
    const open = (): unknown => createGuardHandler({ guard: { ...guard, policy }, callers: CALLERS });
    expect(open).toThrowError(expect.objectContaining({ code: 'guard/approver-unknown' }));
  });

  it('opens what its role is for, and nothing else', async () => {
    const { tell } = await openDecisionPoint();
    const id = '0'.repeat(32);
    const bodies: Readonly<Record<string, unknown>> = {
      '/v1/authorize': creditBody(),
      '/v1/settle': { reservation: id, outcome: 'done' },
      '/v1/conversations': { principal: { account: 'anna', tenant: 'acme' }, text: 'hello' },
      [`/v1/requests/${id}/decision`]: { decision: 'approve' },
      '/v1/stop': { reason: 'x' },
      '/v1/resume': { reason: 'x' },
    };
    const open: Record<string, string[]> = {};
    for (const path of [
      ...Object.keys(bodies),
      '/v1/requests',
      `/v1/requests/${id}`,
      '/v1/ceilings',
      '/v1/reservations',
      '/v1/stops',
      '/v1/receipts',
    ]) {
      const method = path in bodies ? 'POST' : 'GET';
      for (const [who, role] of [
        ['shop', 'caller'],
        ['carla', 'approver'],
        ['olga', 'operator'],
      ] as const) {
        const { status } = await tell(who, method, path, bodies[path]);
        const key = path.replace(id, '{id}');
        if (status !== 403) open[key] = [...(open[key] ?? []), role];
      }
      expect((await tell(undefined, method, path, bodies[path])).status).toBe(401);
    }
    expect(open).toEqual({
      '/v1/authorize': ['caller'],
      '/v1/settle': ['caller', 'operator'],
      '/v1/conversations': ['caller'],
      '/v1/requests/{id}/decision': ['approver'],
      '/v1/stop': ['operator'],
      '/v1/resume': ['operator'],
      '/v1/requests': ['approver', 'operator'],
      '/v1/requests/{id}': ['approver', 'operator'],
      '/v1/ceilings': ['caller', 'approver', 'operator'],
      '/v1/reservations': ['operator'],
      '/v1/stops': ['approver', 'operator'],
      '/v1/receipts': ['operator'],
    });
  });
});
