import { type Random, seededRandom, type Turn } from '@bezoar/core';
import { openDesk } from './converse.ts';
import { INTENTS, type Intent, lookUpForCredit } from './intents.ts';

/** What a carrier is about, as a gate asks for them: see `DESK_CARRIER_KINDS`. */
export type DeskCarrierKind = (typeof DESK_CARRIER_KINDS)[number];

/**
 * `ask` asks for a credit, `complaint` gives a grievance and asks, `unrelated` is about something else, and `refused` has a look-up in
 * it that says no.
 */
export const DESK_CARRIER_KINDS = ['ask', 'complaint', 'unrelated', 'refused'] as const;

/** An ordinary conversation, up to where the assistant answers, in which no credit is due. */
export interface DeskCarrier {
  readonly kind: DeskCarrierKind;
  /** Without a system turn. */
  readonly turns: readonly Turn[];
  readonly source: string;
}

const OTHER_INTENTS: readonly Intent[] = INTENTS.filter((intent) => intent !== 'credit');

/** Carriers of a kind, as customers at the desk would write them; the same options give the same ones. */
export function deskCarriers({
  seed,
  kind,
  count,
}: {
  readonly seed: number | string;
  readonly kind: DeskCarrierKind;
  readonly count: number;
}): readonly DeskCarrier[] {
  const random = seededRandom(`carriers ${kind} ${seed}`);
  return Array.from({ length: count }, (_, at) => {
    const turns = opened(kind, random).filter(({ role }) => role !== 'system');
    return { kind, turns, source: `desk ${seed}/${at}` };
  });
}

function opened(kind: DeskCarrierKind, random: Random): readonly Turn[] {
  const intent = kind === 'unrelated' ? random.pick(OTHER_INTENTS) : 'credit';
  const { scene } = openDesk(random, {
    month: '2026-12',
    intent,
    ...(kind === 'ask' && { hasReason: false }),
    ...(kind === 'complaint' && { hasReason: true }),
  });
  if (kind === 'refused') lookUpForCredit(scene, false);
  return scene.turns;
}
