import type { ActionCeiling, CeilingScope, Principal } from '@bezoar/core/actions';
import type { ApprovalRequest } from '../../approvals/approval-request.ts';
import type { GuardPolicy } from '../../policy/guard-policy.ts';
import {
  amountFor,
  type CounterDefinition,
  counterKey,
  definitionKey,
  definitionOf,
  parseCounterKey,
} from '../../store/counter-key.ts';
import type { CounterUsage } from '../../store/guard-store.ts';

/** A ceiling, and how much of it is used. */
export interface CeilingRow {
  readonly action: string;
  readonly scope: CeilingScope;
  /** `tenant/account`, `tenant` or `*`; each part is percent-encoded, so that no name can look like two. */
  readonly key: string;
  readonly tenant?: string;
  readonly account?: string;
  /** A currency, in minor units, or `count`. */
  readonly unit: string;
  readonly windowMs: number;
  /** Null: the present policy has no such ceiling any more. */
  readonly limit: number | null;
  readonly settled: number;
  readonly reserved: number;
}

/** A ceiling above a request, and what would be left of it. */
export interface BudgetRow extends CeilingRow {
  /** After the request was executed; below 0 it will be denied. */
  readonly remaining: number;
}

/** Every counter in use with the limits of the present policy, and the policy's global ceilings in any case. */
export function ceilingRows({ actions }: GuardPolicy, usage: readonly CounterUsage[]): CeilingRow[] {
  const limits = new Map<string, { readonly definition: CounterDefinition; readonly sizes: number[] }>();
  for (const { name, ceilings } of actions.values()) {
    for (const ceiling of ceilings) {
      const definition = definitionOf(name, ceiling);
      const entry = limits.get(definitionKey(definition)) ?? { definition, sizes: [] };
      entry.sizes.push(sizeOf(ceiling));
      limits.set(definitionKey(definition), entry);
    }
  }
  const rows: CeilingRow[] = [];
  const used = new Set<string>();
  for (const { counter, settled, reserved } of usage) {
    const parsed = parseCounterKey(counter);
    if (parsed === undefined) continue;
    const key = definitionKey(parsed.definition);
    used.add(key);
    for (const limit of limits.get(key)?.sizes ?? [null]) {
      rows.push({ ...rowOf(parsed.definition, parsed.owner), limit, settled, reserved });
    }
  }
  for (const [key, { definition, sizes }] of limits) {
    if (definition.scope !== 'global' || used.has(key)) continue;
    for (const limit of sizes) rows.push({ ...rowOf(definition, []), limit, settled: 0, reserved: 0 });
  }
  return rows.sort(byPlace);
}

/** What would be left of each ceiling above a request. */
export function budgetOf(
  { action, principal, amount }: Pick<ApprovalRequest, 'action' | 'principal' | 'amount'>,
  policy: GuardPolicy,
  usage: readonly CounterUsage[],
): BudgetRow[] {
  const byCounter = new Map(usage.map((one) => [one.counter, one]));
  return (policy.actions.get(action)?.ceilings ?? []).map((ceiling) => {
    const definition = definitionOf(action, ceiling);
    const { settled, reserved } = byCounter.get(counterKey(definition, principal)) ?? { settled: 0, reserved: 0 };
    const limit = sizeOf(ceiling);
    const remaining = limit - settled - reserved - amountFor(definition, amount);
    return { ...rowOf(definition, ownerOf(definition.scope, principal)), limit, settled, reserved, remaining };
  });
}

function sizeOf({ limit }: ActionCeiling): number {
  return 'currency' in limit ? limit.minor : limit.count;
}

function ownerOf(scope: CeilingScope, { tenant, account }: Principal): readonly string[] {
  return scope === 'account' ? [tenant, account] : scope === 'tenant' ? [tenant] : [];
}

function rowOf(
  { action, scope, unit, windowMs }: CounterDefinition,
  owner: readonly string[],
): Omit<CeilingRow, 'limit' | 'settled' | 'reserved'> {
  const [tenant, account] = owner;
  return {
    action,
    scope,
    key: owner.length === 0 ? '*' : owner.map(encodeURIComponent).join('/'),
    ...(tenant === undefined ? {} : { tenant }),
    ...(account === undefined ? {} : { account }),
    unit,
    windowMs,
  };
}

const SCOPES: readonly CeilingScope[] = ['global', 'tenant', 'account'];

/** Global ceilings first: a list that is cut short still has them. */
function byPlace(a: CeilingRow, b: CeilingRow): number {
  return (
    SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope) ||
    compare(a.action, b.action) ||
    compare(a.key, b.key) ||
    a.windowMs - b.windowMs ||
    compare(a.unit, b.unit) ||
    (a.limit ?? -1) - (b.limit ?? -1)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
