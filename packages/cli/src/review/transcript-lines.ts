import type { MarkedTurn } from '@bezoar/operations/review';
import { type Block, type Line, renderTerminal, type Segment, type Span, type SpanStyle } from '@bezoar/report';

/** What the terminal can show. */
export interface ScreenStyle {
  readonly columns: number;
  readonly color: boolean;
  readonly unicode: boolean;
}

/**
 * UTF-16 units of one span. The renderer shortens spans of more than 4,000 characters, and a mark such as `<U+10FFFF>` has ten:
 * a payload in the middle of a long turn must be on the screen like the rest of it.
 */
const SPAN_UNITS = 400;

const MARK_STYLES: Readonly<Record<NonNullable<Segment['mark']>, SpanStyle>> = {
  phrase: 'bad',
  answer: 'warn',
  action: 'warn',
};

/** Blocks as lines for a screen. All text goes through the report's renderer: nothing else may show hostile text. */
export function blockLines(blocks: readonly Block[], style: ScreenStyle): readonly string[] {
  const text = renderTerminal(blocks, style);
  return text === '' ? [] : text.slice(0, -1).split('\n');
}

/** A transcript, whole. Text stands behind a bar: a line that looks like the next speaker is still text. */
export function transcriptLines(turns: readonly MarkedTurn[], style: ScreenStyle): readonly string[] {
  const bar = style.unicode ? '│ ' : '| ';
  const narrow = { ...style, columns: style.columns - bar.length };
  return turns.flatMap(({ speaker, segments, calls, faults }) => {
    const head: Span[] = [{ text: speaker, style: 'strong' }];
    for (const fault of faults) head.push({ text: `  ${fault}`, style: 'bad' });
    const lines: Line[] = [
      ...(segments.length === 0 ? [] : spanLines(segments, style)),
      ...calls.flatMap((call) => spanLines([{ text: `calls ${call}`, mark: 'action' }], style)),
    ];
    const body = lines.length === 0 ? [] : blockLines([{ kind: 'text', lines }], narrow);
    return [...blockLines([{ kind: 'text', lines: [head] }], style), ...body.map((line) => `${bar}${line}`)];
  });
}

/** Segments as lines, cut at line feeds; where there is no colour, marks stand between signs. */
function spanLines(segments: readonly Segment[], { color, unicode }: ScreenStyle): readonly Line[] {
  const lines: Span[][] = [[]];
  for (const { text, mark } of segments) {
    if (mark !== undefined && !color) lines.at(-1)!.push({ text: unicode ? '»' : '>>' });
    for (const [index, piece] of text.split(/\r?\n/).entries()) {
      if (index > 0) lines.push([]);
      for (const chunk of chunksOf(piece)) {
        lines.at(-1)!.push(mark === undefined ? { text: chunk } : { text: chunk, style: MARK_STYLES[mark] });
      }
    }
    if (mark !== undefined && !color) lines.at(-1)!.push({ text: unicode ? '«' : '<<' });
  }
  return lines;
}

/** Cuts a text at spaces where there are any, never inside a character of two units. */
function chunksOf(text: string): readonly string[] {
  const chunks: string[] = [];
  let at = 0;
  while (text.length - at > SPAN_UNITS) {
    const space = text.lastIndexOf(' ', at + SPAN_UNITS);
    const isHigh = (text.charCodeAt(at + SPAN_UNITS - 1) & 0xfc00) === 0xd800;
    const end = space > at ? space + 1 : at + SPAN_UNITS - (isHigh ? 1 : 0);
    chunks.push(text.slice(at, end));
    at = end;
  }
  chunks.push(text.slice(at));
  return chunks;
}
