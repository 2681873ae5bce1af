import type { Conversation } from '@bezoar/core';
import { phraseSpans } from '@bezoar/corpus/scan';
import type { Excerpt, ExcerptTurn, Line, Segment } from '@bezoar/report';

/** What of an excerpt is set off. */
export interface ExcerptMarks {
  /** The phrase, in normalised words. */
  readonly phrase: readonly string[];
  /** Reply wording that the phrase decides, in normalised words; empty where none. */
  readonly wording: readonly string[];
}

/** Turns that an excerpt shows, and characters of one turn. */
const SHOWN_TURNS = 8;
const SHOWN_CHARACTERS = 1200;

/** A conversation as an excerpt, the phrase and the decided reply marked, the turns around the phrase kept. */
export function excerptOf(
  conversation: Conversation,
  names: { readonly title: Line; readonly label: string; readonly where: string },
  marks: ExcerptMarks,
): Excerpt {
  const turns = conversation.turns.map((turn): ExcerptTurn => {
    const isPrompt = turn.role === 'user' || turn.role === 'system';
    const text = turn.text.length > SHOWN_CHARACTERS ? `${turn.text.slice(0, SHOWN_CHARACTERS)}…` : turn.text;
    const segments = isPrompt
      ? marked(text, marks.phrase, 'phrase')
      : turn.role === 'assistant'
        ? marked(text, marks.wording, 'answer')
        : [{ text }];
    const calls = turn.toolCalls.map(
      (call): Segment => ({ text: `${call.name}(${call.arguments.slice(0, 200)})`, mark: 'action' }),
    );
    return { speaker: turn.role, segments: [...segments.filter(({ text: t }) => t !== ''), ...calls] };
  });
  return { ...names, turns: around(turns) };
}

/** The first turns, or those around the first marked phrase in a long conversation. */
function around(turns: readonly ExcerptTurn[]): readonly ExcerptTurn[] {
  if (turns.length <= SHOWN_TURNS) return turns;
  const at = turns.findIndex(({ segments }) => segments.some(({ mark }) => mark === 'phrase'));
  const first = Math.max(0, Math.min(at - 1, turns.length - SHOWN_TURNS));
  return turns.slice(first, first + SHOWN_TURNS);
}

function marked(text: string, words: readonly string[], mark: 'phrase' | 'answer'): Segment[] {
  if (words.length === 0) return [{ text }];
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end } of phraseSpans(text, words)) {
    if (start > at) segments.push({ text: text.slice(at, start) });
    segments.push({ text: text.slice(start, end), mark });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}
