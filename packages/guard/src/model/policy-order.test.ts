import { canonicalJson, type JsonValue } from '@bezoar/core/actions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGuard, type Guard } from '../guard/create-guard.ts';
import { parseGuardPolicy } from '../policy/parse-guard-policy.ts';
import type { ActionRequest } from '../request/action-request.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';

interface Compiled {
  readonly actions: { readonly actions: object[]; readonly lookups: object[] };
  readonly guard: { readonly leastPrivilege: { readonly tools: Tool[] } };
}
interface Tool {
  readonly name: string;
  readonly arguments: Readonly<Record<string, object>>;
  readonly destinations: readonly string[];
  readonly secrets: readonly string[];
}

const DAY_MS = 86_400_000;
const ceiling = (scope: string, limit: object, windowMs = DAY_MS): object => ({ scope, limit, windowMs });
const usd = (minor: number): object => ({ minor, currency: 'USD' });
const tool = (name: string, rules: Readonly<Record<string, object>>): Tool => ({
  name,
  arguments: rules,
  destinations: [],
  secrets: [],
});
const text = { type: 'text', optional: false };
const cents = { type: 'integer', optional: false };

const CEILINGS = [ceiling('account', usd(3_000)), ceiling('tenant', { count: 4 }), ceiling('global', usd(6_000))];
const TOOLS = [
  tool('issue_credit', { order_id: text, amount_cents: cents, note: { ...text, optional: true } }),
  tool('search', { query: { type: 'text', optional: false, maxLength: 5 } }),
];
const APPROVAL = { above: usd(1_400), expiresMs: 900_000, approvers: 1 };

function policyOf(changes: { action?: object; tools?: readonly object[] } = {}): Compiled {
  const json = samplePolicyJson({
    action: { ceilings: CEILINGS, approval: APPROVAL, ...changes.action },
    guard: { leastPrivilege: { tools: changes.tools ?? TOOLS } },
  });
  return JSON.parse(json) as Compiled;
}

const requests = fc.record({
  action: fc.constantFrom('issue_credit', 'issue_credit', 'issue_credit', 'search', 'delete_account'),
  account: fc.constantFrom('anna', 'ben'),
  order: fc.constantFrom('1', '2', '3', '4', '5', '6'),
  cents: fc.constantFrom(500, 900, 1_400, 1_401, 2_000, -1),
  note: fc.option(fc.constantFrom('short', 'a long note'), { freq: 3 }),
  query: fc.constantFrom('short', 'too long'),
  isEligible: fc.constantFrom(true, true, true, true, false),
});
type RandomRequest = typeof requests extends fc.Arbitrary<infer T> ? T : never;

function requestOf({ action, account, order, cents: minor, note, query }: RandomRequest): ActionRequest {
  const values =
    action === 'search' ? { query } : { order_id: order, amount_cents: minor, ...(note === null ? {} : { note }) };
  return { action, principal: { account, tenant: 'acme' }, arguments: values };
}

/** What a guard says of the last request, after the others were asked under another policy or the same one. */
async function lastOf(asked: readonly RandomRequest[], before: Compiled, policy: Compiled): Promise<string> {
  const store = createMemoryStore();
  let isEligible = true;
  let now = 0;
  const lookups = { 'refund-eligibility': async () => ({ eligible: isEligible }) };
  const clock = { read: () => ({ window: 1_000 + now, expiry: 1_000 + now }), aheadMs: () => 0 };
  const open = (compiled: Compiled) =>
    createGuard({ policy: parseGuardPolicy(canonicalJson(compiled as unknown as JsonValue)), store, lookups, clock });
  const ask = async (guard: Guard, request: RandomRequest): Promise<string> => {
    isEligible = request.isEligible;
    now += 1;
    const decision = await guard.authorize(requestOf(request));
    return decision.decision === 'allow' ? 'allow' : `${decision.decision} ${decision.code}`;
  };
  const former = await open(before);
  for (const request of asked.slice(0, -1)) await ask(former, request);
  return ask(await open(policy), asked.at(-1)!);
}

/** Policies with one more reason to deny. */
const TIGHTER: Readonly<Record<string, Compiled>> = {
  'a further argument rule': policyOf({
    tools: [
      tool('issue_credit', { ...TOOLS[0]!.arguments, note: { ...text, optional: true, maxLength: 5 } }),
      TOOLS[1]!,
    ],
  }),
  'an argument less': policyOf({ tools: [tool('issue_credit', { order_id: text, amount_cents: cents }), TOOLS[1]!] }),
  'a tool less': policyOf({ tools: TOOLS.slice(0, 1) }),
  'a largest amount': policyOf({
    tools: [tool('issue_credit', { ...TOOLS[0]!.arguments, amount_cents: { ...cents, max: 900 } }), TOOLS[1]!],
  }),
  'a lower limit': policyOf({ action: { ceilings: [ceiling('account', usd(2_000)), ...CEILINGS.slice(1)] } }),
  'a further ceiling': policyOf({ action: { ceilings: [...CEILINGS, ceiling('tenant', usd(2_500), 7 * DAY_MS)] } }),
  'a lower threshold': policyOf({ action: { approval: { ...APPROVAL, above: usd(600) } } }),
  'no transcript that makes it legitimate': policyOf({ action: { transcript: 'never' } }),
};

const histories = fc.array(requests, { minLength: 1, maxLength: 8, size: 'max' });

describe('a policy with one more reason to deny', () => {
  for (const [name, tighter] of Object.entries(TIGHTER)) {
    it(`never allows what was not allowed: ${name}`, async () => {
      const base = policyOf();
      let tightened = 0;
      await fc.assert(
        fc.asyncProperty(histories, async (asked) => {
          const [before, after] = [await lastOf(asked, base, base), await lastOf(asked, base, tighter)];
          if (before !== 'allow') expect(after).not.toBe('allow');
          else if (after !== 'allow') tightened += 1;
        }),
        { seed: 8, numRuns: 15 },
      );
      expect(tightened).toBeGreaterThan(0);
    });
  }
});

describe('the order of a policy', () => {
  it('of actions, ceilings, tools and look-ups decides nothing', async () => {
    const base = policyOf({ action: { name: 'issue_credit' } });
    const other = {
      ...(base.actions.actions[0] as object),
      name: 'close_account',
      ceilings: [ceiling('account', { count: 1 })],
    };
    const { amount: _, approval: __, ...close } = other as { amount?: unknown; approval?: unknown } & object;
    const both = (isTurned: boolean): Compiled => {
      const turn = <T>(items: readonly T[]): T[] => (isTurned ? [...items].reverse() : [...items]);
      const credits = policyOf({ action: { ceilings: turn(CEILINGS) }, tools: turn(TOOLS) });
      const lookups = [...base.actions.lookups, { ...base.actions.lookups[0]!, name: 'another' }];
      return {
        ...credits,
        actions: { ...credits.actions, actions: turn([credits.actions.actions[0]!, close]), lookups: turn(lookups) },
      };
    };
    await fc.assert(
      fc.asyncProperty(histories, async (asked) => {
        expect(await lastOf(asked, both(true), both(true))).toBe(await lastOf(asked, both(false), both(false)));
      }),
      { seed: 9, numRuns: 15 },
    );
  });

  it('of fields is one: another text of the same policy is not loaded', () => {
    const json = samplePolicyJson();
    const { version, ...rest } = JSON.parse(json) as Record<string, unknown>;
    expect(() => parseGuardPolicy(JSON.stringify({ version, ...rest }))).toThrow('canonical JSON');
  });
});
