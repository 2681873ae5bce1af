import { describe, expect, it } from 'vitest';
import type { GuardEvent } from '../decision/guard-event.ts';
import { parseGuardPolicy } from '../policy/parse-guard-policy.ts';
import type { GuardStore } from '../store/guard-store.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';
import { createGuard } from './create-guard.ts';

const PRINCIPAL = { account: 'anna', tenant: 'acme' };

async function open(store: GuardStore = createMemoryStore()) {
  const events: GuardEvent[] = [];
  const effects: unknown[] = [];
  const guard = await createGuard({
    policy: parseGuardPolicy(samplePolicyJson()),
    store,
    lookups: { 'refund-eligibility': async () => ({ eligible: false }) },
    mode: 'shadow',
    storeMs: 20,
    onEvent: (event) => events.push(event),
  });
  const credit = guard.guard('issue_credit', async (call) => {
    effects.push(call.arguments);
    return 'credited';
  });
  return { guard, credit, events, effects };
}

describe('shadow mode', () => {
  it('never changes an effect: every call is executed, as often and with what it was called', async () => {
    const { credit, effects } = await open();
    const calls: unknown[] = [
      { order_id: 'A', amount_cents: 1 },
      { order_id: 'A', amount_cents: 1 },
      { nonsense: true },
      undefined,
    ];
    for (const values of calls) {
      expect(await credit({ principal: PRINCIPAL, arguments: values })).toMatchObject({ result: 'credited' });
    }
    expect(effects).toEqual(calls);
    expect(effects[2]).toBe(calls[2]);
  });

  it('says what it would have decided, and is loud about it', async () => {
    const { guard, credit, events } = await open();
    const outcome = await credit({ principal: PRINCIPAL, arguments: { order_id: 'A', amount_cents: 1 } });
    expect(outcome).toMatchObject({ decision: 'allow', shadow: { decision: 'deny', code: 'guard/not-eligible' } });
    expect(events.filter((event) => event.type === 'alarm' && event.code === 'guard/shadow-mode')).toHaveLength(2);
    expect((await guard.store.receipts(0, { limit: 9 })).map(({ kind, mode }) => ({ kind, mode }))).toEqual([
      { kind: 'deny', mode: 'shadow' },
    ]);
  });

  it('executes also where the store is gone', async () => {
    const memory = createMemoryStore();
    let isGone = false;
    const store: GuardStore = {
      ...memory,
      transact: (work) => (isGone ? Promise.reject(new Error('gone')) : memory.transact(work)),
    };
    const { credit, effects } = await open(store);
    isGone = true;
    await credit({ principal: PRINCIPAL, arguments: { order_id: 'A', amount_cents: 1 } });
    expect(effects).toHaveLength(1);
  });
});
