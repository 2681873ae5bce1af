import type { TextSpan } from '../../excerpts/phrase-spans.ts';
import { quotedRanges } from '../language/quoted-ranges.ts';
import { type PageSegment, type PageText, readPage } from './page-segments.ts';

/** `[//]: # (text)`, `[comment]: <> "text"`: link definitions that render as nothing. */
const REFERENCE =
  /^[ \t]{0,3}\[([^\]\n]{1,200})\]:[ \t]*(\S{0,2000})(?:[ \t]+(?:\(([^)\n]{1,2000})\)|"([^"\n]{1,2000})"|'([^'\n]{1,2000})'))?[ \t]*$/gm;
/** `![alt](address "title")` and `[text](address "title")`. */
const LINK =
  /(!?)\[([^[\]\n]{0,1000})\]\(([^()\s]{0,2000})(?:[ \t]+(?:"([^"\n]{0,2000})"|'([^'\n]{0,2000})'))?[ \t]*\)/g;
/** Markup in code is shown as it is written. */
const HTML_SIGN = /<(?=[!a-zA-Z/?])/;

/** Reads Markdown with HTML in it: what a renderer shows, and what it leaves out. Linear. Attacker controls: the text. */
export function readMarkdown(text: string): PageText {
  const hidden: PageSegment[] = [];
  let shown = text.replace(REFERENCE, (whole, label, address, inRound, inDouble, inSingle, at: number) => {
    const title = inRound ?? inDouble ?? inSingle ?? '';
    const isComment = /^(?:\/\/|#|comment|note|_|\s*)$/i.test(String(label)) || /^(?:#|<>|\/\/)$/.test(String(address));
    if (title !== '' || isComment)
      hide(hidden, `${title === '' ? label : title}`, at, 'a link definition that renders as nothing');
    return ' '.repeat(whole.length);
  });
  shown = shown.replace(LINK, (_, bang, label, _address, double, single, at: number) => {
    const title = double ?? single ?? '';
    if (title !== '') hide(hidden, String(title), at, 'the title of a link');
    if (bang !== '!') return `${label} `;
    if (label !== '') hide(hidden, String(label), at, 'the text of a picture');
    return ' ';
  });
  if (!HTML_SIGN.test(shown)) return { visible: shown, hidden, malformed: [] };
  const page = readPage(escapeCode(shown));
  return { visible: page.visible, hidden: [...hidden, ...page.hidden], malformed: page.malformed };
}

function hide(hidden: PageSegment[], text: string, start: number, hiddenBy: string): void {
  if (text.trim() !== '') hidden.push({ text, start, hiddenBy, isDeceptive: false });
}

/** Markup inside of code fences and code spans becomes text. */
function escapeCode(text: string): string {
  const code = quotedRanges(text)
    .filter(({ start }) => text[start] === '`' || /^\s*(?:```|~~~)/.test(text.slice(start, start + 8)))
    .sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const { start, end } of withoutOverlap(code)) {
    out += text.slice(at, start) + text.slice(start, end).replaceAll('<', '&lt;');
    at = end;
  }
  return out + text.slice(at);
}

function* withoutOverlap(ranges: readonly TextSpan[]): Generator<TextSpan> {
  let last = 0;
  for (const range of ranges) {
    if (range.start < last) continue;
    last = range.end;
    yield range;
  }
}
