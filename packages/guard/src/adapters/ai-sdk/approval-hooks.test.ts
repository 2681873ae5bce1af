import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANNA, LARGE, openShop, SMALL } from '../testing/open-shop.test-support.ts';
import { needsApprovalOf, toolApprovalOf } from './approval-hooks.ts';
import { guardTools } from './guard-tools.ts';

const execute = async () => 'credited';

describe('toolApprovalOf', () => {
  it('says what the rules say, without asking look-ups or people', async () => {
    const { guard, states } = await openShop({ isEligible: false });
    const status = toolApprovalOf(guard);
    const ask = (toolName: string, input: unknown) =>
      status({ toolCall: { toolName, input }, toolsContext: { [toolName]: { principal: ANNA } } });
    expect(ask('issue_credit', SMALL)).toMatchObject({ type: 'approved' });
    expect(ask('issue_credit', LARGE)).toMatchObject({ type: 'user-approval' });
    expect(ask('issue_credit', { ...SMALL, amount_cents: '1200' })).toMatchObject({ type: 'denied' });
    expect(ask('issue_credit', { ...SMALL, account: 'ben' })).toMatchObject({ type: 'denied' });
    expect(ask('delete_account', {})).toMatchObject({ type: 'denied' });
    expect(ask('find_order', {})).toMatchObject({ type: 'approved' });
    expect(await states()).toEqual([]);
  });

  it('denies what is not guarded, whatever cannot be judged, and a call of nobody', async () => {
    const { guard } = await openShop();
    const toolCall = { toolName: 'issue_credit', input: SMALL };
    const runtimeContext = { principal: ANNA };
    const status = toolApprovalOf(guard);
    const tools = { issue_credit: { execute } };
    expect(status({ toolCall, tools, runtimeContext })).toEqual({ type: 'denied', reason: 'the tool is not guarded' });
    expect(status({ toolCall, tools: guardTools(guard, tools), runtimeContext })).toMatchObject({ type: 'approved' });
    expect(status({ toolCall })).toMatchObject({ type: 'denied' });
    const failing = toolApprovalOf(guard, () => {
      throw new Error('the session is gone');
    });
    expect(failing({ toolCall })).toEqual({ type: 'denied', reason: 'it could not be judged' });
  });

  it.each(['constructor', '__proto__', 'toString', ''])(
    'never leaves it open for a tool named %j',
    async (toolName) => {
      const { guard } = await openShop();
      const status = toolApprovalOf(guard, () => ANNA);
      expect(status({ toolCall: { toolName, input: {} }, tools: {} })).toMatchObject({ type: 'denied' });
    },
  );
});

describe('any answer of toolApprovalOf', () => {
  it('is one of three statuses, whatever the model and the host give', async () => {
    const { guard } = await openShop();
    const status = toolApprovalOf(guard);
    const question = fc.record({
      toolCall: fc.record({
        toolName: fc.oneof(fc.constant('issue_credit'), fc.string()),
        input: fc.oneof(fc.anything(), fc.record({ order_id: fc.string(), amount_cents: fc.integer() })),
      }),
      tools: fc.anything(),
      toolsContext: fc.anything(),
      runtimeContext: fc.oneof(fc.constant({ principal: ANNA }), fc.anything()),
    });
    fc.assert(
      fc.property(question, (asked) => {
        const { type } = status(asked);
        expect(['approved', 'denied', 'user-approval']).toContain(type);
        if (asked.toolCall.toolName !== 'issue_credit') expect(type).toBe('denied');
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe('needsApprovalOf', () => {
  it('asks where the rules would ask people, and where a call cannot be judged', async () => {
    const { guard } = await openShop();
    const from = { experimental_context: { principal: ANNA } };
    const needs = needsApprovalOf(guard, 'issue_credit');
    expect(needs(SMALL, from)).toBe(false);
    expect(needs(LARGE, from)).toBe(true);
    expect(needs(LARGE, {})).toBe(true);
    expect(needsApprovalOf(guard, 'delete_account')({}, from)).toBe(true);
    // Certain to be refused when it is executed: nobody is bothered.
    expect(needs({ ...SMALL, account: 'ben' }, from)).toBe(false);
  });
});
