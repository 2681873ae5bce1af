import { type Conversation, findHazardViolations, type Hazard, type Turn } from '@bezoar/core';
import { characterReasons } from '../characters/character-reasons.ts';
import type { AbsorbReason } from '../item/absorb-reason.ts';
import { quoteAt } from '../item/absorb-reason.ts';
import { echoReasons } from './echo.ts';
import { taughtReasons } from './taught.ts';

/** Why a conversation should not be learned from. Attacker controls: the conversation. */
export function judgeFeedback(conversation: Conversation, hazards: readonly Hazard[]): AbsorbReason[] {
  const { turns } = conversation;
  return [
    ...echoReasons(turns),
    ...taughtReasons(turns),
    ...hazardReasons(conversation, hazards),
    ...turns.flatMap((turn, index) => turnCharacters(turn, index)),
  ];
}

function turnCharacters(turn: Turn, index: number): AbsorbReason[] {
  // What a tool returned or an operator wrote is no contribution; a user may still have put a call's arguments there.
  if (turn.role === 'system' || turn.role === 'tool') return [];
  return characterReasons(turn.text, `turn ${index + 1} (${turn.role})`, 'feedback');
}

function hazardReasons(conversation: Conversation, hazards: readonly Hazard[]): AbsorbReason[] {
  return findHazardViolations(conversation, hazards).map(({ action, carrier, turn, detail }) => {
    const text = conversation.turns[turn]?.text ?? '';
    const how = carrier === 'tool-call' ? 'calls' : 'claims';
    return {
      code: 'corpus/hazard-without-precondition',
      rule: `hazard/${carrier}`,
      severity: 'high',
      where: `turn ${turn + 1} (assistant)`,
      quote: quoteAt(text, { start: 0, end: Math.min(text.length, 160) }),
      detail: `it ${how} \`${action}\`: ${detail}`,
    };
  });
}
