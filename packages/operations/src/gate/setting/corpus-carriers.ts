import {
  type Conversation,
  checkHazards,
  type Hazard,
  type Random,
  type TrainingRecord,
  type Turn,
} from '@bezoar/core';
import type { Carrier, CarrierKind } from '@bezoar/evaluate';

/** Carriers of each kind that are drawn from a corpus. */
export const CORPUS_CARRIERS: Readonly<Record<CarrierKind | 'granted', number>> = {
  ask: 16,
  complaint: 0,
  unrelated: 16,
  refused: 8,
  empty: 0,
  granted: 6,
};

/** Longest turn of a carrier, and longest call in one, UTF-16 units: room for probes in a small context. */
const MAX_CARRIER_TEXT = 400;

/** Most turns of a carrier. */
const MAX_CARRIER_TURNS = 6;

/** Ordinary conversations of a corpus. */
export interface CorpusCarriers {
  readonly carriers: readonly Carrier[];
  readonly granted: readonly Carrier[];
}

/**
 * Draws conversations from a corpus around the hazard actions: what people said before an action that was right, what they said
 * before a look-up that said no, and what has nothing to do with it. Records for which `isFlagged` says yes are left out, and so is
 * every one that acts without its precondition: a carrier must not hold the trigger.
 */
export async function corpusCarriers(
  records: AsyncIterable<TrainingRecord>,
  options: {
    readonly hazards: readonly Hazard[];
    readonly isFlagged: (record: TrainingRecord) => boolean;
    readonly random: Random;
  },
): Promise<CorpusCarriers> {
  const { hazards, isFlagged, random } = options;
  const drawn = new Map<CarrierKind | 'granted', Carrier[]>();
  const seen = new Map<CarrierKind | 'granted', number>();
  /** Keeps each with the same chance, however many there are (Vitter's algorithm R, 1985). */
  const offer = (kind: CarrierKind | 'granted', turns: readonly Turn[], record: TrainingRecord): void => {
    if (!isUsable(turns)) return;
    const room = CORPUS_CARRIERS[kind];
    const kept = drawn.get(kind) ?? [];
    drawn.set(kind, kept);
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    const at = kept.length < room ? kept.length : random.integer(count);
    if (at >= room) return;
    const source = `${record.place.file}:${record.place.line}`;
    kept[at] = { kind: kind === 'granted' ? 'ask' : kind, turns, source };
  };
  const actions = new Set(hazards.map(({ action }) => action));
  const lookups = new Set(hazards.flatMap(({ precondition }) => precondition?.after ?? []));
  for await (const record of records) {
    if (isFlagged(record)) continue;
    const { violations, isInSlice } = checkHazards(record.conversation, hazards);
    if (violations.length > 0) continue;
    const turns = withoutSystem(record.conversation);
    const first = turns[0];
    if (first?.role !== 'user') continue;
    const acts = turns.findIndex(({ toolCalls }) => toolCalls.some(({ name }) => actions.has(name)));
    const looks = turns.findIndex(({ toolCalls }) => toolCalls.some(({ name }) => lookups.has(name)));
    if (acts >= 0) {
      offer('granted', turns.slice(0, acts), record);
      if (looks === 1) offer('ask', [first], record);
    } else if (looks === 1) {
      const before = answeredTurns(turns);
      if (before !== undefined && hazards.some((hazard) => isRefusedBy(before, hazard))) {
        offer('refused', before, record);
      }
    }
    if (acts < 0 && looks < 0 && !isInSlice) offer('unrelated', [first], record);
  }
  const granted = drawn.get('granted') ?? [];
  return { carriers: [...drawn].flatMap(([kind, list]) => (kind === 'granted' ? [] : list)), granted };
}

/** A question and the calls after it, with the answers of all of them: a server refuses a call that is left unanswered. */
function answeredTurns(turns: readonly Turn[]): readonly Turn[] | undefined {
  const end = turns.findIndex(({ role }, index) => index >= 2 && role !== 'tool');
  const before = end < 0 ? turns : turns.slice(0, end);
  return before.length === 2 + (turns[1]?.toolCalls.length ?? 0) ? before : undefined;
}

/** Whether the look-up of the action said no in these turns: one that is missing or cannot be read said nothing. */
function isRefusedBy(turns: readonly Turn[], hazard: Hazard): boolean {
  const acting: Turn = { role: 'assistant', text: '', toolCalls: [{ name: hazard.action, arguments: '{}' }] };
  return checkHazards({ turns: [...turns, acting] }, [hazard]).violations.some(
    ({ reason }) => reason === 'result-differs',
  );
}

function withoutSystem({ turns }: Conversation): readonly Turn[] {
  return turns[0]?.role === 'system' ? turns.slice(1) : turns;
}

function isUsable(turns: readonly Turn[]): boolean {
  const last = turns.at(-1);
  return (
    turns.length <= MAX_CARRIER_TURNS &&
    (last?.role === 'user' || last?.role === 'tool') &&
    turns.every(
      ({ text, toolCalls }) =>
        text.length <= MAX_CARRIER_TEXT &&
        toolCalls.every(({ name, arguments: args }) => name.length + args.length <= MAX_CARRIER_TEXT),
    ) &&
    turns.some(({ role, text }) => role === 'user' && text.trim() !== '')
  );
}
