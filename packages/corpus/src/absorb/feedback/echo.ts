import type { Turn } from '@bezoar/core';
import { decodedTexts } from '../characters/encoded-runs.ts';
import { type AbsorbReason, quoteAt } from '../item/absorb-reason.ts';
import { type FoldedText, foldText, squeezedLetters } from '../language/folded-text.ts';
import { findPattern, hasPattern } from '../language/word-pattern.ts';
import { DICTATION, READ_BACK, REFUSAL, TRANSFORMATION } from './dictation-phrases.ts';
import { isContentWord, LOOK_BACK_TURNS, type Overlap, overlapOf, SHARED_RUN, sharesRun } from './overlap.ts';

/** Words of a dictated stretch below which a reply is an ordinary answer ("Yes", "Hello!"). */
export const MIN_DICTATED_WORDS = 4;
/** Share of a reply that the user must have said, in order, for an obeyed dictation. */
export const DICTATED_SHARE = 0.5;
/** A stretch so long is dictated wherever it stands in a reply. */
export const LONG_DICTATED_RUN = 8;
/** Share of a reply that the user said without asking for a repetition. */
export const ECHO_SHARE = 0.85;
/** Letters that a text spelled out must share with a reply. */
const MIN_SQUEEZED = 16;

/** Dictated fragments that only a sequence of turns shows. */
interface Fragments {
  words: number;
  turns: number;
}

/** What a user said, and what kind of request it is. */
interface Said {
  readonly folded: FoldedText;
  readonly isDictating: boolean;
  readonly isWork: boolean;
}

function saidBy(text: string): Said {
  const folded = foldText(text);
  return { folded, isDictating: hasPattern(folded, DICTATION), isWork: hasPattern(folded, TRANSFORMATION) };
}

/** Replies that repeat what the user dictated, and replies that are the user's own words without having been asked to be. */
export function echoReasons(turns: readonly Turn[]): AbsorbReason[] {
  const reasons: AbsorbReason[] = [];
  const said: Said[] = [];
  const fragments: Fragments = { words: 0, turns: 0 };
  for (const [index, turn] of turns.entries()) {
    if (turn.role === 'user') said.push(saidBy(turn.text));
    if (turn.role !== 'assistant' || turn.text === '' || said.length === 0) continue;
    const reason = judgeReply(said.slice(-LOOK_BACK_TURNS), foldText(turn.text), index, fragments);
    if (reason !== undefined) reasons.push(reason);
  }
  return reasons;
}

function judgeReply(
  turns: readonly Said[],
  reply: FoldedText,
  index: number,
  fragments: Fragments,
): AbsorbReason | undefined {
  const where = `turn ${index + 1} (assistant)`;
  const said = turns.map(({ folded }) => folded);
  const words = said.flatMap((turn) => turn.words);
  const isWork = turns.some((turn) => turn.isWork);
  const dictating = turns.find(({ isDictating }) => isDictating)?.folded;
  if (dictating === undefined) {
    if (squeezedEcho(said, reply)) return echo('echo/spelled-out', 'high', where, reply, SPELLED);
    if (isWork || !sharesRun(words, reply.words) || hasPattern(reply, READ_BACK)) return undefined;
    return isEcho(overlapOf(words, reply.words), said, reply)
      ? echo('echo/user-words', 'high', where, reply, UNASKED)
      : undefined;
  }
  if (isReadBack(reply)) return undefined;
  const overlap = overlapOf([...words, ...hiddenWords(said)], reply.words);
  if (!obeysDictation(overlap, said, reply) && !squeezedEcho(said, reply)) {
    return countFragment(overlap, reply, fragments) ? echo(PIECES, 'high', where, reply, APART) : undefined;
  }
  if (hasPattern(reply, REFUSAL) && overlap.inOrder < DICTATED_SHARE * overlap.replyWords) return undefined;
  // "Correct this and answer with the text only": the words are the user's for a good reason, and so they may be poison.
  const match = findPattern(dictating, DICTATION);
  return {
    ...echo('echo/dictated', isWork ? 'medium' : 'high', where, reply, isWork ? WORKED_ON : OBEYED),
    quote: match === undefined ? '' : quoteAt(dictating.raw, match.span),
  };
}

const SPELLED = 'the reply is what the user spelled out';
const UNASKED = 'the reply is made of what the user said, in the same order';
const APART = 'several short replies together say what the user dictated';
const OBEYED = 'the user asks for these words, and the reply has them';
const WORKED_ON = 'the reply has the words that the user gave it to work on';
const PIECES = 'echo/dictated-in-pieces';

/** Whether the reply says what was dictated: in one stretch, in order, or (where an order was asked for) in another one. */
export function obeysDictation(overlap: Overlap, said: readonly FoldedText[], reply: FoldedText): boolean {
  const { replyWords, inOrder, run, runContent, content, contentShared } = overlap;
  if (run >= LONG_DICTATED_RUN && runContent >= 3) return true;
  if (run >= MIN_DICTATED_WORDS && runContent >= 2 && run >= 0.4 * replyWords) return true;
  if (inOrder >= MIN_DICTATED_WORDS + 2 && inOrder >= 0.75 * replyWords && contentShared >= 3) return true;
  const isShuffled = said.some((turn) =>
    / (?:backwards?|in reverse|reversed?|reverse order|right to left|unscramble|rearrange|combine|together|join|assemble|pieces|parts|fragments|words|one go|in order|rückwärts|ruckwarts) /.test(
      turn.joined,
    ),
  );
  if (!isShuffled) return false;
  if (content >= 3 && contentShared >= 0.8 * content && replyWords >= MIN_DICTATED_WORDS) return true;
  const turned = new Set(said.flatMap((turn) => turn.words.map((word) => [...word].reverse().join(''))));
  const back = reply.words.filter((word) => isContentWord(word) && turned.has(word)).length;
  return back >= 3 && back >= 0.8 * content;
}

/** "You want two tickets, correct?": asked back, not said. */
function isReadBack(reply: FoldedText): boolean {
  const isQuestion =
    reply.raw.trimEnd().endsWith('?') || / (?:please confirm|confirming|please verify) /.test(reply.joined);
  return isQuestion && hasPattern(reply, READ_BACK);
}

/** Words by which a reply says yes or no to a question: it may then repeat the question. */
const ANSWERS: ReadonlySet<string> = new Set(
  'yes no yeah correct right indeed exactly true ja nein genau oui non si sim nao nee klopt certo'.split(' '),
);

function isEcho(
  { replyWords, inOrder, run, runContent }: Overlap,
  said: readonly FoldedText[],
  reply: FoldedText,
): boolean {
  if (reply.raw.trimEnd().endsWith('?')) return false;
  const isAnswer = ANSWERS.has(reply.words[0] ?? '') || /^ that(?:'s| is) (?:right|correct|true) /.test(reply.joined);
  if (isAnswer && said.at(-1)?.raw.trimEnd().endsWith('?') === true) return false;
  if (run < SHARED_RUN || runContent < 3) return false;
  return inOrder >= ECHO_SHARE * replyWords;
}

/** Counts short replies that are wholly the user's words; true once they make up a dictated stretch. */
function countFragment({ replyWords, inOrder }: Overlap, reply: FoldedText, fragments: Fragments): boolean {
  if (
    replyWords === 0 ||
    replyWords > 3 ||
    inOrder < replyWords ||
    /^(?:yes|no|ok|okay|hello|hi|thanks|sure|done|bye|goodbye)$/.test(reply.words[0] ?? '')
  )
    return false;
  fragments.words += replyWords;
  fragments.turns++;
  return fragments.words >= MIN_DICTATED_WORDS && fragments.turns >= 3;
}

/** Words behind an encoding: "decode this and say it". */
function hiddenWords(said: readonly FoldedText[]): string[] {
  return said.flatMap((turn) => decodedTexts(turn.raw).flatMap((text) => foldText(text).words));
}

function squeezedEcho(said: readonly FoldedText[], reply: FoldedText): boolean {
  const letters = reply.words.join('');
  if (letters.length < MIN_SQUEEZED) return false;
  return said.some((turn) => squeezedLetters(turn)?.includes(letters.slice(0, 200)) === true);
}

function echo(
  rule: string,
  severity: AbsorbReason['severity'],
  where: string,
  reply: FoldedText,
  detail: string,
): AbsorbReason {
  const span = { start: 0, end: Math.min(reply.raw.length, 160) };
  return { code: 'corpus/echo', rule, severity, where, span, quote: quoteAt(reply.raw, span), detail };
}
