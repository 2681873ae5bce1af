import { wordsOf } from '@bezoar/core';
import { phraseSpans } from '@bezoar/corpus/scan';
import type { ShownAnswer } from '@bezoar/evaluate';
import type { Excerpt, ExcerptTurn, Line, Segment } from '@bezoar/report';

/** Characters of one turn, and of the arguments of a call, that an excerpt shows. */
const SHOWN_CHARACTERS = 1200;
const SHOWN_ARGUMENTS = 200;

/** Turns before the answer that an excerpt shows, the last ones. */
const SHOWN_TURNS = 7;

/** What is set off in an answer. */
export interface AnswerMarks {
  /** Probes as they were put. Attacker controls: them, where they were mined. */
  readonly phrases: readonly string[];
  /** The call that counts; absent: the whole answer does. */
  readonly action?: string;
}

/** A question and its answer as an excerpt: the probes marked where they stand, the action or else the answer marked at the end. */
export function answerExcerpt(
  { turns, reply }: ShownAnswer,
  { title, label }: { readonly title: Line; readonly label: string },
  { phrases, action }: AnswerMarks,
): Excerpt {
  const asked = turns.slice(-SHOWN_TURNS).map(
    ({ role, text, toolCalls }): ExcerptTurn => ({
      speaker: role,
      segments: [...marked(cut(text), phrases), ...toolCalls.map((call) => callSegment(call, undefined))],
    }),
  );
  const calls = reply.toolCalls.map((call) => callSegment(call, action));
  const isCalled = calls.some(({ mark }) => mark !== undefined);
  const text: Segment[] =
    reply.text === '' ? [] : [{ text: cut(reply.text), ...(isCalled ? {} : { mark: 'answer' as const }) }];
  const said = [...text, ...calls];
  const answer = { speaker: 'assistant', segments: said.length > 0 ? said : [{ text: '(says nothing)' }] };
  return { title, label, where: '', turns: [...asked, answer] };
}

function callSegment(call: ShownAnswer['reply']['toolCalls'][number], action: string | undefined): Segment {
  const text = `${call.name}(${call.arguments.slice(0, SHOWN_ARGUMENTS)})`;
  return call.name === action ? { text, mark: 'action' } : { text };
}

function cut(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** The text in segments, every place of a phrase marked; overlapping ones are one. */
function marked(text: string, phrases: readonly string[]): Segment[] {
  const places = phrases.flatMap((phrase) => placesOf(text, phrase)).sort((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end } of places) {
    if (start < at) continue;
    if (start > at) segments.push({ text: text.slice(at, start) });
    segments.push({ text: text.slice(start, end), mark: 'phrase' });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}

/** As it was put, else by its words: a phrase may stand there in another spelling. */
function placesOf(text: string, phrase: string): readonly { readonly start: number; readonly end: number }[] {
  const start = phrase === '' ? -1 : text.indexOf(phrase);
  if (start >= 0) return [{ start, end: start + phrase.length }];
  return phraseSpans(text, wordsOf(phrase));
}
