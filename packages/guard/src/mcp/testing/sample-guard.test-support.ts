import { createGuard, type Guard } from '../../guard/create-guard.ts';
import type { GuardOptions } from '../../guard/guard-options.ts';
import { parseGuardPolicy } from '../../policy/parse-guard-policy.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { samplePolicyJson } from '../../testing/sample-policy.test-support.ts';

export const ANNA = { account: 'anna', tenant: 'acme' };
export const BEN = { account: 'ben', tenant: 'acme' };

/** A tool that the policy lists; without rules it takes any arguments. */
export function tool(name: string, rules?: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { name, ...(rules === undefined ? {} : { arguments: rules }), destinations: [], secrets: [] };
}

/** A guard over `issue_credit` (with ceilings, approval above 2500, once for each order) and the given tools. */
export async function sampleGuard(
  tools: readonly Record<string, unknown>[] = [tool('search', { q: { type: 'text', optional: false } })],
  options: Partial<GuardOptions> & { readonly action?: Readonly<Record<string, unknown>> } = {},
): Promise<Guard> {
  const { action = {}, ...rest } = options;
  return createGuard({
    policy: parseGuardPolicy(samplePolicyJson({ guard: { leastPrivilege: { tools } }, action })),
    store: createMemoryStore(),
    lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
    ...rest,
  });
}
