import type { HazardViolation, Turn } from '@bezoar/core';
import { phraseSpans, type TextSpan } from '@bezoar/corpus/scan';
import type { Segment, SegmentMark } from '@bezoar/report';
import type { ReviewFinding } from '../folder/admission.ts';
import type { ShownRecord } from '../folder/shown-record.ts';

/** A turn, whole, with what is suspicious in it set off. Attacker controls: every text. */
export interface MarkedTurn {
  readonly speaker: string;
  readonly segments: readonly Segment[];
  readonly calls: readonly string[];
  /** What is wrong with the turn: an action without its precondition. */
  readonly faults: readonly string[];
}

/** The turns of a record; a record that is no conversation is one turn of JSON. Nothing is left out: a reader answers for all of it. */
export function markedTurns(
  { conversation, raw }: ShownRecord,
  findings: readonly ReviewFinding[],
  violations: readonly HazardViolation[],
): readonly MarkedTurn[] {
  const turns = (conversation?.turns ?? []).map(
    (turn, index): MarkedTurn => ({
      speaker: turn.role,
      segments: markedText(turn, findings),
      calls: turn.toolCalls.map(({ name, arguments: args }) => `${name}(${args})`),
      faults: violations
        .filter((one) => one.turn === index)
        .map(({ action, carrier, detail }) =>
          carrier === 'claim' ? `claims \`${action}\`: ${detail}` : `\`${action}\`: ${detail}`,
        ),
    }),
  );
  const rest: readonly MarkedTurn[] =
    raw === undefined ? [] : [{ speaker: 'record as JSON', segments: [{ text: raw }], calls: [], faults: [] }];
  return [...turns, ...rest];
}

function markedText({ role, text }: Turn, findings: readonly ReviewFinding[]): readonly Segment[] {
  const isReply = role === 'assistant';
  const spans = findings
    .flatMap(({ phrase, wording }) => phraseSpans(text, isReply ? wording : phrase))
    .sort((a, b) => a.start - b.start);
  return segmentsOf(text, spans, isReply ? 'answer' : 'phrase');
}

function segmentsOf(text: string, spans: readonly TextSpan[], mark: SegmentMark): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    if (from > at) segments.push({ text: text.slice(at, from) });
    segments.push({ text: text.slice(from, end), mark });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}
