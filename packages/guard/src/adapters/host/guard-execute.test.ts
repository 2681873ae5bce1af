import { describe, expect, it } from 'vitest';
import { guardFunctionTool } from '../guard-function-tool.ts';
import { ANNA, LARGE, openShop, SMALL } from '../testing/open-shop.test-support.ts';
import { guardExecute } from './guard-execute.ts';

describe('guardExecute', () => {
  it('guards a plain function, and gives it the host’s own arguments', async () => {
    const { guard } = await openShop();
    const seen: unknown[] = [];
    const credit = guardExecute(
      guard,
      'issue_credit',
      (input: typeof SMALL, session: { readonly user: string }) => {
        seen.push(input, session);
        return 'credited';
      },
      { principalOf: ({ user }) => ({ account: user, tenant: 'acme' }) },
    );
    expect(await credit(SMALL, { user: 'anna' })).toBe('credited');
    expect(await credit(SMALL, { user: 'anna' })).toMatchObject({ denied: true, code: 'guard/already-done' });
    expect(seen).toEqual([SMALL, { user: 'anna' }]);
  });

  it('refuses to wrap a tool of which the policy says nothing', async () => {
    const { guard } = await openShop();
    expect(() => guardExecute(guard, 'delete_account', () => 'gone')).toThrow('neither declares nor lists');
  });

  it('denies input that is no plain object, as a model gives it without a schema', async () => {
    const { guard } = await openShop();
    const credit = guardExecute(guard, 'issue_credit', () => 'credited', { principalOf: () => ANNA });
    for (const input of [JSON.stringify(SMALL), undefined, [SMALL], new Map()]) {
      expect(await credit(input)).toMatchObject({ code: 'guard/arguments-malformed' });
    }
    const input = Object.defineProperty({ order_id: 'A-1' }, 'amount_cents', { get: () => 1, enumerable: true });
    expect(await credit(input)).toMatchObject({ code: 'guard/arguments-malformed' });
  });

  it('lets everything through in shadow mode, and says what it would have done', async () => {
    const { guard, events } = await openShop({ mode: 'shadow', isEligible: false });
    const credit = guardExecute(guard, 'issue_credit', () => 'credited', { principalOf: () => ANNA });
    expect(await credit(SMALL)).toBe('credited');
    expect(events).toContainEqual(expect.objectContaining({ type: 'alarm', code: 'guard/shadow-mode' }));
  });
});

describe('guardFunctionTool', () => {
  it('keeps the options and guards what they execute', async () => {
    const { guard } = await openShop();
    const seen: unknown[] = [];
    const options = {
      name: 'issue_credit',
      description: 'Issues a credit',
      execute: async (...values: unknown[]) => {
        seen.push(...values);
        return 'credited';
      },
    };
    const guarded = guardFunctionTool(guard, options);
    expect(guarded).toMatchObject({ name: 'issue_credit', description: 'Issues a credit' });
    const runContext = { context: { principal: ANNA } };
    expect(await guarded.execute(SMALL, runContext, { callId: '1' })).toBe('credited');
    expect(seen).toEqual([SMALL, runContext, { callId: '1' }]);
    expect(await guarded.execute(LARGE, runContext)).toMatchObject({ code: 'guard/already-done' });
    expect(await guarded.execute(SMALL)).toMatchObject({ code: 'guard/principal-missing' });
  });
});
