import { endOfTag, parseXmlTag } from './xml-tag.ts';
import { MAX_REFERENCE_LENGTH, normaliseLineEnds, resolveReferences } from './xml-text.ts';

/** Where an XML document is not what it has to be. */
export interface XmlFault {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

/** What is told of a document, in its order. A text in the answer stops the reading and says why. */
export interface XmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): string | undefined;
  /** A piece of text; one text may come in many. */
  text(text: string): string | undefined;
  close(name: string): string | undefined;
}

/** Reads a document in pieces. After a fault nothing is read on. */
export interface XmlReader {
  feed(text: string): XmlFault | undefined;
  /** Call once, last. */
  finish(): XmlFault | undefined;
}

/** Deepest nesting. MediaWiki nests 5 (CWE-674). */
const MAX_DEPTH = 32;

/** Longest tag, comment or declaration, UTF-16 units (CWE-770). */
const MAX_TAG_LENGTH = 65_536;

/** How a piece of markup ended: how much of it was read, that it is not all there yet, or what is wrong with it. */
type Step = number | 'more' | { readonly reason: string };

/**
 * A small XML 1.0 reader for exports that somebody else made: elements, attributes, text, comments and the XML
 * declaration. A document type, a processing instruction or a CDATA section is a fault, because exports have none and
 * attacks do.
 */
export function createXmlReader(handler: XmlHandler): XmlReader {
  const open: string[] = [];
  let pending = '';
  let line = 1;
  let isBegun = false;
  let isClosed = false;
  let fault: XmlFault | undefined;
  /** Length that has to be there before a tag that was not whole is looked at again: many small pieces stay linear (CWE-407). */
  let wanted = 0;

  const count = (text: string): void => {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line++;
  };

  const text = (piece: string): string | undefined => {
    if (open.length === 0) return piece.trim() === '' ? undefined : 'text outside of the document element';
    const resolved = resolveReferences(normaliseLineEnds(piece));
    if (resolved !== undefined) return handler.text(resolved);
    line += piece.split('\n').findIndex((one) => resolveReferences(one) === undefined);
    return 'a reference or character that XML does not have';
  };

  const close = (name: string): string | undefined => {
    const expected = open.pop();
    if (expected !== name) return `\`</${name}>\` where \`${expected ?? 'nothing'}\` is open`;
    if (open.length === 0) isClosed = true;
    return handler.close(name);
  };

  const tag = (inner: string): string | undefined => {
    const read = parseXmlTag(inner);
    if (typeof read === 'string') return read;
    if (read.kind === 'close') return close(read.name);
    if (isClosed) return 'a second document element';
    if (open.length >= MAX_DEPTH) return `more than ${MAX_DEPTH} nested elements`;
    open.push(read.name);
    return handler.open(read.name, read.attributes) ?? (read.kind === 'empty' ? close(read.name) : undefined);
  };

  const markup = (from: number): Step => {
    const isLong = pending.length - from > MAX_TAG_LENGTH;
    const rest = pending.slice(from, from + 4);
    if (rest === '<!--') {
      const end = pending.indexOf('-->', from + 4);
      return end < 0 ? (isLong ? { reason: 'a comment that does not end' } : 'more') : end + 3;
    }
    if ('<!--'.startsWith(rest) && rest.length < 4 && rest.length > 1) return 'more';
    if (rest.startsWith('<!')) return { reason: 'a document type or CDATA section, which exports do not have' };
    const end = endOfTag(pending, from + 1);
    if (end < 0) return isLong ? { reason: 'a tag that does not end' } : 'more';
    const inner = pending.slice(from + 1, end);
    if (inner.startsWith('?')) {
      const isDeclaration = !isBegun && /^\?xml\s[^<]*\?$/.test(inner);
      const encoding = /\sencoding\s*=\s*["']([^"']*)["']/.exec(inner)?.[1] ?? 'utf-8';
      if (!isDeclaration) return { reason: 'a processing instruction, which exports do not have' };
      return /^utf-?8$/i.test(encoding) ? end + 1 : { reason: `the encoding \`${encoding}\`; only UTF-8 is read` };
    }
    const reason = tag(inner);
    return reason === undefined ? end + 1 : { reason };
  };

  /** How much of the text before the next tag is whole: no reference and no line end is torn. */
  const wholeText = (from: number): number => {
    const ampersand = pending.lastIndexOf('&');
    const isTorn =
      ampersand >= from && pending.length - ampersand < MAX_REFERENCE_LENGTH && !pending.includes(';', ampersand);
    const end = isTorn ? ampersand : pending.length;
    return pending[end - 1] === '\r' && end > from ? end - 1 : end;
  };

  const fail = (reason: string): XmlFault => {
    fault = { line, reason };
    return fault;
  };

  const read = (): XmlFault | undefined => {
    let at = 0;
    for (;;) {
      const next = pending.indexOf('<', at);
      const end = next < 0 ? wholeText(at) : next;
      if (end > at) {
        const piece = pending.slice(at, end);
        const reason = text(piece);
        if (reason !== undefined) return fail(reason);
        if (piece.trim() !== '') isBegun = true;
        count(piece);
        at = end;
      }
      if (next < 0) break;
      const step = markup(at);
      if (step === 'more') {
        wanted = Math.min(2 * (pending.length - at), MAX_TAG_LENGTH + 1);
        break;
      }
      if (typeof step !== 'number') return fail(step.reason);
      isBegun = true;
      count(pending.slice(at, step));
      at = step;
    }
    pending = pending.slice(at);
    return undefined;
  };

  return {
    feed: (piece) => {
      if (fault !== undefined) return fault;
      pending += piece;
      if (pending.length < wanted) return undefined;
      wanted = 0;
      return read();
    },
    finish: () => {
      if (fault !== undefined || (pending !== '' && read() !== undefined)) return fault;
      if (pending.trim() !== '' || !isClosed) return fail('the document ends too early');
      return undefined;
    },
  };
}
