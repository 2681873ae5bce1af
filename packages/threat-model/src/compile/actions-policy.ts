import {
  type ActionApproval,
  type ActionCeiling,
  type ActionLookup,
  type ActionPolicy,
  type ActionsPolicy,
  CEILING_SCOPES,
  type TranscriptPrecondition,
} from '@bezoar/core';
import type { ActionKeys, ActionsKeys, LookupKeys } from '../blocks/actions-block.ts';
import type { CanaryKeys } from '../blocks/canary/canary.ts';
import type { TranscriptRule } from '../blocks/transcript-rule.ts';
import type { Placed } from '../shape/shape.ts';

/** The actions policy, from its block. */
export function actionsPolicy({ lookups, actions }: ActionsKeys): ActionsPolicy {
  return {
    default: 'deny',
    lookups: [...(lookups ?? [])].map(([name, keys]) => lookupOf(name, keys)),
    actions: [...actions].map(([name, keys]) => actionOf(name, keys)),
  };
}

function lookupOf(name: string, { get, post, expect, ignore = [] }: LookupKeys): ActionLookup {
  return {
    name,
    method: get === undefined ? 'POST' : 'GET',
    url: get ?? post ?? '',
    expect,
    ignore: ignore === 'any' ? ignore : valuesOf(ignore),
  };
}

function actionOf(name: string, keys: ActionKeys): ActionPolicy {
  const { amount, principal, reversible, requires, approval } = keys;
  const runtime = requires?.runtime;
  const transcript = requires?.transcript;
  return {
    name,
    ...(amount === undefined ? {} : { amount: { ...amount, argument: amount.argument.value } }),
    ...(principal === undefined
      ? {}
      : { principal: { account: valuesOf(principal.account), tenant: valuesOf(principal.tenant) } }),
    ...(reversible === undefined ? {} : { reversible }),
    oncePer: valuesOf(keys.once_per),
    ...(runtime === undefined ? {} : { runtime: { lookup: runtime.lookup.value, withinMs: runtime.within } }),
    ...(transcript === undefined ? {} : { transcript: preconditionOf(transcript) }),
    claims: keys.claims?.value ?? [],
    ceilings: ceilingsOf(keys),
    ...(approval === undefined ? {} : { approval: approvalOf(approval) }),
    ...(keys.canary === undefined ? {} : { canary: canaryOf(keys.canary.value) }),
  };
}

function valuesOf<T>(items: readonly Placed<T>[] = []): readonly T[] {
  return items.map(({ value }) => value);
}

function preconditionOf(rule: TranscriptRule | 'never'): TranscriptPrecondition | 'never' {
  return rule === 'never' ? rule : { after: rule.after, where: rule.where ?? new Map() };
}

function ceilingsOf({ ceilings }: ActionKeys): ActionCeiling[] {
  return CEILING_SCOPES.flatMap((scope) =>
    (ceilings?.get(scope) ?? []).map(({ value: { limit, windowMs } }) => ({ scope, limit, windowMs })),
  );
}

function approvalOf({ above, expires, approvers }: NonNullable<ActionKeys['approval']>): ActionApproval {
  return { ...(above === undefined ? {} : { above: above.value }), expiresMs: expires, approvers: approvers.value };
}

function canaryOf({ post, put, arguments: values }: CanaryKeys): NonNullable<ActionPolicy['canary']> {
  return {
    method: post === undefined ? 'PUT' : 'POST',
    url: post ?? put ?? '',
    arguments: new Map([...values].map(([name, { value }]) => [name, value])),
  };
}
