import {
  type ActionCeiling,
  type ActionPolicy,
  type Amount,
  CEILING_SCOPES,
  type CeilingScope,
  canonicalJson,
  type Principal,
} from '@bezoar/core/actions';

/** What a counter adds up: independent of the limit, so that a changed limit finds what was spent before. */
export interface CounterDefinition {
  readonly action: string;
  readonly scope: CeilingScope;
  /** A currency, or `count`. */
  readonly unit: string;
  readonly windowMs: number;
}

/** The definition behind a ceiling. */
export function definitionOf(action: string, { scope, limit, windowMs }: ActionCeiling): CounterDefinition {
  return { action, scope, unit: 'currency' in limit ? limit.currency : 'count', windowMs };
}

/** A text that names a definition. */
export function definitionKey({ action, scope, unit, windowMs }: CounterDefinition): string {
  return canonicalJson([action, scope, unit, windowMs]);
}

/** A text that names a definition's counter for a principal. */
export function counterKey({ action, scope, unit, windowMs }: CounterDefinition, principal: Principal): string {
  return canonicalJson([action, scope, unit, windowMs, ...ownerOf(scope, principal)]);
}

/** What a counter's key says; undefined for a text that is none. */
export function parseCounterKey(
  key: string,
): { readonly definition: CounterDefinition; readonly owner: readonly string[] } | undefined {
  try {
    const [action, scope, unit, windowMs, ...owner] = JSON.parse(key) as [string, CeilingScope, string, number];
    return CEILING_SCOPES.includes(scope) ? { definition: { action, scope, unit, windowMs }, owner } : undefined;
  } catch {
    return undefined;
  }
}

/** What an action adds to a counter; 0 where the counter counts another unit. */
export function amountFor({ unit }: CounterDefinition, amount: Amount | null): number {
  if (unit === 'count') return 1;
  return amount?.currency === unit ? amount.minor : 0;
}

/** The definitions behind every ceiling of a policy, each once. */
export function definitionsOf(actions: Iterable<ActionPolicy>): CounterDefinition[] {
  const definitions = new Map<string, CounterDefinition>();
  for (const { name, ceilings } of actions) {
    for (const ceiling of ceilings) {
      const definition = definitionOf(name, ceiling);
      definitions.set(definitionKey(definition), definition);
    }
  }
  return [...definitions.values()];
}

function ownerOf(scope: CeilingScope, { tenant, account }: Principal): string[] {
  if (scope === 'account') return [tenant, account];
  return scope === 'tenant' ? [tenant] : [];
}
