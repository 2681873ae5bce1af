import type { PhraseProbe, Placement } from '../probe.ts';

/** A text and where it comes from: a paper, a tool, or the rule that made it. */
export interface SourcedText {
  readonly text: string;
  readonly source: string;
}

/** Texts of one source. */
export function fromSource(source: string, texts: Iterable<string>): SourcedText[] {
  return Array.from(texts, (text) => ({ text, source }));
}

/** The texts as probes of a family: all at the first placement, then all at the next. */
export function probesAt(
  family: string,
  placements: readonly Placement[],
  texts: readonly SourcedText[],
): PhraseProbe[] {
  return placements.flatMap((placement) =>
    texts.map(({ text, source }): PhraseProbe => ({ kind: 'phrase', family, source, text, placement })),
  );
}
