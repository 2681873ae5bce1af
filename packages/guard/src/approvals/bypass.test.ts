import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../guard/create-guard.ts';
import type { GuardOptions } from '../guard/guard-options.ts';
import { parseGuardPolicy } from '../policy/parse-guard-policy.ts';
import type { ActionRequest } from '../request/action-request.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';
import { type ApprovalTerms, approvalBinding } from './approval-request.ts';
import { voteBytes } from './approver-rules.ts';

const REQUEST: ActionRequest = {
  action: 'issue_credit',
  principal: { account: 'anna', tenant: 'acme' },
  requester: 'bot-7',
  arguments: { order_id: 'A-1', amount_cents: 3000, reason: 'broken' },
};

async function open(options: Partial<GuardOptions> & { readonly approvers?: number } = {}) {
  let now = 1_000_000;
  const { approvers = 1, ...rest } = options;
  const approval = { above: { minor: 2500, currency: 'USD' }, expiresMs: 900_000, approvers };
  const guard = await createGuard({
    policy: parseGuardPolicy(samplePolicyJson({ action: { approval } })),
    store: createMemoryStore(),
    lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
    clock: { read: () => ({ window: now, expiry: now }), aheadMs: () => 0 },
    ...rest,
  });
  const ask = (changes: Partial<ActionRequest> = {}) => guard.authorize({ ...REQUEST, ...changes });
  const first = await ask();
  const requestId = 'requestId' in first ? first.requestId : '';
  const vote = (approver: string, decision: 'approve' | 'deny' = 'approve', signature?: string) =>
    guard.decide({ requestId, approver, decision, ...(signature === undefined ? {} : { signature }) });
  return { guard, ask, requestId, vote, pass: (ms: number) => (now += ms) };
}

describe('an approval', () => {
  it('is refused for a request in which any character is another one', async () => {
    const { ask, requestId, vote } = await open();
    await vote('ben');
    const whole = JSON.stringify(REQUEST);
    let judged = 0;
    for (let at = 0; at < whole.length; at++) {
      const changed = `${whole.slice(0, at)}${whole[at] === 'x' ? 'y' : 'x'}${whole.slice(at + 1)}`;
      let request: ActionRequest;
      try {
        request = JSON.parse(changed) as ActionRequest;
      } catch {
        continue;
      }
      judged += 1;
      expect((await ask({ ...request, approval: requestId })).decision, changed).not.toBe('allow');
    }
    expect(judged).toBeGreaterThan(60);
    expect(await ask({ approval: requestId })).toMatchObject({ decision: 'allow' });
  });

  it('is bound to every part of its terms, injectively', () => {
    const text = fc.string({ unit: 'binary', maxLength: 8 });
    const terms: fc.Arbitrary<ApprovalTerms> = fc.record({
      id: text,
      action: text,
      principal: fc.record({ account: text, tenant: text }),
      requester: text,
      canonicalArguments: text,
      amount: fc.option(fc.record({ minor: fc.nat(), currency: text })),
      policy: text,
      expiresAt: fc.nat(),
    });
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        expect(approvalBinding(a) === approvalBinding(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is used once, and by nobody who guesses an id', async () => {
    const { ask, requestId, vote } = await open();
    await vote('ben');
    expect(await ask({ approval: 'f'.repeat(32) })).toMatchObject({ code: 'guard/approval-refused' });
    const both = await Promise.all([ask({ approval: requestId }), ask({ approval: requestId })]);
    expect(both.filter(({ decision }) => decision === 'allow')).toHaveLength(1);
  });

  it('expires, before the vote and after it', async () => {
    const before = await open();
    before.pass(900_000);
    expect(await before.vote('ben')).toMatchObject({ kind: 'refused', code: 'guard/not-waiting' });
    const after = await open();
    await after.vote('ben');
    after.pass(900_000);
    expect(await after.ask({ approval: after.requestId })).toMatchObject({ code: 'guard/approval-refused' });
  });

  it.each(['anna', 'Anna ', 'ＡＮＮＡ', 'bot-7', 'bo\u200bt-7'])(
    'is not given by whoever asks, as %j',
    async (name) => {
      const { ask, requestId, vote } = await open();
      expect(await vote(name)).toMatchObject({ kind: 'refused', code: 'guard/not-an-approver' });
      expect(await ask({ approval: requestId })).toMatchObject({ decision: 'needs-approval', state: 'pending' });
    },
  );

  it('takes as many people as the document says, each once under any spelling', async () => {
    const { ask, requestId, vote } = await open({ approvers: 2 });
    expect(await vote('ben')).toMatchObject({ approval: { state: 'pending' } });
    expect(await vote(' BEN')).toMatchObject({ kind: 'refused' });
    expect(await ask({ approval: requestId })).toMatchObject({ decision: 'needs-approval' });
    expect(await vote('carla')).toMatchObject({ approval: { state: 'approved' } });
    expect(await ask({ approval: requestId })).toMatchObject({ decision: 'allow' });
  });

  it('that was denied stays so until it would have expired, however often it is asked for', async () => {
    const { ask, requestId, vote, pass } = await open();
    await vote('ben', 'deny');
    expect(await vote('carla')).toMatchObject({ kind: 'refused', code: 'guard/not-waiting' });
    expect(await ask()).toMatchObject({ code: 'guard/approval-refused' });
    expect(await ask({ approval: requestId })).toMatchObject({ code: 'guard/approval-refused' });
    pass(900_000);
    expect(await ask()).toMatchObject({ decision: 'needs-approval', state: 'pending' });
  });

  it('asked for again while it waits is the same one', async () => {
    const { ask, requestId } = await open();
    expect(await ask()).toMatchObject({ requestId, state: 'pending' });
  });

  it('does not count where the rules say no in the meantime: it is judged again when it is executed', async () => {
    let isEligible = true;
    const { ask, requestId, vote } = await open({
      lookups: { 'refund-eligibility': async () => ({ eligible: isEligible }) },
    });
    await vote('ben');
    isEligible = false;
    expect(await ask({ approval: requestId })).toMatchObject({ code: 'guard/not-eligible' });
  });

  it('of another policy is refused', async () => {
    const { guard, requestId, vote } = await open();
    await vote('ben');
    const other = await createGuard({
      policy: parseGuardPolicy(samplePolicyJson({ action: { claims: ['credited'] } })),
      store: guard.store,
      lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
      clock: { read: () => ({ window: 1_000_000, expiry: 1_000_000 }), aheadMs: () => 0 },
    });
    expect(await other.authorize({ ...REQUEST, approval: requestId })).toMatchObject({
      code: 'guard/approval-refused',
    });
  });

  it('needs a signature of the approver over this very request, where approvers have keys', async () => {
    const [ben, mallory] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
    const approverKeys = new Map([['ben', ben.publicKey.export({ type: 'spki', format: 'pem' }).toString()]]);
    const { guard, ask, requestId, vote } = await open({ approverKeys });
    const [request] = await guard.store.approvals({ limit: 1 });
    const signed = (key: typeof ben, binding: string, decision: 'approve' | 'deny' = 'approve') =>
      sign(null, voteBytes(binding, 'ben', decision), key.privateKey).toString('base64');
    const { binding } = request!;
    for (const bad of [
      undefined,
      '',
      signed(mallory, binding),
      signed(ben, 'f'.repeat(64)),
      signed(ben, binding, 'deny'),
    ]) {
      expect(await vote('ben', 'approve', bad)).toMatchObject({ kind: 'refused', code: 'guard/not-an-approver' });
    }
    expect(await vote('ben', 'approve', signed(ben, binding))).toMatchObject({ approval: { state: 'approved' } });
    expect(await ask({ approval: requestId })).toMatchObject({ decision: 'allow' });
  });
});
