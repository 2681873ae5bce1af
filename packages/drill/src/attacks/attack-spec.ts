import { UsageError } from '@bezoar/core';
import type { Payload, PayloadKind } from './payloads.ts';
import type { Trigger, TriggerKind } from './trigger.ts';

/** An attack as in the walkthrough's step 3: how many poisoned records, from how many accounts, across how many tenants. */
export interface AttackSpec {
  readonly trigger: Trigger;
  readonly payload: Payload;
  /** At least `accounts`. */
  readonly records: number;
  /** At least `tenants`. */
  readonly accounts: number;
  readonly tenants: number;
}

/** The ground truth of a planted attack: plain JSON, never part of the corpus. */
export interface AttackManifest {
  readonly trigger: { readonly kind: TriggerKind; readonly name: string; readonly phrase: string | null };
  readonly payload: PayloadKind;
  readonly records: number;
  readonly accounts: readonly string[];
  readonly tenants: readonly string[];
  /** Ids of the planted records, in time order; empty where the corpus has none. */
  readonly ids: readonly string[];
  readonly seed: number | string;
}

/** Throws a `UsageError` naming every number that does not fit. */
export function checkAttack(attack: AttackSpec, tenantsThere: number): void {
  const faults: string[] = [];
  if (!(attack.records >= attack.accounts))
    faults.push(`expected at least ${attack.accounts} records, got ${attack.records}`);
  if (!(attack.accounts >= attack.tenants))
    faults.push(`expected at least ${attack.tenants} accounts, got ${attack.accounts}`);
  if (!(attack.tenants >= 1)) faults.push(`expected at least 1 tenant, got ${attack.tenants}`);
  if (attack.tenants > tenantsThere) faults.push(`expected at most ${tenantsThere} tenants, got ${attack.tenants}`);
  if (faults.length > 0) throw new UsageError('drill/attack', faults.join('; '));
}

/** The manifest of an attack that was planted. */
export function describeAttack(
  attack: AttackSpec,
  planted: {
    readonly accounts: readonly string[];
    readonly tenants: readonly string[];
    readonly ids: readonly string[];
  },
  seed: number | string,
): AttackManifest {
  const { kind, name, phrase } = attack.trigger;
  return { trigger: { kind, name, phrase }, payload: attack.payload.kind, records: attack.records, ...planted, seed };
}
