import {
  type ActionPolicy,
  type ActionsPolicy,
  CEILING_SCOPES,
  formatAmount,
  type TranscriptPrecondition,
} from '@bezoar/core';
import type { LeafWriter } from './policy-leaves.ts';

/** Value of an action's leaf: whether the scan and the gate watch for it. */
const WATCHED = 'watched';

/** Value of an action's leaf that is not watched for: whether it is a listed tool too, which stays possible without the action. */
export const LISTED_TOO = 'declared, and a listed tool';

/** What can change in the actions block. `listed`: tools that least privilege lists. */
export function actionLeaves(
  policy: ActionsPolicy | undefined,
  listed: ReadonlySet<string>,
  { add }: LeafWriter,
): void {
  add('default', policy?.default);
  for (const { name, method, url, expect, ignore } of policy?.lookups ?? []) {
    const names = [name];
    add('lookups.*', 'declared', { names });
    add('lookups.*.get', method === 'GET' ? url : undefined, { names, partOf: 'lookups.*' });
    add('lookups.*.post', method === 'POST' ? url : undefined, { names, partOf: 'lookups.*' });
    for (const [field, value] of expect) {
      add('lookups.*.expect.*', JSON.stringify(value), { names: [name, field], partOf: 'lookups.*' });
    }
    add('lookups.*.ignore', ignore, { names, partOf: 'lookups.*' });
  }
  for (const action of policy?.actions ?? []) addAction(action, listed.has(action.name), { add });
}

function addAction(action: ActionPolicy, isListed: boolean, { add }: LeafWriter): void {
  const { amount, principal, runtime, transcript, approval } = action;
  const names = [action.name];
  const ofAction = { names, partOf: 'actions.*' };
  add('actions.*', transcript !== undefined ? WATCHED : isListed ? LISTED_TOO : 'declared', { names });
  const amountPart = { names, partOf: 'actions.*.amount' };
  add('actions.*.amount', amount === undefined ? undefined : 'declared', ofAction);
  add('actions.*.amount.argument', amount?.argument, amountPart);
  add('actions.*.amount.currency', amount?.currency, amountPart);
  add('actions.*.amount.unit', amount?.unit, amountPart);
  const principalPart = { names, partOf: 'actions.*.principal' };
  add('actions.*.principal', principal === undefined ? undefined : 'declared', ofAction);
  add('actions.*.principal.account', principal?.account, principalPart);
  add('actions.*.principal.tenant', principal?.tenant, principalPart);
  add('actions.*.reversible', action.reversible, ofAction);
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
  addCanary(action, { add });
}

function addCanary({ name, canary }: ActionPolicy, { add }: LeafWriter): void {
  if (canary === undefined) return;
  const part = { names: [name], partOf: 'actions.*.canary' };
  add('actions.*.canary', 'declared', { names: [name], partOf: 'actions.*' });
  add('actions.*.canary.post', canary.method === 'POST' ? canary.url : undefined, part);
  add('actions.*.canary.put', canary.method === 'PUT' ? canary.url : undefined, part);
  for (const [argument, value] of canary.arguments) {
    add('actions.*.canary.arguments.*', JSON.stringify(value), { ...part, names: [name, argument] });
  }
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
