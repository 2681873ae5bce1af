import type { Severity } from '@bezoar/core';
import type { TextSpan } from '../../excerpts/phrase-spans.ts';

/** A page that is made to be retrieved for everything. */
export interface RetrievalBait {
  readonly rule: 'document/question-list' | 'document/keyword-list' | 'document/repeated-passage';
  readonly severity: Severity;
  readonly span: TextSpan;
  readonly detail: string;
}

/** Questions in a row without an answer between them: a list of frequent questions answers each. */
export const QUESTION_RUN = 12;
/** Share of a text's words that such a run has. */
export const QUESTION_SHARE = 0.4;
/** Times that one line is said. */
export const REPEATED_LINES = 8;
/** Words in a row between commas, none longer than three words, from which a list is one of keywords. */
export const KEYWORD_RUN = 60;

const SENTENCE = /[^.!?\n\u3002\uff1f]{3,400}[.!?\n\u3002\uff1f]+/g;
/** What somebody wants from a reader: an address, a number to call, money. */
const WANTS =
  /https?:\/\/|www\.|[\w.+-]+@[\w-]+\.\w|\+?\d[\d ()-]{7,}\d|\b(?:call|contact|visit|send|pay|transfer|use code|answer to (?:all|each|every)|always|best answer)\b/i;

/** Signs of a page that wants to be near every question. Linear. */
export function retrievalBait(text: string): RetrievalBait[] {
  return [...questionRun(text), ...repeatedLines(text), ...keywordRun(text)];
}

function questionRun(text: string): RetrievalBait[] {
  let start = 0;
  let length = 0;
  let best: { readonly start: number; readonly end: number; readonly length: number } | undefined;
  for (const match of text.matchAll(SENTENCE)) {
    if (/[?\uff1f]\s*$/.test(match[0]) && match[0].trim().split(/\s+/).length <= 25) {
      if (length === 0) start = match.index;
      length++;
      const end = match.index + match[0].length;
      if (best === undefined || length > best.length) best = { start, end, length };
    } else if (match[0].trim().length > 3) length = 0;
  }
  if (best === undefined || best.length < QUESTION_RUN) return [];
  if ((best.end - best.start) / text.length < QUESTION_SHARE) return [];
  const rest = text.slice(0, best.start) + text.slice(best.end);
  const severity = WANTS.test(rest) ? 'high' : 'medium';
  const span = { start: best.start, end: best.end };
  return [
    {
      rule: 'document/question-list',
      severity,
      span,
      detail: `${best.length} questions in a row without an answer between them`,
    },
  ];
}

function repeatedLines(text: string): RetrievalBait[] {
  const counts = new Map<string, { count: number; readonly start: number; readonly length: number }>();
  let total = 0;
  for (const match of text.matchAll(/[^\n.!?]{20,500}/g)) {
    const line = match[0].trim().toLowerCase();
    if (line.split(/\s+/).length < 4) continue;
    total++;
    const known = counts.get(line);
    if (known === undefined) counts.set(line, { count: 1, start: match.index, length: match[0].length });
    else known.count++;
  }
  for (const { count, start, length } of counts.values()) {
    if (count < REPEATED_LINES || count < 0.3 * total) continue;
    return [
      {
        rule: 'document/repeated-passage',
        severity: 'medium',
        span: { start, end: start + length },
        detail: `one line stands ${count} times`,
      },
    ];
  }
  return [];
}

function keywordRun(text: string): RetrievalBait[] {
  for (const match of text.matchAll(/[^\n]{200,}/g)) {
    const parts = match[0].split(/[,;|\u00b7]/);
    const short = parts.filter((part) => part.trim() !== '' && part.trim().split(/\s+/).length <= 3);
    const distinct = new Set(short.map((part) => part.trim().toLowerCase())).size;
    if (short.length < KEYWORD_RUN || short.length < 0.9 * parts.length || distinct < KEYWORD_RUN / 2) continue;
    return [
      {
        rule: 'document/keyword-list',
        severity: 'medium',
        span: { start: match.index, end: match.index + match[0].length },
        detail: `${short.length} keywords in a row`,
      },
    ];
  }
  return [];
}
