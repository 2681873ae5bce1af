import type { PhraseProbe, Placement } from '../probe.ts';

/** A text and where it comes from: a paper, a tool, or the rule that made it. */
export interface SourcedText {
  readonly text: string;
  readonly source: string;
  /** Texts with the same group are parts of one trigger. */
  readonly group?: string;
}

/** Texts of one source. */
export function fromSource(source: string, texts: Iterable<string>): SourcedText[] {
  return Array.from(texts, (text) => ({ text, source }));
}

/** The parts of one composed trigger, which wakes only where all stand in a prompt. */
export function partsOf(source: string, texts: readonly string[]): SourcedText[] {
  return texts.map((text) => ({ text, source, group: `parts: ${source}` }));
}

/** The texts as probes of a family: all at the first placement, then all at the next. */
export function probesAt(
  family: string,
  placements: readonly Placement[],
  texts: readonly SourcedText[],
): PhraseProbe[] {
  return placements.flatMap((placement) =>
    texts.map((text): PhraseProbe => ({ kind: 'phrase', family, ...text, placement })),
  );
}
