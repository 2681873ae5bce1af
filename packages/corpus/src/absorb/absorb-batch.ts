import { type Finding, isAtLeast, type Place, recordLabel, type Sha256 } from '@bezoar/core';
import { type AbsorbEvidence, absorbFinding } from './absorb-finding.ts';
import { contributedText } from './coordination/contributed-text.ts';
import { type SimilarGroup, type SketchedItem, similarGroups } from './coordination/similar-groups.ts';
import type { AbsorbItem, AbsorbKind } from './item/absorb-item.ts';
import type { AbsorbPolicy } from './item/absorb-policy.ts';
import { type AbsorbReason, type AbsorbVerdict, cutText, quoteAt } from './item/absorb-reason.ts';
import { judgeItem } from './judged-item.ts';
import { MAX_KNOWN_ACCOUNTS } from './memory/cross-principal.ts';

/** An item and what became of it. */
export interface AbsorbedItem {
  /** As reports name it: its id, else its place; both where an id repeats. */
  readonly id: string;
  readonly place: Place;
  readonly digest: Sha256;
  readonly verdict: AbsorbVerdict;
  /** Codes of what holds it, sorted. */
  readonly codes: readonly string[];
  /** What holds it, and what was only noticed; the gravest first. */
  readonly reasons: readonly AbsorbReason[];
  /** Why it is undecided, in plain words. */
  readonly undecided: readonly string[];
}

/** What became of a batch. */
export interface AbsorbResult {
  /** In the order in which they were given. */
  readonly items: readonly AbsorbedItem[];
  readonly findings: readonly Finding<AbsorbEvidence>[];
  readonly accounts: number;
  /** Items that name no account: caps and coordination do not see them. */
  readonly withoutAccount: number;
}

/** A batch in the making. State is bounded: verdicts, reasons and two sketches an item; no texts. */
export interface AbsorbBatch {
  add(item: AbsorbItem): void;
  finish(): AbsorbResult;
}

interface Entry {
  readonly id: string | undefined;
  readonly place: Place;
  readonly digest: Sha256;
  readonly kind: AbsorbKind;
  readonly reasons: AbsorbReason[];
  readonly undecided: readonly string[];
  readonly account?: string;
  readonly isInSlice: boolean;
  readonly ids: readonly string[];
  readonly opening: string;
}

/** Characters of an item that are kept for what only the batch shows. */
const OPENING = 160;

/**
 * Starts a batch: each item is judged when it is added, and compared with the others at the end. The result does not
 * depend on the order of the items but for the order of `items`.
 */
export function startAbsorb(policy: AbsorbPolicy): AbsorbBatch {
  const entries: Entry[] = [];
  const said: SketchedItem[] = [];
  const taught: SketchedItem[] = [];
  const names = new Map<string, string>();
  const add = (item: AbsorbItem): void => {
    const { reasons, undecided, isInSlice, account, idCandidates } = judgeItem(item, policy);
    const index = entries.length;
    const { id, place, digest, content, principal } = item;
    const base = {
      id,
      place,
      digest,
      kind: content.kind,
      reasons: [...reasons],
      undecided,
      isInSlice,
      ids: idCandidates,
    };
    entries.push({ ...base, opening: openingOf(item), ...(account === undefined ? {} : { account }) });
    if (account === undefined) return;
    if (names.size < MAX_KNOWN_ACCOUNTS) names.set(principal.account.toLowerCase(), account);
    if (content.kind !== 'feedback') return;
    const text = contributedText(content.conversation.turns);
    if (text.said !== undefined) said.push({ item: index, digest, account, sketch: text.said });
    if (text.taught !== undefined) taught.push({ item: index, digest, account, sketch: text.taught });
  };
  const finish = (): AbsorbResult => {
    for (const group of similarGroups(said))
      tellCoordinated(entries, group, 'coordinated/said', 'say the same in the same words');
    for (const group of similarGroups(taught))
      tellCoordinated(entries, group, 'coordinated/taught', 'made the assistant say the same words of theirs');
    tellCaps(entries, policy);
    tellOtherAccounts(entries, names);
    return concludeBatch(entries);
  };
  return { add, finish };
}

/** Judges a whole batch. Pure. */
export function absorbBatch(items: Iterable<AbsorbItem>, policy: AbsorbPolicy): AbsorbResult {
  const batch = startAbsorb(policy);
  for (const item of items) batch.add(item);
  return batch.finish();
}

function openingOf({ content }: AbsorbItem): string {
  const text =
    content.kind === 'feedback'
      ? (content.conversation.turns.find(({ role }) => role === 'user')?.text ?? '')
      : content.kind === 'memory'
        ? content.text
        : '';
  return cutText(text, OPENING);
}

function tellCoordinated(
  entries: readonly Entry[],
  { hub, members, accounts }: SimilarGroup,
  rule: string,
  what: string,
): void {
  for (const { item } of members) {
    const { reasons, opening } = entries[item]!;
    const detail = `${accounts} accounts ${what} (${members.length} items, held against ${hub.digest.slice(0, 12)})`;
    reasons.push({ code: 'corpus/coordinated', rule, severity: 'high', where: 'the batch', quote: opening, detail });
  }
}

/** All items of an account above its cap: if some stayed, who writes them could choose which. */
function tellCaps(entries: readonly Entry[], { accountCap, sliceCap }: AbsorbPolicy): void {
  const feedback = entries.filter(({ kind, account }) => kind === 'feedback' && account !== undefined);
  tellCap(feedback, accountCap, 'cap/account', 'items in this batch');
  if (sliceCap !== undefined) {
    tellCap(
      feedback.filter(({ isInSlice }) => isInSlice),
      sliceCap,
      'cap/slice',
      'items with a declared action in this batch',
    );
  }
}

function tellCap(entries: readonly Entry[], cap: number, rule: string, what: string): void {
  const counts = new Map<string, number>();
  for (const { account = '' } of entries) counts.set(account, (counts.get(account) ?? 0) + 1);
  for (const { account = '', reasons, opening } of entries) {
    const count = counts.get(account) ?? 0;
    if (count <= cap) continue;
    const detail = `its account has ${count} ${what}, the cap is ${cap}`;
    reasons.push({
      code: 'corpus/cap-exceeded',
      rule,
      severity: 'high',
      where: 'the batch',
      quote: quoteAt(opening, { start: 0, end: 0 }),
      detail,
    });
  }
}

/** A memory that names another account of the batch. */
function tellOtherAccounts(entries: readonly Entry[], names: ReadonlyMap<string, string>): void {
  for (const { ids, account, reasons, opening } of entries) {
    const other = ids.find((id) => names.has(id) && names.get(id) !== account);
    if (other === undefined) continue;
    reasons.push({
      code: 'corpus/unauthorized-memory',
      rule: 'memory/other-account',
      severity: 'high',
      where: 'text',
      quote: opening,
      detail: 'it names another account',
    });
  }
}

function concludeBatch(entries: readonly Entry[]): AbsorbResult {
  const idCounts = new Map<string, number>();
  for (const { id } of entries) if (id !== undefined) idCounts.set(id, (idCounts.get(id) ?? 0) + 1);
  const items = entries.map(({ id, place, digest, reasons, undecided }): AbsorbedItem => {
    const sorted = sortedReasons(reasons);
    const holding = sorted.filter(({ severity }) => isAtLeast(severity, 'high'));
    const verdict: AbsorbVerdict = holding.length > 0 ? 'held' : undecided.length > 0 ? 'undecided' : 'absorbed';
    return {
      id: recordLabel(place, id, id !== undefined && (idCounts.get(id) ?? 0) > 1),
      place,
      digest,
      verdict,
      codes: [...new Set(holding.map(({ code }) => code))].sort(),
      reasons: sorted,
      undecided,
    };
  });
  return {
    items,
    findings: items.flatMap(absorbFinding),
    accounts: new Set(entries.flatMap(({ account }) => (account === undefined ? [] : [account]))).size,
    withoutAccount: entries.filter(({ account }) => account === undefined).length,
  };
}

const ORDER = ['critical', 'high', 'medium', 'low', 'info'];

function sortedReasons(reasons: readonly AbsorbReason[]): AbsorbReason[] {
  return [...reasons].sort(
    (a, b) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0),
  );
}
