import type { Line } from './span.ts';

/** What a marked segment shows: the phrase under suspicion, the answer that it draws, the action that is taken. */
export type SegmentMark = 'phrase' | 'answer' | 'action';

/** A stretch of a turn. */
export interface Segment {
  /** Attacker controls: the words of a record. */
  readonly text: string;
  readonly mark?: SegmentMark;
}

/** One turn of a conversation. */
export interface ExcerptTurn {
  readonly speaker: string;
  readonly segments: readonly Segment[];
}

/** A record, or the part of it that is evidence. */
export interface Excerpt {
  readonly title: Line;
  /** The record's label, such as its id. */
  readonly label: string;
  /** Where it stands: `export.jsonl:412`. */
  readonly where: string;
  readonly turns: readonly ExcerptTurn[];
}

/** What each mark is called in a legend. */
export const MARK_TITLES: Readonly<Record<SegmentMark, string>> = {
  phrase: 'phrase',
  answer: 'answer',
  action: 'action',
};

/** The marks that occur in some excerpts, in the order of `MARK_TITLES`. */
export function marksOf(excerpts: readonly Excerpt[]): readonly SegmentMark[] {
  const used = new Set(
    excerpts.flatMap((excerpt) => excerpt.turns.flatMap((turn) => turn.segments.map((segment) => segment.mark))),
  );
  return (Object.keys(MARK_TITLES) as SegmentMark[]).filter((mark) => used.has(mark));
}
