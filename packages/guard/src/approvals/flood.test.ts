import { describe, expect, it } from 'vitest';
import { createGuardClock } from '../clock/guard-clock.ts';
import { createGuard, type Guard } from '../guard/create-guard.ts';
import type { GuardOptions } from '../guard/guard-options.ts';
import { parseGuardPolicy } from '../policy/parse-guard-policy.ts';
import type { ActionRequest } from '../request/action-request.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { MAX_WAITING_PER_ACCOUNT } from '../store/waiting-list.ts';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';

// Ways to make people stop reading what they approve.

const ANNA = { account: 'anna', tenant: 'acme' };
const EXPIRES_MS = 900_000;

/** Two actions, neither of which names its transaction, so that any other argument is another request. */
function floodablePolicy(): string {
  const json = samplePolicyJson({
    action: { oncePer: [], approval: { above: { minor: 0, currency: 'USD' }, expiresMs: EXPIRES_MS, approvers: 1 } },
  });
  const policy = JSON.parse(json) as { readonly actions: { readonly actions: object[] } };
  const [credit] = policy.actions.actions;
  // Canonical JSON: the list is in the order of names.
  policy.actions.actions.push({ ...credit, name: 'issue_voucher' });
  return JSON.stringify(policy);
}

async function open(options: Partial<GuardOptions> = {}) {
  let now = 1_000_000;
  let asked = 0;
  const guard = await createGuard({
    policy: parseGuardPolicy(floodablePolicy()),
    store: createMemoryStore(),
    lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
    clock: { read: () => ({ window: now, expiry: now }), aheadMs: () => 0 },
    ...options,
  });
  const request = (changes: Partial<ActionRequest> = {}): ActionRequest => ({
    action: 'issue_credit',
    principal: ANNA,
    requester: 'bot-7',
    arguments: { order_id: `A-${++asked}`, amount_cents: 100 },
    idempotencyKey: `key-${asked}`,
    ...changes,
  });
  const ask = (changes?: Partial<ActionRequest>) => guard.authorize(request(changes));
  const fill = async (changes?: Partial<ActionRequest>): Promise<string[]> => {
    const all = await Promise.all(Array.from({ length: MAX_WAITING_PER_ACCOUNT }, () => ask(changes)));
    return all.map((one) => (one.decision === 'needs-approval' ? one.requestId : one.decision));
  };
  return { guard, request, ask, fill, pass: (ms: number) => (now += ms) };
}

const waitingOf = async ({ store }: Guard) => (await store.approvals({ limit: 1_000, state: 'pending' })).length;
const REFUSED = { decision: 'deny', code: 'guard/approval-refused' };

describe('a flood of requests', () => {
  it('leaves 20 of an account to people, whichever actions it asks for at once', async () => {
    const { guard, ask } = await open();
    const actions = ['issue_credit', 'issue_voucher'];
    const all = await Promise.all(Array.from({ length: 200 }, (_, index) => ask({ action: actions[index % 2]! })));
    expect(all.filter(({ decision }) => decision === 'needs-approval')).toHaveLength(20);
    expect(all.filter(({ decision }) => decision === 'deny')).toHaveLength(180);
    expect(all.at(-1)).toMatchObject({ ...REFUSED, reasons: ['20 requests of this account wait already'] });
    expect(await waitingOf(guard)).toBe(20);
  });

  it('leaves 20, however many guards on one store are asked, one after the other or together', async () => {
    const store = createMemoryStore();
    const guards = await Promise.all([open({ store }), open({ store }), open({ store })]);
    await Promise.all(
      guards.flatMap(({ ask }, index) =>
        Array.from({ length: 15 }, (_, order) =>
          ask({ arguments: { order_id: `${index}-${order}`, amount_cents: 1 } }),
        ),
      ),
    );
    expect(await waitingOf(guards[0].guard)).toBe(20);
    for (const { ask } of guards)
      expect(await ask({ arguments: { order_id: 'B', amount_cents: 2 } })).toMatchObject(REFUSED);
  });

  it('leaves nothing in the store but the receipt of each denial', async () => {
    const { guard, ask, fill } = await open();
    await fill();
    const before = (await guard.store.receipts(0, { limit: 1_000 })).length;
    const denial = await ask();
    const added = await guard.store.receipts(before, { limit: 1_000 });
    expect(added).toMatchObject([{ kind: 'deny', code: 'guard/approval-refused', account: 'anna' }]);
    expect(denial.receipt).toEqual(added[0]);
    expect(await guard.store.approvals({ limit: 1_000 })).toHaveLength(20);
    expect(await guard.store.open({ limit: 1_000 })).toEqual([]);
  });

  it.each(['Anna', ' ANNA ', 'ＡＮＮＡ', 'an\u200bna', 'аnna'])('is the same one under %j', async (account) => {
    const { ask, fill } = await open();
    await fill();
    expect(await ask({ principal: { account, tenant: 'acme' } })).toMatchObject(REFUSED);
    expect(await ask({ principal: { account, tenant: 'Acme' } })).toMatchObject(REFUSED);
  });

  it('is the same one whoever asks in the name of the account, in whatever context', async () => {
    const { ask, fill } = await open();
    await fill();
    expect(await ask({ requester: 'bot-8', context: { model: 'another', conversation: 'another' } })).toMatchObject(
      REFUSED,
    );
  });

  it('of one account takes nothing from others, nor from the account of that name in another tenant', async () => {
    const { guard, ask, fill } = await open();
    await fill();
    for (const principal of [
      { account: 'ben', tenant: 'acme' },
      { account: 'anna', tenant: 'bolt' },
    ]) {
      await fill({ principal });
      expect(await ask({ principal })).toMatchObject(REFUSED);
    }
    expect(await waitingOf(guard)).toBe(60);
  });

  it('does not hide what waits already: asked for again it is that one, and approved it is executed', async () => {
    const { guard, request, ask, fill } = await open();
    const mine = request();
    const first = await guard.authorize(mine);
    const requestId = 'requestId' in first ? first.requestId : '';
    await fill();
    expect(await ask()).toMatchObject(REFUSED);
    expect(await guard.authorize(mine)).toMatchObject({ decision: 'needs-approval', requestId, state: 'pending' });
    await guard.decide({ requestId, approver: 'carla', decision: 'approve' });
    // Its place is taken by another one, and it is executed all the same.
    expect(await ask()).toMatchObject({ decision: 'needs-approval' });
    expect(await guard.authorize({ ...mine, approval: requestId })).toMatchObject({ decision: 'allow' });
    expect(await ask()).toMatchObject(REFUSED);
  });

  it.each(['approve', 'deny'] as const)(
    'is over as soon as people say %s, one place for each word',
    async (decision) => {
      const { guard, ask, fill } = await open();
      const [first, second] = await fill();
      for (const requestId of [first!, second!]) await guard.decide({ requestId, approver: 'carla', decision });
      const all = await Promise.all([ask(), ask(), ask()]);
      expect(all.map((one) => one.decision)).toEqual(['needs-approval', 'needs-approval', 'deny']);
      expect(await waitingOf(guard)).toBe(20);
    },
  );

  it('is over when it expires, to the millisecond, and needs no sweep', async () => {
    const { ask, fill, pass } = await open();
    await fill();
    pass(EXPIRES_MS - 1);
    expect(await ask()).toMatchObject(REFUSED);
    pass(1);
    const again = await fill();
    expect(new Set(again).size).toBe(20);
    expect(await ask()).toMatchObject(REFUSED);
  });

  it('is not helped by a clock that is set ahead, nor by one that is set back', async () => {
    const time = { wall: 1_000_000_000, passed: 0 };
    const clock = createGuardClock({ clock: () => time.wall, monotonic: () => time.passed });
    const { guard, ask, fill } = await open({ clock });
    await fill();
    time.wall += 10 * EXPIRES_MS;
    expect(await ask()).toMatchObject(REFUSED);
    time.wall -= 20 * EXPIRES_MS;
    expect(await ask()).toMatchObject(REFUSED);
    // A process that starts while the clock is set back: time does not run back in a store.
    const restarted = await open({ store: guard.store, clock: createGuardClock({ clock: () => time.wall }) });
    expect(await restarted.ask({ arguments: { order_id: 'B', amount_cents: 1 } })).toMatchObject(REFUSED);
    time.passed += EXPIRES_MS;
    expect(await ask()).toMatchObject({ decision: 'needs-approval' });
  });

  it('does not keep anybody from what needs no approval', async () => {
    const policy = parseGuardPolicy(
      samplePolicyJson({
        action: { approval: { above: { minor: 2_500, currency: 'USD' }, expiresMs: EXPIRES_MS, approvers: 1 } },
      }),
    );
    const { ask } = await open({ policy });
    const order = (index: number, cents: number) => ask({ arguments: { order_id: `C-${index}`, amount_cents: cents } });
    await Promise.all(Array.from({ length: 20 }, (_, index) => order(index, 3_000)));
    expect(await order(20, 3_000)).toMatchObject(REFUSED);
    expect(await order(21, 2_500)).toMatchObject({ decision: 'allow' });
  });
});
