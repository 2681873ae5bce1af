import type { GuardEvent } from '../../decision/guard-event.ts';
import { createGuard, type Guard } from '../../guard/create-guard.ts';
import type { GuardOptions } from '../../guard/guard-options.ts';
import { parseGuardPolicy } from '../../policy/parse-guard-policy.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { samplePolicyJson } from '../../testing/sample-policy.test-support.ts';

/** Anna of Acme, as the session says. */
export const ANNA = { account: 'anna', tenant: 'acme' };

/** A call that the sample policy allows. */
export const SMALL = { order_id: 'A-1', amount_cents: 1200 };

/** A call that people must agree to. */
export const LARGE = { order_id: 'A-1', amount_cents: 3000 };

/** A guard with the sample policy, a listed tool beside its action, and everything that it says. */
export async function openShop(
  options: Partial<GuardOptions> & { readonly isEligible?: boolean } = {},
): Promise<{ readonly guard: Guard; readonly events: readonly GuardEvent[]; states(): Promise<readonly string[]> }> {
  const { isEligible = true, ...rest } = options;
  const events: GuardEvent[] = [];
  const store = createMemoryStore();
  const tool = { destinations: [], secrets: [] };
  const listed = ['issue_credit', 'find_order'].map((name) => ({ name, ...tool }));
  const guard = await createGuard({
    policy: parseGuardPolicy(
      samplePolicyJson({ guard: { leastPrivilege: { tools: listed }, approvals: { approvers: ['carla'] } } }),
    ),
    store,
    lookups: { 'refund-eligibility': async () => ({ eligible: isEligible }) },
    onEvent: (event) => events.push(event),
    ...rest,
  });
  const states = async (): Promise<readonly string[]> => {
    await guard.drain();
    const receipts = await guard.store.receipts(0, { limit: 100 });
    return receipts.map(({ kind, outcome, code }) => [kind, outcome ?? code].filter(Boolean).join(' '));
  };
  return { guard, events, states };
}
