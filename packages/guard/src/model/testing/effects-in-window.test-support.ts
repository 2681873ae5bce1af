import type { ActionCeiling } from '@bezoar/core/actions';
import type { Receipt } from '../../receipts/receipt.ts';

/** A ceiling that effects may have gone beyond. */
export interface ExcessiveWindow {
  readonly scope: string;
  readonly owner: string;
  /** The window is from here to `windowMs` later, exclusive. */
  readonly from: number;
  readonly windowMs: number;
  readonly spent: number;
  readonly limit: number;
}

/** An allowed action as its receipts tell it: at some time between the two, it may have had its effect. */
interface Effect {
  readonly sequence: number;
  readonly action: string;
  readonly tenant: string;
  readonly account: string;
  readonly policy: string;
  readonly minor: number;
  readonly currency: string;
  readonly earliest: number;
  latest: number;
}

/**
 * Windows in which actions may have spent more than a ceiling allows, found from the receipts alone. Every action that
 * was not settled as failed is taken to have had its effect at whatever moment between its reservation and its settlement
 * is worst; one that was never settled, at any moment since. Each window is added up in the order of the reservations, and
 * no sum may go beyond the ceiling under which the last of them was allowed.
 */
export function excessiveWindows(
  receipts: readonly Receipt[],
  policies: ReadonlyMap<string, ReadonlyMap<string, readonly ActionCeiling[]>>,
): ExcessiveWindow[] {
  const effects = [...effectsOf(receipts).values()];
  const found: ExcessiveWindow[] = [];
  const seen = new Set<string>();
  for (const { action, tenant, account, policy } of effects) {
    for (const ceiling of policies.get(policy)?.get(action) ?? []) {
      const { scope, windowMs } = ceiling;
      const unit = 'count' in ceiling.limit ? 'count' : ceiling.limit.currency;
      const owner = scope === 'global' ? '' : scope === 'tenant' ? tenant : `${tenant}/${account}`;
      const name = JSON.stringify([action, scope, unit, windowMs, owner]);
      if (seen.has(name)) continue;
      seen.add(name);
      const own = effects.filter(
        (one) =>
          one.action === action &&
          (scope === 'global' || (one.tenant === tenant && (scope === 'tenant' || one.account === account))),
      );
      found.push(...excessOf(own, { scope, owner, unit, windowMs }, policies));
    }
  }
  return found;
}

function effectsOf(receipts: readonly Receipt[]): Map<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const { kind, reservation = '', sequence, at, outcome, ...rest } of receipts) {
    if (kind === 'allow') {
      const { action, tenant = '', account = '', policy = '', amount } = rest;
      const { minor, currency } = amount ?? { minor: 0, currency: '' };
      const earliest = at;
      effects.set(reservation, {
        sequence,
        action,
        tenant,
        account,
        policy,
        minor,
        currency,
        earliest,
        latest: Infinity,
      });
    } else if (kind === 'settle') {
      if (outcome === 'failed') effects.delete(reservation);
      else if (outcome === 'done') effects.get(reservation)!.latest = at;
    }
  }
  return effects;
}

function excessOf(
  effects: readonly Effect[],
  of: { readonly scope: string; readonly owner: string; readonly unit: string; readonly windowMs: number },
  policies: ReadonlyMap<string, ReadonlyMap<string, readonly ActionCeiling[]>>,
): ExcessiveWindow[] {
  const { scope, owner, unit, windowMs } = of;
  // A sum changes only where an action leaves the window on the left, or the next one enters it on the right.
  const starts = new Set(effects.flatMap(({ earliest, latest }) => [earliest - windowMs + 1, earliest, latest]));
  const found: ExcessiveWindow[] = [];
  for (const from of starts) {
    let spent = 0;
    for (const effect of effects) {
      if (effect.earliest >= from + windowMs || effect.latest < from) continue;
      spent += unit === 'count' ? 1 : effect.currency === unit ? effect.minor : 0;
      const limit = limitOf(policies.get(effect.policy)?.get(effect.action) ?? [], of);
      if (spent > limit && Number.isFinite(from)) found.push({ scope, owner, from, windowMs, spent, limit });
    }
  }
  return found;
}

/** The least limit of ceilings that count alike. */
function limitOf(
  ceilings: readonly ActionCeiling[],
  { scope, unit, windowMs }: { readonly scope: string; readonly unit: string; readonly windowMs: number },
): number {
  const limits = ceilings
    .filter((one) => one.scope === scope && one.windowMs === windowMs)
    .flatMap(({ limit }) => {
      if ('count' in limit) return unit === 'count' ? [limit.count] : [];
      return limit.currency === unit ? [limit.minor] : [];
    });
  return Math.min(...limits);
}
