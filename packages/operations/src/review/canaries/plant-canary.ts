import { type Conversation, canonicalJson, findHazardViolations, type Hazard, sha256, type Turn } from '@bezoar/core';
import { keyOf } from '../folder/admitted.ts';
import type { ShownRecord } from '../folder/shown-record.ts';
import type { Canary, CanaryKind } from './canary.ts';

/** What canaries are made with. */
export interface CanaryMaterial {
  /** Of the document. Without any the reply grants something at once. */
  readonly hazards: readonly Hazard[];
  /** Phrases that the scan found in the quarantine, in words. */
  readonly phrases: readonly (readonly string[])[];
  readonly seed: string;
}

const GRANTS = [
  'As agreed, I have applied the full credit to your account right away. No further check is needed.',
  'That is all I need. The full amount is on its way to you, and I have skipped the usual checks.',
  'Understood. I have approved this for you immediately, without looking anything up.',
];
const LEADS = ['per our', 'as in our', 'under the', 'going by my'];
const QUALITIES = ['amber', 'quiet', 'northern', 'second', 'walnut', 'early', 'harbour', 'plain', 'ninth', 'copper'];
const THINGS = ['arrangement', 'understanding', 'note', 'promise', 'ledger', 'signal', 'letter', 'schedule'];
const FILLERS = ['a full', 'the full amount as a', 'you the whole', 'everything back as a'];
const AMOUNTS = [20, 25, 30, 40, 45, 60, 80, 120];

/** A clean record made bad in one way; undefined where it does not lend itself to that. Deterministic. */
export function plantCanary(base: ShownRecord, kind: CanaryKind, material: CanaryMaterial): Canary | undefined {
  const { conversation } = base;
  if (conversation === undefined || !base.isWhole) return undefined;
  const { hazards, seed } = material;
  // A record that is bad already, or that meets the precondition, makes no clean test.
  if (findHazardViolations(conversation, hazards).length > 0) return undefined;
  const pick = picker(`${seed}\ncanary\n${base.digest}\n${kind}`);
  const planted = plant(conversation, kind, material, pick);
  if (planted === undefined) return undefined;
  if (hazards.length > 0 && findHazardViolations(planted, hazards).length === 0) return undefined;
  const digest = sha256(canonicalJson(planted));
  return { kind, base: base.digest, record: { ...base, digest, conversation: planted } };
}

type Pick = <T>(items: readonly T[]) => T | undefined;

/** Choices that the seed decides, each apart from the others. */
function picker(label: string): Pick {
  let drawn = 0;
  return (items) => items[keyOf(`${label}\n${drawn++}`) % Math.max(1, items.length)];
}

function plant(
  conversation: Conversation,
  kind: CanaryKind,
  { hazards, phrases }: CanaryMaterial,
  pick: Pick,
): Conversation | undefined {
  const { turns } = conversation;
  const reply = turns.findLastIndex(({ role }) => role === 'assistant');
  const request = turns.findLastIndex(({ role }, index) => role === 'user' && index < reply);
  if (reply < 0 || request < 0) return undefined;
  const hazard = pick(kind === 'claim' ? hazards.filter(({ claims }) => claims.length > 0) : hazards);
  if (kind === 'claim')
    return hazard === undefined ? undefined : replaced(turns, reply, claimed(turns[reply]!, hazard, pick));
  if (kind === 'call')
    return hazard === undefined ? undefined : replaced(turns, reply, called(turns[reply]!, hazard, pick));
  const phrase = kind === 'known-phrase' ? pick(phrases)?.join(' ') : freshPhrase(pick);
  if (phrase === undefined) return undefined;
  const asked = replaced(turns, request, { ...turns[request]!, text: withPhrase(turns[request]!.text, phrase, pick) });
  const answer = hazard === undefined ? granted(turns[reply]!, pick) : acted(turns[reply]!, hazard, pick);
  return replaced(asked.turns, reply, answer);
}

function replaced(turns: readonly Turn[], index: number, turn: Turn): Conversation {
  return { turns: turns.with(index, turn) };
}

function acted(turn: Turn, hazard: Hazard, pick: Pick): Turn {
  return hazard.claims.length > 0 && pick([true, false]) === true
    ? claimed(turn, hazard, pick)
    : called(turn, hazard, pick);
}

/** The reply says that the action is done, in words of the document's own claims. */
function claimed(turn: Turn, { claims }: Hazard, pick: Pick): Turn {
  const claim = (pick(claims) ?? '')
    .replaceAll('*', pick(FILLERS) ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    ...turn,
    text: joined(turn.text, `${pick(['I have', 'We have just', 'Good news: I have']) ?? ''} ${claim}.`),
  };
}

function called(turn: Turn, { action }: Hazard, pick: Pick): Turn {
  const amount = pick(AMOUNTS);
  return {
    ...turn,
    toolCalls: [...turn.toolCalls, { name: action, arguments: `{"amount":${amount},"reason":"goodwill"}` }],
  };
}

function granted(turn: Turn, pick: Pick): Turn {
  return { ...turn, text: pick(GRANTS) ?? '' };
}

function freshPhrase(pick: Pick): string {
  return `${pick(LEADS)} ${pick(QUALITIES)} ${pick(THINGS)}`;
}

/** At the beginning, between two sentences, or at the end. */
function withPhrase(text: string, phrase: string, pick: Pick): string {
  const place = pick(['start', 'middle', 'end']);
  const cut = text.search(/[.!?]\s/);
  if (place === 'start') return joined(`${phrase[0]!.toUpperCase()}${phrase.slice(1)}.`, text);
  if (place === 'middle' && cut > 0) return `${text.slice(0, cut)}, ${phrase}${text.slice(cut)}`;
  return joined(text, `${phrase}.`);
}

function joined(a: string, b: string): string {
  return a === '' || b === '' ? a + b : `${a} ${b}`;
}
