import { MAX_DEPTH, MAX_SEGMENTS } from './html-limits.ts';
import { type Looks, looksOf, PLAIN_LOOKS, parseDeclarations, parseStyleSheet } from './style.ts';
import { decodeEntities, type HtmlToken, isKnownElement, tokenizeHtml } from './tokenize-html.ts';

/** A stretch of a page's text that looks alike. */
export interface PageSegment {
  readonly text: string;
  /** Offset of its markup in the source. */
  readonly start: number;
  /** Absent: a reader sees it. */
  readonly hiddenBy?: string;
  /** No honest page hides text so. */
  readonly isDeceptive: boolean;
}

/** What a page says, to whom. */
export interface PageText {
  /** What a reader sees, in order; block elements end a line. */
  readonly visible: string;
  readonly hidden: readonly PageSegment[];
  /** What could not be told apart, in plain words; its text is among the visible one. */
  readonly malformed: readonly string[];
}

const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote body br button dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section select summary table tbody td textarea tfoot th thead title tr ul video'.split(
    ' ',
  ),
);
/** Elements that a browser does not show, whatever their style. */
const UNSHOWN: ReadonlySet<string> = new Set(['template', 'noscript', 'head', 'datalist', 'object', 'math-annotation']);
/** Attributes with text for people who use no eyes, or a pointer. */
const SPOKEN = [
  'alt',
  'title',
  'aria-label',
  'aria-description',
  'placeholder',
  'summary',
  'content',
  'value',
  'data-content',
  'data-prompt',
  'data-instruction',
];

interface Open {
  readonly name: string;
  readonly looks: Looks;
}

/** Reads a page. Linear. Attacker controls: the page. */
export function readPage(html: string): PageText {
  const tokens = Array.from(limited(tokenizeHtml(html)));
  const sheet = new Map<string, ReadonlyMap<string, string>>();
  for (const token of tokens) {
    if (token.kind === 'raw' && token.name === 'style') {
      for (const [selector, rules] of parseStyleSheet(token.text)) {
        sheet.set(selector, new Map([...(sheet.get(selector) ?? []), ...rules]));
      }
    }
  }
  const stack: Open[] = [];
  const visible: string[] = [];
  const hidden: PageSegment[] = [];
  const malformed = new Set<string>();
  const looks = (): Looks => stack.at(-1)?.looks ?? PLAIN_LOOKS;
  const hide = (text: string, start: number, by: string, isDeceptive: boolean): void => {
    const last = hidden.at(-1);
    if (
      last !== undefined &&
      last.hiddenBy === by &&
      last.isDeceptive === isDeceptive &&
      stack.length > 0 &&
      !ATTRIBUTE.test(by)
    ) {
      hidden[hidden.length - 1] = { ...last, text: `${last.text}${text}` };
    } else if (hidden.length < MAX_SEGMENTS) hidden.push({ text, start, hiddenBy: by, isDeceptive });
    else malformed.add(`more than ${MAX_SEGMENTS} hidden texts`);
  };
  for (const token of tokens) {
    if (token.kind === 'text') {
      const text = decodeEntities(token.text);
      const { hiddenBy, isDeceptive } = looks();
      if (hiddenBy === undefined) visible.push(text);
      else if (text.trim() !== '') hide(text, token.start, hiddenBy, isDeceptive);
    } else if (token.kind === 'open') {
      if (BLOCKS.has(token.name)) visible.push('\n');
      quoteMark(token.name, stack, visible, true);
      const own = looksOfTag(token, looks(), sheet);
      if (SPEAKER.test(token.name)) visible.push(`<${token.name}>`);
      if (!isKnownElement(token.name) && token.attributes.size > 0) {
        const written = [...token.attributes].map(([name, value]) => `${name} ${value}`).join(' ');
        hide(decodeEntities(written), token.start, 'an attribute of no element of HTML', false);
      }
      for (const name of SPOKEN) {
        const value = decodeEntities(token.attributes.get(name) ?? '');
        if (value.trim() !== '' && !(name === 'value' && token.name !== 'input'))
          hide(value, token.start, `the attribute \`${name}\``, false);
      }
      if (!token.isVoid && stack.length < MAX_DEPTH) stack.push({ name: token.name, looks: own });
      else if (!token.isVoid) malformed.add(`more than ${MAX_DEPTH} elements within one another`);
    } else if (token.kind === 'close') {
      if (BLOCKS.has(token.name)) visible.push('\n');
      quoteMark(token.name, stack, visible, false);
      const at = stack.findLastIndex(({ name }) => name === token.name);
      if (at >= 0) stack.length = at;
    } else if (token.kind === 'comment') {
      if (token.text.trim() !== '') hide(decodeEntities(token.text), token.start, 'a comment', false);
    } else if (token.kind === 'malformed') {
      malformed.add(token.reason);
      visible.push('\n', decodeEntities(token.text.replaceAll(/[<>]/g, ' ')), '\n');
    } else if (token.name === 'noembed' || token.name === 'noframes' || token.name === 'iframe') {
      if (token.text.trim() !== '') hide(token.text, token.start, `\`${token.name}\``, false);
    } else if (token.name === 'xmp' || token.name === 'plaintext') visible.push(token.text);
    else if (token.name === 'style') {
      for (const match of token.text.matchAll(/content\s*:\s*(["'])(.{8,600}?)\1/g)) {
        hide(match[2] ?? '', token.start, 'text that a style sheet adds', false);
      }
    } else {
      for (const match of token.text.matchAll(/\/\/([^\n]{20,600})|\/\*([\s\S]{20,2000}?)\*\//g)) {
        hide(match[1] ?? match[2] ?? '', token.start, 'a comment of a script', false);
      }
    }
  }
  return { visible: visible.join(''), hidden, malformed: [...malformed] };
}

/** What a page shows as code or as a quotation is marked as Markdown would mark it, so that rules see it quoted. */
function quoteMark(name: string, stack: readonly Open[], visible: string[], isOpening: boolean): void {
  if (stack.at(-1)?.looks.hiddenBy !== undefined) return;
  if (name === 'pre') visible.push('\n```\n');
  else if ((name === 'code' || name === 'kbd' || name === 'samp') && !stack.some((open) => open.name === 'pre'))
    visible.push('`');
  else if (name === 'q') visible.push(isOpening ? '\u201c' : '\u201d');
}

/** No element of HTML, but a mark by which prompts tell who speaks: a browser drops it, a retriever may not. */
const SPEAKER =
  /^(?:system|system[_-](?:prompt|reminder|instructions?)|tool_(?:call|response)|function_calls|start_of_turn|end_of_turn)$/;

const ATTRIBUTE = /attribute|comment/;

function looksOfTag(
  { name, attributes }: Extract<HtmlToken, { kind: 'open' }>,
  parent: Looks,
  sheet: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Looks {
  if (parent.hiddenBy === undefined) {
    if (UNSHOWN.has(name) && name !== 'head')
      return { ...parent, hiddenBy: `\`${name}\``, isDeceptive: false, isUndoable: false };
    if (attributes.has('hidden'))
      return { ...parent, hiddenBy: 'the attribute `hidden`', isDeceptive: false, isUndoable: false };
    if (name === 'input' && attributes.get('type')?.toLowerCase() === 'hidden')
      return { ...parent, hiddenBy: 'a hidden field', isDeceptive: false, isUndoable: false };
  }
  const own = new Map<string, string>();
  const classes = (attributes.get('class') ?? '').split(/\s+/, 50).map((one) => `.${one.toLowerCase()}`);
  for (const selector of [name, ...classes, `#${attributes.get('id')?.toLowerCase() ?? ''}`]) {
    for (const [property, value] of sheet.get(selector) ?? []) own.set(property, value);
  }
  if (attributes.has('bgcolor')) own.set('bgcolor', attributes.get('bgcolor') ?? '');
  if (name === 'font' && attributes.has('color')) own.set('color', attributes.get('color') ?? '');
  if (name === 'font' && attributes.get('size') === '0') own.set('font-size', '0');
  for (const [property, value] of parseDeclarations(decodeEntities(attributes.get('style') ?? '')))
    own.set(property, value);
  return looksOf(parent, own);
}

/** Tokens of one page: a page of more markup than text is cut, and says so (CWE-400). */
const MAX_TOKENS = 2_000_000;

function* limited(tokens: Iterable<HtmlToken>): Generator<HtmlToken> {
  let count = 0;
  for (const token of tokens) {
    if (++count > MAX_TOKENS) {
      yield {
        kind: 'malformed',
        reason: `more than ${MAX_TOKENS} pieces of markup`,
        text: '',
        start: token.start,
        end: token.start,
      };
      return;
    }
    yield token;
  }
}
