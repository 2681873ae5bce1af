import { resolveReferences } from './xml-text.ts';

/** A tag, or in words what is wrong with it. */
export type XmlTag =
  | { readonly kind: 'open' | 'empty'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string };

/** Attributes of one element. MediaWiki writes at most five (CWE-770). */
const MAX_ATTRIBUTES = 32;

const NAME = /^[A-Za-z_:][\w.:-]{0,127}$/;
const ATTRIBUTE = /\s+([A-Za-z_:][\w.:-]{0,127})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

/** Parses what stands between `<` and `>`. A text says what is wrong. Attacker controls: the text. */
export function parseXmlTag(inner: string): XmlTag | string {
  if (inner.startsWith('/')) {
    const name = inner.slice(1).trimEnd();
    return NAME.test(name) ? { kind: 'close', name } : 'a closing tag without a name';
  }
  const isEmpty = inner.endsWith('/');
  const body = (isEmpty ? inner.slice(0, -1) : inner).trimEnd();
  const end = body.search(/\s/);
  const name = end < 0 ? body : body.slice(0, end);
  if (!NAME.test(name)) return 'a tag without a name';
  const attributes = new Map<string, string>();
  ATTRIBUTE.lastIndex = name.length;
  let at = name.length;
  while (at < body.length) {
    const match = ATTRIBUTE.exec(body);
    if (match === null) return 'an attribute that cannot be read';
    at = ATTRIBUTE.lastIndex;
    const value = resolveReferences(match[2] ?? match[3] ?? '');
    if (value === undefined) return 'a reference that is not one of XML';
    if (attributes.has(match[1]!)) return 'an attribute that stands there twice';
    attributes.set(match[1]!, value);
    if (attributes.size > MAX_ATTRIBUTES) return `more than ${MAX_ATTRIBUTES} attributes`;
  }
  return { kind: isEmpty ? 'empty' : 'open', name, attributes };
}

/** Index of the `>` that ends the tag which begins at `from`, or -1 where it is not there yet. */
export function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}
