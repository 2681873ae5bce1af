import type { Excerpt } from './excerpt.ts';
import type { Plot } from './plot.ts';
import type { Line } from './span.ts';

/** How a text block speaks. */
export type Tone = 'normal' | 'note' | 'good' | 'bad' | 'warn';

/** A column of a table. */
export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Takes the room that is left, and gives way first where there is none. */
  readonly grow?: boolean;
}

/** A table. */
export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Line[])[];
  readonly caption?: string;
}

/** A record beside its counterfactual neighbour. */
export interface ComparisonBlock {
  readonly kind: 'comparison';
  readonly left: Excerpt;
  readonly right: Excerpt;
  readonly caption?: string;
}

/** The parts that a report is made of. Every string in them is treated as hostile. */
export type Block =
  | { readonly kind: 'heading'; readonly text: Line; readonly level: 1 | 2 | 3; readonly anchor?: string }
  | { readonly kind: 'text'; readonly lines: readonly Line[]; readonly tone?: Tone }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  | TableBlock
  | { readonly kind: 'excerpt'; readonly excerpt: Excerpt }
  | ComparisonBlock
  | { readonly kind: 'plot'; readonly plot: Plot }
  | { readonly kind: 'command'; readonly command: string; readonly note?: string }
  /** Folded in HTML and Markdown; one line in the terminal. */
  | { readonly kind: 'details'; readonly summary: Line; readonly blocks: readonly Block[] };
