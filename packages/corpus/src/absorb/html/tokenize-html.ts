import { MAX_ATTRIBUTES, MAX_TAG, MAX_UNKNOWN_ATTRIBUTES, MAX_UNKNOWN_TAG } from './html-limits.ts';

/** A piece of markup. Offsets are into the source. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly isVoid: boolean;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'close'; readonly name: string; readonly start: number; readonly end: number }
  | { readonly kind: 'comment'; readonly text: string; readonly start: number; readonly end: number }
  /** Content of `script`, `style` and their like, which is no text. */
  | { readonly kind: 'raw'; readonly name: string; readonly text: string; readonly start: number; readonly end: number }
  /** What could not be told: read as visible text by the caller, and never taken for clean. */
  | {
      readonly kind: 'malformed';
      readonly reason: string;
      readonly text: string;
      readonly start: number;
      readonly end: number;
    };

const RAW_ELEMENTS: ReadonlySet<string> = new Set([
  'script',
  'style',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'plaintext',
]);
const VOID_ELEMENTS: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);
const NAME = /[a-zA-Z][^\s/>\u0000]{0,200}/y;

/**
 * Cuts HTML into tokens: a small subset of the WHATWG tokenizer (text, tags, comments, raw text), made for judging what a
 * reader sees and not for building a page. Linear; throws nothing. Attacker controls: the text.
 */
export function* tokenizeHtml(html: string): Generator<HtmlToken> {
  let at = 0;
  let textStart = 0;
  const text = (end: number): HtmlToken | undefined =>
    end > textStart ? { kind: 'text', text: html.slice(textStart, end), start: textStart, end } : undefined;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    const token = tokenAt(html, open);
    if (token === undefined) {
      at = open + 1;
      continue;
    }
    const before = text(open);
    if (before !== undefined) yield before;
    yield token;
    at = token.end;
    textStart = at;
    if (token.kind === 'open' && RAW_ELEMENTS.has(token.name) && !token.isVoid) {
      const raw = rawContent(html, at, token.name);
      if (raw.end > raw.start) yield raw;
      at = raw.end;
      textStart = at;
    }
  }
  const rest = text(html.length);
  if (rest !== undefined) yield rest;
}

function tokenAt(html: string, open: number): HtmlToken | undefined {
  if (html.startsWith('<!--', open)) return commentAt(html, open);
  const next = html[open + 1];
  if (next === '!' || next === '?') {
    const end = html.indexOf('>', open);
    const isCdata = html.startsWith('<![CDATA[', open);
    if (end < 0) return malformed(html, open, html.length, 'a declaration that does not end');
    return {
      kind: 'comment',
      text: isCdata ? html.slice(open + 9, end).replace(/\]\]$/, '') : '',
      start: open,
      end: end + 1,
    };
  }
  if (next === '/') {
    NAME.lastIndex = open + 2;
    const name = NAME.exec(html)?.[0];
    if (name === undefined) return undefined;
    const end = html.indexOf('>', open);
    if (end < 0) return malformed(html, open, html.length, 'a tag that does not end');
    return { kind: 'close', name: name.toLowerCase(), start: open, end: end + 1 };
  }
  NAME.lastIndex = open + 1;
  const name = NAME.exec(html)?.[0];
  if (name === undefined) return undefined;
  const tag = tagAt(html, open, name);
  // "a <b and c": what ends nowhere and is no element of HTML is text that someone typed.
  return tag.kind === 'malformed' && !KNOWN.has(name.toLowerCase()) ? undefined : tag;
}

const KNOWN: ReadonlySet<string> = new Set(
  'a abbr acronym address article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark math menu meta nav noscript object ol optgroup option output p param picture pre progress q s samp script section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr'.split(
    ' ',
  ),
);

/** Whether a name is an element of HTML; others are text in angle brackets, or somebody's own. */
export function isKnownElement(name: string): boolean {
  return KNOWN.has(name);
}

/** Ends at `-->` or `--!>`; browsers also end `<!-->` and `<!--->` at once. */
function commentAt(html: string, open: number): HtmlToken {
  for (const short of ['<!-->', '<!--->']) {
    if (html.startsWith(short, open)) return { kind: 'comment', text: '', start: open, end: open + short.length };
  }
  const plain = html.indexOf('-->', open + 4);
  const bang = html.indexOf('--!>', open + 4);
  const end = plain < 0 ? bang : bang < 0 ? plain : Math.min(plain, bang);
  if (end < 0) return malformed(html, open, html.length, 'a comment that does not end');
  return { kind: 'comment', text: html.slice(open + 4, end), start: open, end: end + (end === plain ? 3 : 4) };
}

function tagAt(html: string, open: number, name: string): HtmlToken {
  const attributes = new Map<string, string>();
  const isKnown = KNOWN.has(name.toLowerCase());
  const limit = Math.min(html.length, open + (isKnown ? MAX_TAG : MAX_UNKNOWN_TAG));
  const maxAttributes = isKnown ? MAX_ATTRIBUTES : MAX_UNKNOWN_ATTRIBUTES;
  let at = open + 1 + name.length;
  let count = 0;
  let isVoid = VOID_ELEMENTS.has(name.toLowerCase());
  while (at < limit) {
    const char = html[at]!;
    if (char === '>') {
      return { kind: 'open', name: name.toLowerCase(), attributes, isVoid, start: open, end: at + 1 };
    }
    if (char === '/') {
      if (html[at + 1] === '>') isVoid = true;
      at++;
      continue;
    }
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    let nameEnd = at + 1;
    while (nameEnd < limit && !/[\s=>/]/.test(html[nameEnd]!)) nameEnd++;
    const attribute = html.slice(at, Math.min(nameEnd, at + 256)).toLowerCase();
    at = nameEnd;
    while (at < limit && /\s/.test(html[at]!)) at++;
    let value = '';
    if (html[at] === '=') {
      at++;
      while (at < limit && /\s/.test(html[at]!)) at++;
      const quote = html[at];
      if (quote === '"' || quote === "'") {
        const end = html.slice(at + 1, limit).indexOf(quote) + at + 1;
        if (end === at) return malformed(html, open, limit, 'an attribute that does not end');
        value = html.slice(at + 1, end);
        at = end + 1;
      } else {
        let end = at;
        while (end < limit && !/[\s>]/.test(html[end]!)) end++;
        value = html.slice(at, end);
        at = end;
      }
    }
    // The first of two attributes of one name counts, as in browsers.
    if (!attributes.has(attribute)) attributes.set(attribute, value);
    if (++count > maxAttributes) return malformed(html, open, at, `more than ${maxAttributes} attributes`);
  }
  return malformed(html, open, limit, 'a tag that does not end');
}

function rawContent(html: string, from: number, name: string): HtmlToken {
  const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  close.lastIndex = from;
  const match = close.exec(html);
  if (match === null) return malformed(html, from, html.length, `\`${name}\` does not end`);
  return { kind: 'raw', name, text: html.slice(from, match.index), start: from, end: match.index };
}

function malformed(html: string, start: number, end: number, reason: string): HtmlToken {
  return { kind: 'malformed', reason, text: html.slice(start, end), start, end };
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['shy', ''],
  ['zwnj', ''],
  ['zwj', ''],
  ['ndash', '-'],
  ['mdash', '-'],
  ['hellip', '...'],
  ['lsquo', '\u2018'],
  ['rsquo', '\u2019'],
  ['ldquo', '\u201c'],
  ['rdquo', '\u201d'],
]);

/** Character references of a text, the numeric ones and the most usual names. Unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(x[0-9a-fA-F]{1,6}|[0-9]{1,7})|([a-zA-Z]{2,8}));?/g, (whole, number, name) => {
    if (name !== undefined) return ENTITIES.get(String(name).toLowerCase()) ?? whole;
    const digits = String(number);
    const code = digits.startsWith('x') ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
