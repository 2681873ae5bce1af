import { type Line, type Span, spansOf } from '../document/span.ts';
import { visibleText } from '../inert/visible-text.ts';

/** Longest text of one span, in characters. */
const MAX_MARKDOWN_TEXT = 2_000;

/**
 * A word of prose that no renderer of GitHub's reads as anything else: of ASCII punctuation only what has no meaning
 * in Markdown, no reference to an issue or commit, no address, no emoji code, no mathematics.
 */
const PLAIN_WORD = /^[("']*[A-Za-z0-9.,;'%+\-\u{80}-\u{10FFFF}]*[)"'.,;:?!]*$/u;
const REFERENCE = /www\.|\bGH-\d|[0-9a-f]{7,}/iu;

/**
 * Hostile text inside a paragraph, heading, list item or table cell. Plain words stay words; whatever could be markup
 * or make a link stands in a code span, where nothing is interpreted.
 */
export function inlineMarkdown(text: string): string {
  return escapeStart(wordsMarkdown(text));
}

function wordsMarkdown(text: string): string {
  const words = visibleText(text, { maxLength: MAX_MARKDOWN_TEXT }).split(' ');
  const parts: string[] = [];
  let code: string[] = [];
  const flush = (): void => {
    if (code.length > 0) parts.push(codeSpan(code.join(' ')));
    code = [];
  };
  for (const word of words) {
    if (word === '' && code.length > 0) code.push(word);
    else if (isPlain(word)) {
      flush();
      parts.push(word);
    } else code.push(word);
  }
  flush();
  return parts.join(' ').replace(/ {2,}/g, ' ').trim();
}

function isPlain(word: string): boolean {
  return PLAIN_WORD.test(word) && !REFERENCE.test(word);
}

/** Escapes what would begin a list, a rule or the underline of a heading. */
function escapeStart(markdown: string): string {
  return markdown.replace(/^([-+])/u, '\\$1').replace(/^(\d{1,9})([.)])(?= |$)/u, '$1\\$2');
}

/**
 * A code span whose fence is longer than any run of backticks inside (CommonMark 0.31, 6.1). A bar becomes an entity
 * between two spans, because a table would split the cell at it, code or not.
 */
export function codeSpan(text: string): string {
  return text
    .split('|')
    .map((part) => (part.trim() === '' ? '' : fenced(part)))
    .join('&#124;');
}

function fenced(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const isPadded = text.startsWith('`') || text.endsWith('`') || (text.startsWith(' ') && text.endsWith(' '));
  return isPadded ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** Length of the longest run of backticks. */
export function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}

/** A line as inline Markdown. */
export function lineMarkdown(line: Line): string {
  let result = '';
  // The end of the text so far that no space follows: what the next span would grow together with.
  let tail = '';
  for (const span of spansOf(line)) {
    const markdown = spanMarkdown(span);
    const shown = visibleText(span.text);
    const head = /^[^ ]*/.exec(shown)![0];
    if (markdown !== '') {
      const isApart = shown.startsWith(' ') || !mayTouch(result, tail, markdown, head);
      if (isApart && result !== '' && !result.endsWith(' ')) result += ' ';
      result += markdown;
    }
    if (shown.endsWith(' ')) result += ' ';
    tail = head === shown ? tail + shown : /[^ ]*$/.exec(shown)![0];
  }
  return escapeStart(result.replace(/ {2,}/g, ' ').trim());
}

/** Whether two spans may stand without a space: fences and asterisks must not fuse, nor two words become an address. */
function mayTouch(before: string, tail: string, after: string, head: string): boolean {
  if (/`$/.test(before) || /^`/.test(after)) return !(/`$/.test(before) && /^`/.test(after));
  if (/\*$/.test(before)) return /^[.,;:!?)%]/.test(after) && isPlain(tail + head);
  if (/^\*/.test(after)) return /[("']$/.test(before) && isPlain(tail + head);
  return isPlain(tail + head);
}

function spanMarkdown(span: Span): string {
  if (span.style === 'code') return codeSpan(visibleText(span.text, { maxLength: MAX_MARKDOWN_TEXT }).trim());
  const text = wordsMarkdown(span.text);
  const isBold = span.style === 'strong' && /^[\p{L}\p{N}]/u.test(text) && /[\p{L}\p{N}]$/u.test(text);
  return isBold && !text.includes('`') ? `**${text}**` : text;
}
