import type { FindingCode, Severity } from '@bezoar/core';
import type { TextSpan } from '../../excerpts/phrase-spans.ts';

/** Why an item is held, or what was noticed about it. */
export interface AbsorbReason {
  readonly code: FindingCode;
  /** Stable, `kind/what`: which rule spoke. */
  readonly rule: string;
  /** `high` and above hold the item; below it the reason is told and the item passes. */
  readonly severity: Severity;
  /** The turn, field or part, in words. */
  readonly where: string;
  /** Where in that text, in UTF-16 units; absent where the whole is meant. */
  readonly span?: TextSpan;
  /** At most `MAX_QUOTE` characters of the text. Attacker controls: hostile as it came. */
  readonly quote: string;
  /** One clause in plain words; quotes nothing. */
  readonly detail: string;
}

/** Characters of a quote: enough to judge by, too few to move a document into a report. */
export const MAX_QUOTE = 240;

/** Characters around a match that a quote shows. */
const CONTEXT = 60;

/** The text at a span with a little around it, cut to `MAX_QUOTE`. */
export function quoteAt(text: string, { start, end }: TextSpan): string {
  const from = Math.max(0, start - CONTEXT);
  const to = Math.min(text.length, Math.max(end, start) + CONTEXT, from + MAX_QUOTE);
  return cutText(text.slice(from), to - from);
}

/** The first characters of a text, without half a character at either end. */
export function cutText(text: string, characters: number): string {
  return text.slice(0, characters).replaceAll(/\p{Cs}/gu, '');
}

/** What an item is worth: nothing that was noticed below `high` keeps it out, and nothing unread goes in. */
export type AbsorbVerdict = 'absorbed' | 'held' | 'undecided';
