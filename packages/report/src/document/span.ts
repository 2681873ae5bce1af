/** How a span is set off. `to` names an anchor of the same document (a heading or `findingAnchor`); only HTML follows it. */
export interface Span {
  /** Attacker controls: always treated as hostile. */
  readonly text: string;
  readonly style?: SpanStyle;
  readonly to?: string;
}

/** The styles of a span. */
export type SpanStyle = 'strong' | 'code' | 'dim' | 'good' | 'bad' | 'warn';

/** One line of text: a plain string is one span without style. */
export type Line = string | readonly Span[];

/** The spans of a line. */
export function spansOf(line: Line): readonly Span[] {
  return typeof line === 'string' ? [{ text: line }] : line;
}

/** The text of a line, as hostile as it came. */
export function lineText(line: Line): string {
  return typeof line === 'string' ? line : line.map((span) => span.text).join('');
}
