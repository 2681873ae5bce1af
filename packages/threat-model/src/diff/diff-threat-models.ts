import { CONTROL_IDS, canonicalJson, type ThreatModel } from '@bezoar/core';
import { compiledJson, plainForm } from '../compile/compiled-json.ts';
import { ruleOf } from './change-rules.ts';
import type { PolicyChange } from './policy-change.ts';
import { leafName, type PolicyLeaf } from './policy-leaf.ts';
import { policyLeaves } from './policy-leaves.ts';

/**
 * What changes for whoever obeys the document: each difference with its direction, in the order of the controls.
 * Fails closed: a change whose effect is not known is a loosening. Without a former document there is one change: the
 * first document loosens, since nothing was refused by rule before it.
 */
export function diffThreatModels(before: ThreatModel | undefined, after: ThreatModel): readonly PolicyChange[] {
  const control = 'policy/document';
  if (before === undefined) {
    return [
      { path: control, control, change: 'loosen', why: 'the first document: no former one says who must sign it' },
    ];
  }
  const [old, now] = [leafMap(before), leafMap(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  const changes = [...names].flatMap((name) => changeOf(name, old, now) ?? []);
  if (changes.length === 0 && compiledJson(before) !== compiledJson(after)) {
    return [{ path: control, control, change: 'loosen', why: 'what the document asks for changed in an unknown way' }];
  }
  return changes.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

type Leaves = ReadonlyMap<string, PolicyLeaf>;

function leafMap(model: ThreatModel): Leaves {
  return new Map(policyLeaves(model).map((leaf) => [leafName(leaf.control, leaf.path), leaf]));
}

function changeOf(name: string, old: Leaves, now: Leaves): PolicyChange | undefined {
  const [before, after] = [old.get(name), now.get(name)];
  const leaf = after ?? before;
  if (leaf === undefined || (before !== undefined && after !== undefined && isSame(before, after))) return undefined;
  if (leaf.partOf !== undefined && isSaidBy(leaf.partOf, leaf, old, now)) return undefined;
  const rule = ruleOf(leaf.control, leaf.pattern);
  const { change, why } = rule?.(before?.value, after?.value) ?? { change: 'loosen', why: 'its effect is not known' };
  return {
    path: name,
    control: leaf.control,
    change,
    ...(before === undefined ? {} : { before: before.text }),
    ...(after === undefined ? {} : { after: after.text }),
    why,
  };
}

/** Whether the change of the leaf that this one is a part of says all. */
function isSaidBy(parent: string, leaf: PolicyLeaf, old: Leaves, now: Leaves): boolean {
  const [before, after] = [old.get(parent), now.get(parent)];
  if ((before === undefined) !== (after === undefined)) return true;
  return leaf.isVariant === true && before?.value !== after?.value;
}

/**
 * Leaves that only come and go. Their values say what follows when they go, and change with other leaves: an action is
 * watched for because of its transcript rule, a tool is an action because of the actions block.
 */
const NAMED: ReadonlySet<string> = new Set(['actions.*', 'tools.*', 'tools.*.arguments.*']);

function isSame(a: PolicyLeaf, b: PolicyLeaf): boolean {
  if (NAMED.has(a.pattern)) return true;
  if (typeof a.value !== 'object') return a.value === b.value;
  const key = a.pattern.endsWith('.after') ? 'after' : '';
  return canonicalJson(plainForm(a.value, key)) === canonicalJson(plainForm(b.value, key));
}

function rank({ control }: PolicyChange): number {
  return CONTROL_IDS.indexOf(control);
}
