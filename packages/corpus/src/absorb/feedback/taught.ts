import type { Turn } from '@bezoar/core';
import { type AbsorbReason, quoteAt } from '../item/absorb-reason.ts';
import { type FoldedText, foldText } from '../language/folded-text.ts';
import { overridesIn } from '../language/override.ts';
import { standingOrders } from '../language/standing-order.ts';
import { hasPattern, matchesOf, type PatternMatch, sentenceAround } from '../language/word-pattern.ts';
import { grantsIn } from '../memory/grants.ts';
import { ASSENT, KEPT, REFUSAL, TEACHING } from './dictation-phrases.ts';
import { isContentWord } from './overlap.ts';

/** Content words that a lesson has at least: "remember that" alone teaches nothing. */
const MIN_LESSON_WORDS = 2;
/** Words after a request to remember in which the user may speak of himself. */
const SUBJECT_WORDS = 4;
/** Who asks for himself: "remember that I…" is service, not teaching. In the languages of `TEACHING`. */
const SELF: ReadonlySet<string> = new Set(
  `i i'm i'd i'll i've my me mine we we're our us ours myself ich mein meine meinen mir mich wir unser unsere je j'ai mon
  ma mes moi nous notre yo mi mis me nosotros nuestro eu meu minha meus nos nosso ik mijn wij we ons onze io mio mia`.split(
    /\s+/,
  ),
);
/** Before "remember", these make it a report or a question, not a request. */
const REPORTED: ReadonlySet<string> = new Set(
  "i we they he she can't cannot don't didn't doesn't never hardly barely if as who you'll".split(' '),
);

/** Lessons that the assistant accepts: facts to keep, orders for later, grants. A lesson that it refuses teaches a refusal. */
export function taughtReasons(turns: readonly Turn[]): AbsorbReason[] {
  const reasons: AbsorbReason[] = [];
  for (const [index, turn] of turns.entries()) {
    if (turn.role !== 'user') continue;
    const reply = turns.slice(index + 1).find(({ role, text }) => role === 'assistant' && text !== '');
    if (reply === undefined) continue;
    const answer = foldText(reply.text);
    const isAsked = reply.text.trimEnd().endsWith('?') && /\b(?:confirm|correct|right)\b/i.test(reply.text);
    const isAccepted = !isAsked && hasPattern(answer, ASSENT) && !hasPattern(answer, REFUSAL);
    if (!isAccepted) continue;
    const told = foldText(turn.text);
    const where = `turn ${index + 1} (user)`;
    const lesson = lessonIn(told) ?? (hasPattern(answer, KEPT) ? keptLesson(told) : undefined);
    if (lesson !== undefined) reasons.push(reasonOf('echo/taught', 'corpus/echo', where, told, lesson, TAUGHT));
    for (const order of standingOrders(told)) {
      if (isAboutSelf(told, order)) continue;
      reasons.push(reasonOf('feedback/standing-order', 'corpus/instruction-in-content', where, told, order, ORDERED));
      break;
    }
    for (const order of overridesIn(told)) {
      reasons.push(reasonOf('feedback/override', 'corpus/instruction-in-content', where, told, order, OVERRIDDEN));
      break;
    }
    if (!hasPattern(told, TEACHING)) continue;
    for (const grant of grantsIn(told, [])) {
      reasons.push(reasonOf('feedback/grant', 'corpus/unauthorized-memory', where, told, grant.match, GRANTED));
      break;
    }
  }
  return reasons;
}

const TAUGHT = 'the user asks that something be remembered, and the assistant agrees';
const ORDERED = 'the user says what to do when something is said later, and the assistant agrees';
const OVERRIDDEN = 'the user asks to drop earlier instructions, and the assistant agrees';
const GRANTED = 'the user grants something for later, and the assistant agrees';

/** The first request to remember something that is not about the user. */
function lessonIn(told: FoldedText): PatternMatch | undefined {
  for (const match of matchesOf(told, TEACHING)) {
    const before = told.joined.slice(0, match.from).trimEnd().split(' ').at(-1) ?? '';
    const sentence = sentenceAround(told, match.from, match.to);
    if (REPORTED.has(before) || isQuestion(told, match)) continue;
    const rest = told.joined
      .slice(match.to)
      .split(' ')
      .filter((word) => word !== '' && word !== '|');
    if (rest.slice(0, SUBJECT_WORDS).some((word) => SELF.has(word))) continue;
    if (/ (?:call|address|contact|email|notify|remind|send|text|ship|deliver) (?:me|us) /.test(sentence)) continue;
    if (rest.filter(isContentWord).length >= MIN_LESSON_WORDS) return match;
  }
  return undefined;
}

/** A statement that is not about the user and that the assistant says it keeps. */
function keptLesson(told: FoldedText): PatternMatch | undefined {
  if (told.words.some((word) => SELF.has(word)) || told.raw.trimEnd().endsWith('?')) return undefined;
  if (told.words.filter(isContentWord).length < MIN_LESSON_WORDS + 1) return undefined;
  return { from: 1, to: told.joined.length, span: { start: 0, end: Math.min(told.raw.length, 160) } };
}

/** "Do you remember that…?" */
function isQuestion({ raw }: FoldedText, { span }: PatternMatch): boolean {
  const end = /[.!?\n]/.exec(raw.slice(span.end));
  return end?.[0] === '?';
}

/** "When I ask for a quote, answer in German": a preference of the one who speaks. */
function isAboutSelf({ joined }: FoldedText, { from, to }: PatternMatch): boolean {
  const words = joined.slice(from, to).split(' ');
  return (
    words.slice(0, SUBJECT_WORDS).some((word) => SELF.has(word)) &&
    / (?:me|us|my|our) /.test(joined.slice(from, to + 40))
  );
}

function reasonOf(
  rule: string,
  code: AbsorbReason['code'],
  where: string,
  { raw }: FoldedText,
  { span }: PatternMatch,
  detail: string,
): AbsorbReason {
  return { code, rule, severity: 'high', where, span, quote: quoteAt(raw, span), detail };
}
