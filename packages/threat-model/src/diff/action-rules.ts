import { type ActionCeiling, parseAmount } from '@bezoar/core';
import { LISTED_TOO } from './action-leaves.ts';
import {
  anyLoosens,
  byEdge,
  type ChangeMeaning,
  type ChangeRule,
  higherTightens,
  itemsOf,
  lowerTightens,
  meaning,
  moreItemsTighten,
} from './change-rule.ts';
import type { LeafValue } from './policy-leaf.ts';

const CEILING = { tighten: 'less is possible within a window', loosen: 'more is possible within a window' };
const ELIGIBLE = { tighten: 'fewer calls are eligible', loosen: 'other calls are eligible' };
const COMPARED = {
  tighten: 'a further argument must name who is authenticated',
  loosen: 'an argument may name somebody else',
};
const TRANSCRIPT = {
  tighten: 'more must stand in the transcript before the action',
  loosen: 'less, or something else, must stand in the transcript before the action',
};

/** What a change of each leaf of the actions block means. */
export const ACTION_RULES: Readonly<Record<string, ChangeRule>> = {
  'actions default': anyLoosens('what is not declared is no longer denied'),
  'actions lookups.*': byEdge(
    { tighten: 'a further look-up', loosen: 'another look-up' },
    { added: 'neutral', removed: 'neutral' },
  ),
  'actions lookups.*.get': anyLoosens('another system says what is eligible'),
  'actions lookups.*.post': anyLoosens('another system says what is eligible'),
  'actions lookups.*.expect.*': byEdge(ELIGIBLE),
  'actions lookups.*.ignore': ignoredFields,
  'actions actions.*': declaredAction,
  'actions actions.*.amount': byEdge({ tighten: 'the amount is read', loosen: 'the amount is no longer read' }),
  'actions actions.*.amount.argument': anyLoosens('another argument is taken for the amount'),
  'actions actions.*.amount.currency': anyLoosens('the amount counts something else'),
  'actions actions.*.amount.unit': anyLoosens('the amount counts something else'),
  // Named arguments take the place of those with a usual name: whether fewer calls pass depends on the tool.
  'actions actions.*.principal': anyLoosens('other arguments are compared with who is authenticated'),
  'actions actions.*.principal.account': moreItemsTighten(COMPARED),
  'actions actions.*.principal.tenant': moreItemsTighten(COMPARED),
  'actions actions.*.reversible': reversible,
  'actions actions.*.once_per': oncePer,
  'actions actions.*.requires.runtime': byEdge({
    tighten: 'the real system is asked first',
    loosen: 'the real system is no longer asked',
  }),
  'actions actions.*.requires.runtime.lookup': anyLoosens('another system says what is eligible'),
  'actions actions.*.requires.runtime.within': lowerTightens({
    tighten: 'a late answer is a denial sooner',
    loosen: 'a later answer is accepted',
  }),
  'actions actions.*.requires.transcript': transcriptKind,
  'actions actions.*.requires.transcript.after': transcriptTools,
  'actions actions.*.requires.transcript.where.*': byEdge(TRANSCRIPT),
  'actions actions.*.claims': moreItemsTighten({ tighten: 'a further claim is caught', loosen: 'a claim is missed' }),
  'actions actions.*.ceilings.account': ceilings,
  'actions actions.*.ceilings.tenant': ceilings,
  'actions actions.*.ceilings.global': ceilings,
  'actions actions.*.approval': byEdge({ tighten: 'a person must agree', loosen: 'nobody must agree' }),
  'actions actions.*.approval.above': approvalAbove,
  'actions actions.*.approval.expires': lowerTightens({
    tighten: 'an approval is good for less time',
    loosen: 'an approval is good for longer',
  }),
  'actions actions.*.approval.approvers': higherTightens({
    tighten: 'more people must approve',
    loosen: 'fewer people must approve',
  }),
  'actions actions.*.canary': byEdge({
    tighten: 'the real tool is asked whether it has the ceiling',
    loosen: 'the real tool is no longer asked whether it has the ceiling',
  }),
  'actions actions.*.canary.post': anyLoosens('another tool is asked whether it has the ceiling'),
  'actions actions.*.canary.put': anyLoosens('another tool is asked whether it has the ceiling'),
  // A tool may refuse any other question for any other reason, which would pass for the ceiling.
  'actions actions.*.canary.arguments.*': anyLoosens('the tool is asked something else'),
};

/** None: a transaction may have an effect for each request. Other ones: the guard no longer knows what was paid. */
function oncePer(before: LeafValue | undefined, after: LeafValue | undefined) {
  const reasons = {
    tighten: 'one effect for each transaction',
    loosen: 'transactions are told apart otherwise, so that what was paid may be paid again',
  };
  const isFirst = itemsOf(before).length === 0 && itemsOf(after).length > 0;
  return meaning(isFirst ? 'tighten' : 'loosen', reasons);
}

/** What is not declared is denied, so a new action allows something; but only a declared one is watched for. */
function declaredAction(before: LeafValue | undefined, after: LeafValue | undefined) {
  const reasons = {
    tighten: 'the action is denied',
    loosen:
      after !== undefined
        ? 'the action becomes possible'
        : before === LISTED_TOO
          ? 'the tool stays listed, without the rules of the action'
          : 'neither the scan nor the gate watches for the action',
  };
  return meaning(after === undefined && before === 'declared' ? 'tighten' : 'loosen', reasons);
}

/** A field that is neither expected nor ignored denies; `any`: none does. */
function ignoredFields(before: LeafValue | undefined, after: LeafValue | undefined) {
  const isFewer =
    before === 'any' || (after !== 'any' && itemsOf(after).every((item) => itemsOf(before).includes(item)));
  return meaning(isFewer ? 'tighten' : 'loosen', ELIGIBLE);
}

/** Nothing said is taken for irreversible. */
function reversible(before: LeafValue | undefined, after: LeafValue | undefined): ChangeMeaning {
  if (after === true) return { change: 'loosen', why: 'who approves is told that the effect can be taken back' };
  if (before === true) return { change: 'tighten', why: 'who approves is told that the effect is for good' };
  return { change: 'neutral', why: 'what is not said is taken for irreversible' };
}

function transcriptKind(before: LeafValue | undefined, after: LeafValue | undefined) {
  return meaning(before === undefined || after === 'never' ? 'tighten' : 'loosen', TRANSCRIPT);
}

/** Tighter where further tools are asked for and the last one, whose result is compared, stays. */
function transcriptTools(before: LeafValue | undefined, after: LeafValue | undefined) {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  const isTighter = old.at(-1) === now.at(-1) && old.every((tool) => now.includes(tool));
  return meaning(isTighter ? 'tighten' : 'loosen', TRANSCRIPT);
}

/** No threshold: every call needs approval. */
function approvalAbove(before: LeafValue | undefined, after: LeafValue | undefined) {
  const reasons = { tighten: 'smaller amounts need approval', loosen: 'larger amounts need no approval' };
  if (after === undefined) return meaning('tighten', reasons);
  if (before === undefined) return meaning('loosen', reasons);
  const [old, now] = [parseAmount(String(before)), parseAmount(String(after))];
  return meaning(old.currency === now.currency && now.minor < old.minor ? 'tighten' : 'loosen', reasons);
}

/**
 * A ceiling holds if another one implies it: no more, in the same money or number, over at least the same time, since
 * every window of the former lies within one of the latter. Tighter: all the former ceilings still hold.
 */
function ceilings(before: LeafValue | undefined, after: LeafValue | undefined) {
  const [old, now] = [ceilingsOf(before), ceilingsOf(after)];
  const holds = old.every((one) => now.some((other) => implies(other, one)));
  return meaning(holds ? 'tighten' : 'loosen', CEILING);
}

function implies(a: ActionCeiling, b: ActionCeiling): boolean {
  return unitOf(a) === unitOf(b) && sizeOf(a) <= sizeOf(b) && a.windowMs >= b.windowMs;
}

function unitOf({ limit }: ActionCeiling): string {
  return 'currency' in limit ? limit.currency : 'count';
}

function sizeOf({ limit }: ActionCeiling): number {
  return 'currency' in limit ? limit.minor : limit.count;
}

function ceilingsOf(value: LeafValue | undefined): readonly ActionCeiling[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is ActionCeiling => typeof item === 'object');
}
