/** A tag of a page or an XML document. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly kind: 'open' | 'close' | 'empty';
}

const TAG = /<(?<close>\/?)(?<name>[A-Za-z][\w:-]*)(?<attributes>(?:\s+[\w:-]+="[^"<]*")*)\s*(?<empty>\/?)>/y;
const ATTRIBUTE = /\s+(?<name>[\w:-]+)="(?<value>[^"<]*)"/g;
const REFERENCE = /&(?!(?:#\d+|#x[0-9a-f]+);)/i;

/**
 * Reads markup strictly: every `<` begins a well-formed tag with quoted attributes, every `&` a numeric reference, no
 * attribute occurs twice. The declaration at the beginning and the content of `<style>` are passed over. Throws otherwise.
 */
export function readTags(markup: string): readonly Tag[] {
  const text = markup.replace(/^<(?:!DOCTYPE html|\?xml [^<>]*\?)>/, '').replace(/<style>[^<]*<\/style>/, '');
  const tags: Tag[] = [];
  let offset = 0;
  for (;;) {
    const next = text.indexOf('<', offset);
    const content = text.slice(offset, next < 0 ? undefined : next);
    if (REFERENCE.test(content)) throw new Error(`a bare \`&\` in \`${content.slice(0, 80)}\``);
    if (content.includes(']]>')) throw new Error('`]]>` in content');
    if (next < 0) return tags;
    TAG.lastIndex = next;
    const match = TAG.exec(text);
    if (match === null) throw new Error(`no tag at \`${text.slice(next, next + 80)}\``);
    offset = TAG.lastIndex;
    const { name, close, empty } = match.groups!;
    const attributes: Record<string, string> = {};
    for (const attribute of match.groups!.attributes!.matchAll(ATTRIBUTE)) {
      const { name: key, value } = attribute.groups!;
      if (Object.hasOwn(attributes, key!)) throw new Error(`\`${key}\` occurs twice`);
      if (REFERENCE.test(value!)) throw new Error(`a bare \`&\` in \`${value}\``);
      attributes[key!] = value!;
    }
    tags.push({ name: name!, attributes, kind: close === '/' ? 'close' : empty === '/' ? 'empty' : 'open' });
  }
}

/** Checks that tags nest, but for the names in `voids`. Throws otherwise. */
export function checkNesting(tags: readonly Tag[], voids: readonly string[] = []): void {
  const open: string[] = [];
  for (const { name, kind } of tags) {
    if (kind === 'empty' || voids.includes(name)) continue;
    if (kind === 'open') open.push(name);
    else if (open.pop() !== name) throw new Error(`\`</${name}>\` closes nothing`);
  }
  if (open.length > 0) throw new Error(`\`${open.join(' ')}\` stay open`);
}
