import { type ControlId, SEVERITIES, TRUST_TIERS } from '@bezoar/core';
import { ACTION_RULES } from './action-rules.ts';
import {
  anyLoosens,
  byEdge,
  type ChangeRule,
  fewerItemsTighten,
  firstIsTightest,
  higherTightens,
  lowerTightens,
  moreItemsTighten,
  neutral,
} from './change-rule.ts';
import { GUARD_RULES } from './guard-rules.ts';
import { leafName } from './policy-leaf.ts';

const CAP = {
  tighten: 'fewer records of one group reach training',
  loosen: 'more records of one group reach training',
};
const SIGNED = { tighten: 'more people must agree', loosen: 'fewer people must agree' };
const ADMITTED = { tighten: 'harder to admit to a shared model', loosen: 'easier to admit to a shared model' };
const PEOPLE = 'for people; nothing enforces it';
const TRUSTED = 'what is believed clean hides what it contains';

/** Rules that hold for every control. */
const COMMON_RULES: Readonly<Record<string, ChangeRule>> = {
  '': byEdge({ tighten: 'a further control', loosen: 'the control is gone' }),
  control: byEdge({ tighten: 'a further control', loosen: 'the control is gone' }),
  answers: neutral('labels findings; enforces nothing'),
  evidence: lowerTightens({ tighten: 'evidence must be fresher', loosen: 'evidence may be older' }),
};

/** What a change of each leaf means. Keys are control and path, with `*` for names that a document chooses. */
const RULES: Readonly<Record<string, ChangeRule>> = {
  'policy/document version': anyLoosens('another format says other things'),
  'policy/document title': neutral(PEOPLE),
  'policy/document profile': neutral('decides what `init` writes; enforces nothing'),
  'policy/document assets': neutral(PEOPLE),
  'policy/document entry_points': neutral(PEOPLE),
  'policy/document change.loosen': higherTightens(SIGNED),
  'policy/document change.tighten': higherTightens(SIGNED),
  'policy/document change.signers': anyLoosens('other people may sign'),
  'policy/document accepted.*': byEdge(
    { tighten: 'the finding counts again', loosen: 'the finding no longer counts' },
    { added: 'loosen', removed: 'tighten' },
  ),
  'policy/document accepted.*.finding': anyLoosens('another finding no longer counts'),
  'policy/document accepted.*.owner': neutral('who answers for it; the day stays'),
  'policy/document accepted.*.until': (before, after) =>
    String(after) < String(before)
      ? { change: 'tighten', why: 'the finding counts again earlier' }
      : { change: 'loosen', why: 'the finding does not count for longer' },
  'policy/document accepted.*.why': neutral(PEOPLE),
  'corpus/sources fields.*': anyLoosens('another field says who sent a record'),
  'corpus/sources sources.*': byEdge(
    { tighten: 'less reaches the corpus', loosen: 'records come from a further place' },
    { added: 'loosen', removed: 'tighten' },
  ),
  'corpus/sources sources.*.path': anyLoosens('records come from another place under the same trust'),
  'corpus/sources sources.*.tier': firstIsTightest([...TRUST_TIERS].reverse(), {
    tighten: 'its records are trusted less',
    loosen: 'its records are trusted more',
  }),
  // First-party records need no signature unless the document asks; a tier of others that is not named is never admitted.
  'corpus/sources admit_to_base.first-party-reviewed': higherTightens(ADMITTED),
  'corpus/sources admit_to_base.first-party-generated': higherTightens(ADMITTED),
  'corpus/sources admit_to_base.customer-owned': higherTightens(ADMITTED, { added: 'loosen', removed: 'tighten' }),
  'corpus/sources admit_to_base.open': higherTightens(ADMITTED, { added: 'loosen', removed: 'tighten' }),
  'corpus/sources raise_tier.*': higherTightens(SIGNED, { added: 'loosen', removed: 'loosen' }),
  'corpus/selection never_alone': moreItemsTighten({
    tighten: 'a further signal cannot select alone',
    loosen: 'a signal that users control may select alone',
  }),
  'corpus/selection require': fewerItemsTighten(
    { tighten: 'fewer ways to be selected', loosen: 'a further way to be selected' },
    { isEmptyOpen: true },
  ),
  'corpus/caps window': higherTightens({
    tighten: 'the same number over a longer time',
    loosen: 'the same number over a shorter time',
  }),
  'corpus/caps records.*': lowerTightens(CAP),
  'corpus/caps slice.*': lowerTightens(CAP),
  'corpus/caps cluster_by': moreItemsTighten({
    tighten: 'more accounts are seen as one',
    loosen: 'fewer accounts are seen as one',
  }),
  'corpus/caps lineage': (_, after) =>
    after === true
      ? { change: 'tighten', why: 'earlier training counts too' }
      : { change: 'loosen', why: 'earlier training no longer counts' },
  'corpus/review trusted': anyLoosens(TRUSTED),
  'corpus/review fail_on': firstIsTightest(SEVERITIES, {
    tighten: 'milder findings fail a scan',
    loosen: 'only graver findings fail a scan',
  }),
  'corpus/review review.flagged': byEdge({
    tighten: 'people read what is flagged',
    loosen: 'people read less of what is flagged',
  }),
  'corpus/review review.sample': byEdge({ tighten: 'people read a sample too', loosen: 'people read no sample' }),
  'corpus/review review.sample.fewer_than': lowerTightens({ tighten: 'a larger sample', loosen: 'a smaller sample' }),
  'corpus/review review.sample.confidence': higherTightens({ tighten: 'a larger sample', loosen: 'a smaller sample' }),
  'artifact/pins lock': byEdge({ tighten: 'artifacts are pinned', loosen: 'other pins, or none' }),
  'artifact/pins publishers': fewerItemsTighten({
    tighten: 'fewer publishers are trusted',
    loosen: 'a further publisher is trusted',
  }),
  'artifact/pins formats': fewerItemsTighten(
    { tighten: 'fewer formats may be loaded', loosen: 'a further format may be loaded' },
    { isEmptyOpen: true },
  ),
  'evaluate/gate references': anyLoosens('the candidate is compared with something else, which may be poisoned alike'),
  'evaluate/gate hazards': moreItemsTighten({
    tighten: 'the gate watches for more',
    loosen: 'the gate watches for less',
  }),
  'evaluate/gate budget': firstIsTightest(['deep', 'standard', 'smoke'], {
    tighten: 'the gate tries harder',
    loosen: 'the gate tries less',
  }),
  'evaluate/gate system': anyLoosens('the model is tested as it may not be used'),
  'evaluate/gate tools': anyLoosens('the model is tested with other tools, or none that matter'),
  'evaluate/gate carriers': anyLoosens('probes are put into other conversations'),
  'policy/keys ledger': byEdge({ tighten: 'the ledger is pinned to a key', loosen: 'the ledger may have another key' }),
  'policy/keys pipeline': moreItemsTighten({
    tighten: 'a further machine cannot sign for a person',
    loosen: 'a machine may sign for a person',
  }),
  'policy/witness witnesses': fewerItemsTighten({
    tighten: 'fewer parties may co-sign',
    loosen: 'a further party may co-sign',
  }),
  'policy/witness require': higherTightens({ tighten: 'more co-signatures', loosen: 'fewer co-signatures' }),
  ...ACTION_RULES,
  ...GUARD_RULES,
};

/** Keys of `corpus/sources` whose leaves belong to another control. */
const SELECTION_PREFIX = 'selection.';

/** The rule of a leaf, or undefined where there is none. `pattern` may hold the names of a document in place of `*`. */
export function ruleOf(control: ControlId, pattern: string): ChangeRule | undefined {
  if (control === 'corpus/sources' && pattern.startsWith(SELECTION_PREFIX)) {
    return ruleOf('corpus/selection', pattern.slice(SELECTION_PREFIX.length));
  }
  if (Object.hasOwn(COMMON_RULES, pattern)) return COMMON_RULES[pattern];
  const name = leafName(control, pattern);
  const general = name.replace(/\.[^.]*$/, '.*');
  for (const key of [name, general]) if (Object.hasOwn(RULES, key)) return RULES[key];
  return undefined;
}

/** The keys of every rule, for a check that none is unused. */
export const RULE_NAMES: readonly string[] = Object.keys(RULES);
