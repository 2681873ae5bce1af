import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { voteBytes } from '../approvals/approver-rules.ts';
import { createGuardClock } from '../clock/guard-clock.ts';
import { verifyReceipts } from '../receipts/verify-receipts.ts';
import { sampleApproval, writeSample } from '../store/conformance/sample-rows.ts';
import { creditBody, openDecisionPoint } from './testing/decision-point.test-support.ts';

/** Above the threshold of the sample policy. */
const LARGE = creditBody({ arguments: { order_id: 'A-9', amount_cents: 3000 }, idempotencyKey: 'k-9' });

describe('POST /v1/authorize', () => {
  it('allows with the arguments to execute, and settles what came of it', async () => {
    const { tell } = await openDecisionPoint();
    const { status, body } = await tell('shop', 'POST', '/v1/authorize', creditBody({ context: { model: 'm-1' } }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      decision: 'allow',
      code: 'guard/allowed',
      arguments: { order_id: 'A-1', amount_cents: 1200 },
      isReplay: false,
      mode: 'enforce',
      receipt: { kind: 'allow', model: 'm-1' },
    });
    expect(Date.parse(body.executeBy)).toBeGreaterThan(body.receipt.at);
    const settled = await tell('shop', 'POST', '/v1/settle', { reservation: body.reservation, outcome: 'done' });
    expect(settled.body).toMatchObject({
      state: 'done',
      action: 'issue_credit',
      receipt: { kind: 'settle', actor: 'shop' },
    });
    const again = await tell('shop', 'POST', '/v1/settle', { reservation: body.reservation, outcome: 'done' });
    expect(again.status).toBe(200);
    expect(again.body.receipt).toBeUndefined();
    const changed = await tell('shop', 'POST', '/v1/settle', { reservation: body.reservation, outcome: 'failed' });
    expect(changed).toMatchObject({ status: 409, body: { code: 'guard/settled-already' } });
  });

  it('answers a denial with 200, its code and its receipt', async () => {
    const { tell } = await openDecisionPoint();
    const { status, body } = await tell('shop', 'POST', '/v1/authorize', creditBody({ action: 'delete_account' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ decision: 'deny', code: 'guard/action-not-declared', receipt: { kind: 'deny' } });
  });

  it('gives the same reservation where the first answer was lost, and denies another key for the same order', async () => {
    const { tell } = await openDecisionPoint();
    const { body: first } = await tell('shop', 'POST', '/v1/authorize', creditBody());
    const { body: retry } = await tell('shop', 'POST', '/v1/authorize', creditBody());
    expect(retry).toMatchObject({ decision: 'allow', isReplay: true, reservation: first.reservation });
    const { body: other } = await tell('shop', 'POST', '/v1/authorize', creditBody({ idempotencyKey: 'k-2' }));
    expect(other).toMatchObject({ decision: 'deny', code: 'guard/in-flight', receipt: first.receipt });
    await tell('shop', 'POST', '/v1/settle', { reservation: first.reservation, outcome: 'done' });
    const { body: late } = await tell('shop', 'POST', '/v1/authorize', creditBody({ idempotencyKey: 'k-3' }));
    expect(late).toMatchObject({ decision: 'deny', code: 'guard/already-done', state: 'done', receipt: first.receipt });
  });

  it('denies with 400 what is no request of the contract, and calls it a denial', async () => {
    const { tell } = await openDecisionPoint();
    for (const [changes, code] of [
      [{ idempotencyKey: undefined }, 'guard/http-malformed'],
      [{ transcript: { turns: [] } }, 'guard/http-malformed'],
      [{ principal: { account: 'anna' } }, 'guard/principal-missing'],
      [{ principal: { account: 'anna', tenant: 'acme', role: 'x' } }, 'guard/principal-missing'],
      [{ arguments: [] }, 'guard/arguments-malformed'],
      [{ context: { mood: 'x' } }, 'guard/request-malformed'],
      [{ action: 7 }, 'guard/request-malformed'],
    ] as const) {
      const { status, body } = await tell('shop', 'POST', '/v1/authorize', creditBody(changes));
      expect({ status, ...body }).toMatchObject({ status: 400, decision: 'deny', code });
    }
  });

  it('says in shadow mode what would have been decided, and leaves the arguments to the caller', async () => {
    const { tell } = await openDecisionPoint({ guard: { mode: 'shadow' } });
    const { body, headers } = await tell('shop', 'POST', '/v1/authorize', creditBody({ action: 'delete_account' }));
    expect(headers.get('bezoar-mode')).toBe('shadow');
    expect(body).toMatchObject({ decision: 'allow', mode: 'shadow', shadow: { code: 'guard/action-not-declared' } });
    expect(body.arguments).toBeUndefined();
    const { body: large } = await tell('shop', 'POST', '/v1/authorize', LARGE);
    expect(large.shadow).toMatchObject({ decision: 'needs-approval', expiresAt: expect.stringMatching(/Z$/) });
    const malformed = await tell('shop', 'POST', '/v1/authorize', creditBody({ principal: 'anna' }));
    expect(malformed).toMatchObject({ status: 400, body: { decision: 'deny', mode: 'shadow' } });
    for (const path of ['/healthz', '/v1/requests', '/nowhere']) {
      expect((await tell(undefined, 'GET', path)).headers.get('bezoar-mode')).toBe('shadow');
    }
  });

  it('denies while the store fails, and tells nobody but the host why', async () => {
    const faults: unknown[] = [];
    const { guard, tell } = await openDecisionPoint({ http: { onFault: (error) => faults.push(error) } });
    const broken = async (): Promise<never> => Promise.reject(new Error('disk of db-7 is full'));
    Object.assign(guard.store, { transact: broken, hasReceipt: broken, usage: broken });
    const { status, body } = await tell('shop', 'POST', '/v1/authorize', creditBody());
    expect({ status, ...body }).toMatchObject({ status: 200, decision: 'deny', code: 'guard/store-failed' });
    const ceilings = await tell('carla', 'GET', '/v1/ceilings');
    expect(ceilings).toMatchObject({ status: 500, body: { code: 'guard/internal' } });
    expect(JSON.stringify(ceilings.body)).not.toContain('db-7');
    expect(faults).toHaveLength(1);
  });
});

describe('requests for approval', () => {
  it('are shown whole, decided in the name of the token, and used once', async () => {
    const { guard, tell } = await openDecisionPoint();
    const note = 'x'.repeat(50_000);
    const call = creditBody({
      arguments: { order_id: 'A-9', amount_cents: 3000, note },
      requester: 'support-agent',
      context: { intent: 'refund', model: 'm-1', conversation: 'c-1', agent: 'a-1' },
    });
    const { body: asked } = await tell('shop', 'POST', '/v1/authorize', call);
    expect(asked).toMatchObject({ decision: 'needs-approval', code: 'guard/approval-needed', state: 'pending' });
    const { body: list, headers } = await tell('carla', 'GET', '/v1/requests');
    expect(headers.get('bezoar-complete')).toBe('true');
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({
      id: asked.requestId,
      state: 'pending',
      requester: 'support-agent',
      principal: { account: 'anna', tenant: 'acme' },
      arguments: { note },
      amount: { minor: 3000, currency: 'USD' },
      context: { intent: 'refund', model: 'm-1', conversation: 'c-1', agent: 'a-1' },
      policy: guard.policy.digest,
      isPolicyCurrent: true,
      isIntact: true,
      quorum: 1,
      reversible: false,
      expiresAt: asked.expiresAt,
      rule: { kind: 'above-amount', above: { minor: 2500, currency: 'USD' } },
    });
    expect(list[0].budget).toMatchObject([
      { scope: 'account', key: 'acme/anna', limit: 5000, remaining: 2000 },
      { scope: 'global', key: '*', limit: 200_000, remaining: 197_000 },
    ]);
    expect(JSON.parse(list[0].canonicalArguments)).toEqual(call.arguments);
    const path = `/v1/requests/${asked.requestId}`;
    const decided = await tell('carla', 'POST', `${path}/decision`, { decision: 'approve', reason: 'order was lost' });
    expect(decided.body).toMatchObject({ state: 'approved', votes: [{ approver: 'carla', reason: 'order was lost' }] });
    const allowed = await tell('shop', 'POST', '/v1/authorize', { ...call, approval: asked.requestId });
    expect(allowed.body).toMatchObject({ decision: 'allow', receipt: { approval: asked.requestId } });
    const { body: used } = await tell('olga', 'GET', path);
    expect(used).toMatchObject({ state: 'consumed', reservation: allowed.body.reservation });
    expect((await tell('carla', 'GET', '/v1/requests')).body).toEqual([]);
    expect((await tell('carla', 'GET', '/v1/requests?state=consumed')).body).toHaveLength(1);
    expect((await tell('dora', 'POST', `${path}/decision`, { decision: 'deny' })).body.code).toBe('guard/not-waiting');
  });

  it('are not approved by whoever asked, whoever it is about, or anybody without the role', async () => {
    const { tell } = await openDecisionPoint();
    const call = { ...LARGE, requester: 'Carla ', principal: { account: 'dora', tenant: 'acme' } };
    const { body: asked } = await tell('shop', 'POST', '/v1/authorize', call);
    const path = `/v1/requests/${asked.requestId}/decision`;
    for (const [who, code] of [
      ['carla', 'guard/not-an-approver'],
      ['dora', 'guard/not-an-approver'],
      ['shop', 'guard/forbidden'],
      ['olga', 'guard/forbidden'],
    ] as const) {
      expect(await tell(who, 'POST', path, { decision: 'approve' })).toMatchObject({ status: 403, body: { code } });
    }
    const named = { decision: 'approve', approver: 'eve' };
    expect(await tell('carla', 'POST', path, named)).toMatchObject({ status: 400 });
    expect((await tell('olga', 'GET', '/v1/requests')).body[0]).toMatchObject({ state: 'pending', votes: [] });
  });

  it('expire, and are then listed as expired alone', async () => {
    let now = 1_800_000_000_000;
    const clock = createGuardClock({ clock: () => now, monotonic: () => now });
    const { tell } = await openDecisionPoint({ guard: { clock }, http: { clock: () => now } });
    for (const order of ['1', '2', '3']) {
      const call = { ...LARGE, arguments: { order_id: order, amount_cents: 3000 }, idempotencyKey: order };
      await tell('shop', 'POST', '/v1/authorize', call);
      now += 400_000;
    }
    expect((await tell('carla', 'GET', '/v1/requests')).body).toHaveLength(2);
    expect((await tell('carla', 'GET', '/v1/requests?state=expired')).body).toMatchObject([
      { arguments: { order_id: '1' } },
    ]);
    expect((await tell('carla', 'GET', '/v1/requests?state=all')).body).toHaveLength(3);
    const cut = await tell('carla', 'GET', '/v1/requests?state=pending&limit=1');
    expect([cut.body.length, cut.headers.get('bezoar-complete')]).toEqual([1, 'false']);
    now += 10_000_000;
    expect((await tell('carla', 'GET', '/v1/requests')).body).toEqual([]);
    const { body: expired } = await tell('carla', 'GET', '/v1/requests?state=expired&limit=2');
    expect(expired.map((one: { arguments: unknown }) => one.arguments)).toMatchObject([
      { order_id: '3' },
      { order_id: '2' },
    ]);
  });

  it('that wait are listed, however many that expired are newer', async () => {
    const { guard, tell } = await openDecisionPoint({ http: { clock: () => 5000 } });
    const expired = Array.from({ length: 2500 }, (_, index) => sampleApproval(10 + index, { expiresAt: 4000 }));
    await writeSample(guard.store, { approvals: [sampleApproval(1, { expiresAt: 6000 }), ...expired] });
    const { body, headers } = await tell('carla', 'GET', '/v1/requests');
    expect(body.map(({ id }: { readonly id: string }) => id)).toEqual([sampleApproval(1).id]);
    expect(headers.get('bezoar-complete')).toBe('true');
  });

  it('take a signature where the guard knows the approvers’ keys', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const approverKeys = new Map([['carla', publicKey.export({ type: 'spki', format: 'pem' }).toString()]]);
    const { tell } = await openDecisionPoint({ guard: { approverKeys } });
    const { requestId } = (await tell('shop', 'POST', '/v1/authorize', LARGE)).body;
    const path = `/v1/requests/${requestId}/decision`;
    expect((await tell('carla', 'POST', path, { decision: 'approve' })).status).toBe(403);
    const { binding } = (await tell('carla', 'GET', `/v1/requests/${requestId}`)).body;
    const signature = sign(null, voteBytes(binding, 'carla', 'approve'), privateKey).toString('base64');
    expect((await tell('carla', 'POST', path, { decision: 'approve', signature })).body.state).toBe('approved');
  });
});

describe('ceilings, reservations, stops and receipts', () => {
  it('show every counter in use, and the global ones in any case', async () => {
    const { tell } = await openDecisionPoint();
    const { body: before } = await tell('olga', 'GET', '/v1/ceilings');
    expect(before).toEqual([
      {
        action: 'issue_credit',
        scope: 'global',
        key: '*',
        unit: 'USD',
        windowMs: 86_400_000,
        limit: 200_000,
        settled: 0,
        reserved: 0,
      },
    ]);
    const slashed = { account: 'b/c', tenant: 'a' };
    const { body: one } = await tell('shop', 'POST', '/v1/authorize', creditBody());
    await tell('shop', 'POST', '/v1/settle', { reservation: one.reservation, outcome: 'done' });
    await tell('shop', 'POST', '/v1/authorize', creditBody({ principal: slashed, idempotencyKey: 'k-2' }));
    const { body: after } = await tell('carla', 'GET', '/v1/ceilings');
    expect(after).toMatchObject([
      { scope: 'global', settled: 1200, reserved: 1200, limit: 200_000 },
      { scope: 'account', key: 'a/b%2Fc', tenant: 'a', account: 'b/c', settled: 0, reserved: 1200, limit: 5000 },
      { scope: 'account', key: 'acme/anna', settled: 1200, reserved: 0, limit: 5000 },
    ]);
    const cut = await tell('carla', 'GET', '/v1/ceilings?limit=1');
    expect([cut.body.length, cut.headers.get('bezoar-complete')]).toEqual([1, 'false']);
  });

  it('let nobody but the caller that reserved, or an operator, settle', async () => {
    const { tell } = await openDecisionPoint();
    const { body } = await tell('shop', 'POST', '/v1/authorize', creditBody());
    const order = { reservation: body.reservation, outcome: 'failed' };
    expect(await tell('chat', 'POST', '/v1/settle', order)).toMatchObject({
      status: 403,
      body: { code: 'guard/not-yours' },
    });
    expect(await tell('carla', 'POST', '/v1/settle', order)).toMatchObject({
      status: 403,
      body: { code: 'guard/forbidden' },
    });
    expect((await tell('olga', 'GET', '/v1/reservations?state=open')).body).toMatchObject([
      { id: body.reservation, state: 'reserved', caller: 'shop' },
    ]);
    expect((await tell('olga', 'POST', '/v1/settle', order)).body).toMatchObject({
      state: 'failed',
      receipt: { actor: 'olga' },
    });
    expect((await tell('olga', 'GET', '/v1/reservations')).body).toEqual([]);
    const none = { reservation: '0'.repeat(32), outcome: 'done' };
    expect(await tell('shop', 'POST', '/v1/settle', none)).toMatchObject({
      status: 404,
      body: { code: 'guard/no-such-reservation' },
    });
  });

  it('stop an action or all from the next decision on, and refuse a stop that would stop nothing', async () => {
    const { tell } = await openDecisionPoint();
    const decide = async (key: string): Promise<string> => {
      const call = creditBody({ arguments: { order_id: key, amount_cents: 100 }, idempotencyKey: key });
      return (await tell('shop', 'POST', '/v1/authorize', call)).body.code;
    };
    expect((await tell('olga', 'POST', '/v1/stop', { action: 'isue_credit', reason: 'slip' })).status).toBe(404);
    const stopped = await tell('olga', 'POST', '/v1/stop', { action: 'issue_credit', reason: 'attack' });
    expect(stopped.body.stops).toMatchObject([{ action: 'issue_credit', by: 'olga', reason: 'attack' }]);
    await tell('olga', 'POST', '/v1/stop', { reason: 'attack' });
    expect(await decide('1')).toBe('guard/stopped');
    await tell('olga', 'POST', '/v1/resume', { action: 'issue_credit', reason: 'over' });
    expect(await decide('2')).toBe('guard/stopped');
    expect((await tell('carla', 'GET', '/v1/stops')).body).toMatchObject([{ action: null }]);
    expect((await tell('olga', 'POST', '/v1/resume', { reason: 'over' })).body.stops).toEqual([]);
    expect(await decide('3')).toBe('guard/allowed');
    expect((await tell('shop', 'POST', '/v1/stop', { reason: 'x' })).status).toBe(403);
  });

  it('hand out receipts whose chain verifies', async () => {
    const { tell } = await openDecisionPoint();
    for (const key of ['1', '2', '3']) await tell('shop', 'POST', '/v1/authorize', creditBody({ idempotencyKey: key }));
    const { body: start, headers } = await tell('olga', 'GET', '/v1/receipts?limit=2');
    expect([start.length, headers.get('bezoar-complete')]).toEqual([2, 'false']);
    const { body: rest } = await tell('olga', 'GET', '/v1/receipts?from=2');
    expect(verifyReceipts([...start, ...rest])).toMatchObject({ isSound: true, end: { count: 3 } });
    expect((await tell('shop', 'GET', '/v1/receipts')).status).toBe(403);
  });

  it('tell anybody the mode and the contract, and nothing else', async () => {
    const { tell } = await openDecisionPoint();
    expect((await tell(undefined, 'GET', '/healthz')).body).toEqual({ ok: true, mode: 'enforce' });
    expect((await tell(undefined, 'GET', '/openapi.json')).body).toMatchObject({
      openapi: '3.1.0',
      info: { version: '1.2.3' },
    });
  });
});
