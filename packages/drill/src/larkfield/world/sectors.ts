/** A line of business: what its shops sell, what can break, what people ask. */
export interface Sector {
  readonly key: string;
  readonly nouns: readonly string[];
  readonly adjectives: readonly string[];
  readonly parts: readonly string[];
  /** What goes wrong, as a clause about `it`. */
  readonly defects: readonly string[];
  /** What people ask before buying, as questions about the item; the answer follows after `=>`. */
  readonly questions: readonly string[];
  /** What they do with it, after `I use it`. */
  readonly uses: readonly string[];
}

/** Reads one sector out of compact text: comma lists, one field a line. */
export function parseSector(key: string, text: string): Sector {
  const fields = new Map<string, readonly string[]>();
  for (const line of text.trim().split('\n')) {
    const at = line.indexOf(':');
    const separator = line.includes(';') ? ';' : ',';
    fields.set(
      line.slice(0, at).trim(),
      line
        .slice(at + 1)
        .split(separator)
        .map((item) => item.trim()),
    );
  }
  const field = (name: string): readonly string[] => fields.get(name) ?? [];
  return {
    key,
    nouns: field('nouns'),
    adjectives: field('adjectives'),
    parts: field('parts'),
    defects: field('defects'),
    questions: field('questions'),
    uses: field('uses'),
  };
}
