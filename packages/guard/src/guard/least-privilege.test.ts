import { describe, expect, it } from 'vitest';
import { parseGuardPolicy } from '../policy/parse-guard-policy.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';
import { createGuard } from './create-guard.ts';

const tool = (name: string, more: object = {}) => ({ name, destinations: [], secrets: [], ...more });
const GUARD = {
  leastPrivilege: {
    tools: [
      tool('issue_credit', {
        arguments: {
          order_id: { type: 'text', optional: false, maxLength: 16 },
          amount_cents: { type: 'integer', optional: false, max: 4000 },
          reason: { type: 'text', optional: true, oneOf: ['broken', 'late'] },
        },
        secrets: ['billing-key'],
      }),
      tool('lookup_order', { arguments: { order_id: { type: 'text', optional: false } } }),
      tool('current_time'),
    ],
  },
};
const PRINCIPAL = { account: 'anna', tenant: 'acme' };
const ARGUMENTS = { order_id: 'A-1', amount_cents: 1200 };

async function open() {
  return createGuard({
    policy: parseGuardPolicy(samplePolicyJson({ guard: GUARD })),
    store: createMemoryStore(),
    lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
    secrets: (handle) => `value of ${handle}`,
  });
}

describe('least privilege', () => {
  it('allows a listed tool with listed arguments, and counts nothing', async () => {
    const guard = await open();
    expect(
      await guard.authorize({ action: 'lookup_order', principal: PRINCIPAL, arguments: { order_id: 'A' } }),
    ).toMatchObject({
      decision: 'allow',
      arguments: { order_id: 'A' },
    });
    expect(
      await guard.authorize({ action: 'current_time', principal: PRINCIPAL, arguments: { any: 1 } }),
    ).toMatchObject({
      decision: 'allow',
    });
    expect(await guard.store.receipts(0, { limit: 9 })).toEqual([]);
  });

  it.each<[string, object]>([
    ['an argument that is not listed', { ...ARGUMENTS, note: 'x' }],
    ['an argument missing', { order_id: 'A-1' }],
    ['a text that is too long', { ...ARGUMENTS, order_id: 'A'.repeat(17) }],
    ['a number above its limit', { ...ARGUMENTS, amount_cents: 4001 }],
    ['another type', { ...ARGUMENTS, order_id: 1 }],
    ['a value that is not listed', { ...ARGUMENTS, reason: 'because' }],
    ['an inherited name', { ...ARGUMENTS, toString: 'x' }],
  ])('denies %s', async (_, values) => {
    const guard = await open();
    const decision = await guard.authorize({ action: 'issue_credit', principal: PRINCIPAL, arguments: values });
    expect(decision).toMatchObject({ decision: 'deny', code: 'guard/argument-refused' });
  });

  it('gives a secret to the tool that lists it, and to no other', async () => {
    const guard = await open();
    const credit = guard.guard('issue_credit', (call) => call.secret('billing-key'));
    expect(await credit({ principal: PRINCIPAL, arguments: ARGUMENTS })).toMatchObject({
      result: 'value of billing-key',
    });
    await expect(guard.secret('lookup_order', 'billing-key')).rejects.toMatchObject({ code: 'guard/secret-refused' });
    await expect(guard.secret('issue_credit', 'other-key')).rejects.toMatchObject({ code: 'guard/secret-refused' });
    await expect(guard.secret('constructor', 'name')).rejects.toMatchObject({ code: 'guard/secret-refused' });
  });

  it('has no secret where the host has none', async () => {
    for (const secrets of [
      undefined,
      () => '',
      () => undefined as unknown as string,
      () => Promise.reject(new Error('x')),
    ]) {
      const policy = parseGuardPolicy(samplePolicyJson({ guard: GUARD }));
      const guard = await createGuard({
        policy,
        store: createMemoryStore(),
        ...(secrets === undefined ? {} : { secrets }),
      });
      await expect(guard.secret('issue_credit', 'billing-key')).rejects.toThrow();
    }
  });

  it('is stopped with everything else', async () => {
    const guard = await open();
    await guard.stop({ action: '', reason: 'incident', by: 'ops' });
    const ask = { action: 'lookup_order', principal: PRINCIPAL, arguments: { order_id: 'A' } };
    expect(await guard.authorize(ask)).toMatchObject({ decision: 'deny', code: 'guard/stopped' });
    await guard.resume({ action: '', reason: 'over', by: 'ops' });
    expect(await guard.authorize(ask)).toMatchObject({ decision: 'allow' });
  });
});
