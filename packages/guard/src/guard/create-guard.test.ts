import { describe, expect, it } from 'vitest';
import { parseGuardPolicy } from '../policy/parse-guard-policy.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';
import { createGuard } from './create-guard.ts';
import { NotExecuted } from './guarded-action.ts';

const ANNA = { account: 'anna', tenant: 'acme' };

async function open(options: { readonly isEligible?: boolean } = {}) {
  const guard = await createGuard({
    policy: parseGuardPolicy(samplePolicyJson()),
    store: createMemoryStore(),
    lookups: { 'refund-eligibility': async () => ({ eligible: options.isEligible ?? true }) },
  });
  const effects: unknown[] = [];
  const credit = guard.guard('issue_credit', async (call) => {
    effects.push(call.arguments);
    return 'credited';
  });
  return { guard, credit, effects };
}

describe('a guarded action', () => {
  it('executes an eligible call once, and gives the same receipt for the same order', async () => {
    const { credit, effects } = await open();
    const first = await credit({ principal: ANNA, arguments: { order_id: 'A-1', amount_cents: 1200 } });
    expect(first).toMatchObject({ decision: 'allow', result: 'credited', settlement: 'done' });
    const again = await credit({ principal: ANNA, arguments: { order_id: ' a-1', amount_cents: 1300 } });
    expect(again).toMatchObject({ decision: 'deny', code: 'guard/already-done' });
    expect(again.receipt).toEqual(first.receipt);
    expect(effects).toEqual([{ amount_cents: 1200, order_id: 'A-1' }]);
  });

  it('denies what the look-up does not confirm, and has no effect', async () => {
    const { credit, effects } = await open({ isEligible: false });
    const outcome = await credit({ principal: ANNA, arguments: { order_id: 'A-1', amount_cents: 1200 } });
    expect(outcome).toMatchObject({ decision: 'deny', code: 'guard/not-eligible' });
    expect(effects).toEqual([]);
  });

  it('stops at the ceiling of an account, and lets another account go on', async () => {
    const { credit } = await open();
    for (const [order, expected] of [
      ['1', 'allow'],
      ['2', 'allow'],
      ['3', 'deny'],
    ]) {
      const outcome = await credit({ principal: ANNA, arguments: { order_id: order, amount_cents: 2500 } });
      expect(outcome.decision).toBe(expected);
    }
    const other = { account: 'ben', tenant: 'acme' };
    expect(await credit({ principal: other, arguments: { order_id: '4', amount_cents: 2500 } })).toMatchObject({
      decision: 'allow',
    });
  });

  it('asks people above the threshold, and executes exactly what they approved', async () => {
    const { guard, credit, effects } = await open();
    const request = { principal: ANNA, arguments: { order_id: '1', amount_cents: 3000 } };
    const asked = await credit(request);
    expect(asked).toMatchObject({ decision: 'needs-approval', state: 'pending' });
    const requestId = 'requestId' in asked ? asked.requestId : '';
    const self = await guard.decide({ requestId, approver: 'Anna', decision: 'approve' });
    expect(self).toMatchObject({ kind: 'refused', code: 'guard/not-an-approver' });
    await guard.decide({ requestId, approver: 'carla', decision: 'approve' });
    const changed = { principal: ANNA, arguments: { order_id: '1', amount_cents: 3001 } };
    expect(await credit({ ...changed, approval: requestId })).toMatchObject({ code: 'guard/approval-refused' });
    expect(await credit({ ...request, approval: requestId })).toMatchObject({ decision: 'allow' });
    expect(await credit({ ...request, approval: requestId })).toMatchObject({ code: 'guard/already-done' });
    expect(effects).toHaveLength(1);
  });

  it('holds a call that failed in an unknown way, and frees one that certainly did nothing', async () => {
    const { guard } = await open();
    const errors = [new Error('socket hang up'), new NotExecuted('refused')];
    const failing = guard.guard('issue_credit', async () => Promise.reject(errors.shift()));
    const call = (order: string) => failing({ principal: ANNA, arguments: { order_id: order, amount_cents: 2500 } });
    await expect(call('1')).rejects.toThrow('socket hang up');
    expect(await call('1')).toMatchObject({ code: 'guard/outcome-unknown' });
    await expect(call('2')).rejects.toThrow('refused');
    const [usage] = await guard.store.usage(Date.now());
    expect(usage).toMatchObject({ reserved: 2500, settled: 0 });
  });
});
