import type { TextSpan } from '../../excerpts/phrase-spans.ts';

/** Longest quotation, in UTF-16 units: a quote that is opened and never closed must not swallow a document. */
const MAX_QUOTED = 600;

const FENCE = /(?:^|\n)[ \t]{0,3}(?:```|~~~)[^\n]*\n/g;
const OPENERS: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\u201c', '\u201d'],
  ['\u201e', '\u201c\u201d'],
  ['\u00ab', '\u00bb'],
  ['\u2018', '\u2019'],
  ['`', '`'],
]);

/** What a text quotes instead of says: code fences, code spans, quotation marks, block quotes. Sorted, linear. */
export function quotedRanges(text: string): TextSpan[] {
  const ranges = fencedRanges(text);
  for (let at = 0; at < text.length; at++) {
    const closers = OPENERS.get(text[at]!);
    if (closers === undefined) continue;
    const end = closingAt(text, at + 1, closers);
    if (end === undefined) continue;
    ranges.push({ start: at, end: end + 1 });
    at = end;
  }
  for (const match of text.matchAll(/(?:^|\n)[ \t]{0,3}>[^\n]*/g)) {
    ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return ranges;
}

/** Whether a span lies within one of the ranges. */
export function isWithin(ranges: readonly TextSpan[], { start, end }: TextSpan): boolean {
  return ranges.some((range) => range.start <= start && end <= range.end);
}

function closingAt(text: string, from: number, closers: string): number | undefined {
  const limit = Math.min(text.length, from + MAX_QUOTED);
  for (let at = from; at < limit; at++) {
    if (closers.includes(text[at]!)) return at;
    if (text[at] === '\n' && text[at + 1] === '\n') return undefined;
  }
  return undefined;
}

function fencedRanges(text: string): TextSpan[] {
  const marks = Array.from(text.matchAll(FENCE), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const ranges: TextSpan[] = [];
  for (let i = 0; i + 1 < marks.length; i += 2) ranges.push({ start: marks[i]!.start, end: marks[i + 1]!.end });
  const tail = /\n[ \t]{0,3}(?:```|~~~)[ \t]*$/.exec(text);
  if (tail !== null && marks.length % 2 === 1) ranges.push({ start: marks.at(-1)!.start, end: text.length });
  return ranges;
}
