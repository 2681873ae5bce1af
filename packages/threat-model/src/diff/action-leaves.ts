import {
  type ActionPolicy,
  type ActionsPolicy,
  CEILING_SCOPES,
  formatAmount,
  type TranscriptPrecondition,
} from '@bezoar/core';
import type { LeafWriter } from './policy-leaves.ts';

/** Value of an action's leaf: whether the scan and the gate watch for it. */
export const WATCHED = 'watched';

/** What can change in the actions block. */
export function actionLeaves(policy: ActionsPolicy | undefined, { add }: LeafWriter): void {
  add('default', policy?.default);
  for (const { name, method, url, expect } of policy?.lookups ?? []) {
    const names = [name];
    add('lookups.*', 'declared', { names });
    add('lookups.*.get', method === 'GET' ? url : undefined, { names, partOf: 'lookups.*' });
    add('lookups.*.post', method === 'POST' ? url : undefined, { names, partOf: 'lookups.*' });
    for (const [field, value] of expect) {
      add('lookups.*.expect.*', JSON.stringify(value), { names: [name, field], partOf: 'lookups.*' });
    }
  }
  for (const action of policy?.actions ?? []) addAction(action, { add });
}

function addAction(action: ActionPolicy, { add }: LeafWriter): void {
  const { amount, runtime, transcript, approval } = action;
  const names = [action.name];
  const ofAction = { names, partOf: 'actions.*' };
  add('actions.*', transcript === undefined ? 'declared' : WATCHED, { names });
  const amountPart = { names, partOf: 'actions.*.amount' };
  add('actions.*.amount', amount === undefined ? undefined : 'declared', ofAction);
  add('actions.*.amount.argument', amount?.argument, amountPart);
  add('actions.*.amount.currency', amount?.currency, amountPart);
  add('actions.*.amount.unit', amount?.unit, amountPart);
  add('actions.*.once_per', action.oncePer, ofAction);
  const runtimePart = { names, partOf: 'actions.*.requires.runtime' };
  add('actions.*.requires.runtime', runtime === undefined ? undefined : 'declared', ofAction);
  add('actions.*.requires.runtime.lookup', runtime?.lookup, runtimePart);
  add('actions.*.requires.runtime.within', runtime?.withinMs, { ...runtimePart, unit: 'ms' });
  addTranscript(action.name, transcript, { add });
  add('actions.*.claims', action.claims, ofAction);
  for (const scope of CEILING_SCOPES) {
    const ceilings = action.ceilings.filter((one) => one.scope === scope);
    add(`actions.*.ceilings.${scope}`, ceilings.length === 0 ? undefined : ceilings, ofAction);
  }
  const approvalPart = { names, partOf: 'actions.*.approval' };
  add('actions.*.approval', approval === undefined ? undefined : 'declared', ofAction);
  add('actions.*.approval.above', approval?.above && formatAmount(approval.above), approvalPart);
  add('actions.*.approval.expires', approval?.expiresMs, { ...approvalPart, unit: 'ms' });
  add('actions.*.approval.approvers', approval?.approvers, approvalPart);
}

function addTranscript(name: string, rule: TranscriptPrecondition | 'never' | undefined, { add }: LeafWriter): void {
  if (rule === undefined) return;
  const part = { names: [name], partOf: 'actions.*.requires.transcript', isVariant: true } as const;
  add('actions.*.requires.transcript', rule === 'never' ? rule : 'after', { names: [name], partOf: 'actions.*' });
  if (rule === 'never') return;
  add('actions.*.requires.transcript.after', rule.after, part);
  for (const [field, value] of rule.where) {
    add('actions.*.requires.transcript.where.*', JSON.stringify(value), { ...part, names: [name, field] });
  }
}
