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
import type { TranscriptRule } from '../blocks/transcript-rule.ts';

/** The actions policy, from its block. */
export function actionsPolicy({ lookups, actions }: ActionsKeys): ActionsPolicy {
  return {
    default: 'deny',
    lookups: [...(lookups ?? [])].map(([name, keys]) => lookupOf(name, keys)),
    actions: [...actions].map(([name, keys]) => actionOf(name, keys)),
  };
}

function lookupOf(name: string, { get, post, expect }: LookupKeys): ActionLookup {
  return { name, method: get === undefined ? 'POST' : 'GET', url: get ?? post ?? '', expect };
}

function actionOf(name: string, keys: ActionKeys): ActionPolicy {
  const { amount, requires, approval } = keys;
  const runtime = requires?.runtime;
  const transcript = requires?.transcript;
  return {
    name,
    ...(amount === undefined ? {} : { amount }),
    oncePer: keys.once_per ?? [],
    ...(runtime === undefined ? {} : { runtime: { lookup: runtime.lookup.value, withinMs: runtime.within } }),
    ...(transcript === undefined ? {} : { transcript: preconditionOf(transcript) }),
    claims: keys.claims?.value ?? [],
    ceilings: ceilingsOf(keys),
    ...(approval === undefined ? {} : { approval: approvalOf(approval) }),
  };
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
  return { ...(above === undefined ? {} : { above: above.value }), expiresMs: expires, approvers };
}
