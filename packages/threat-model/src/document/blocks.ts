import { containerTracker } from './container.ts';
import type { Report } from './fault.ts';
import { closesFence, fencedLine, fenceOf, type OpenFence } from './fence.ts';
import { BLOCK_INFO, isAlmostBlockInfo } from './info-string.ts';

/** The YAML of one fenced block. */
export interface Block {
  /** Lines joined by `\n`, without the indentation of the fence. */
  readonly text: string;
  /** 1-based line of the document on which the fence stands. */
  readonly fenceLine: number;
  /** 1-based line of the document that is the text's first. */
  readonly firstLine: number;
  /** Columns that each line lost to the fence's indentation. */
  readonly removed: readonly number[];
}

/** Most blocks of one document: one for each control, and room. More is not read in one sitting (CWE-400). */
export const MAX_BLOCKS = 64;

/** Control ids look like this; a YAML block that begins so was meant to be read. */
const CONTROL_LINE = /^(?:control|accepted)[ \t]*:/m;

/**
 * The `yaml bezoar` blocks of a Markdown document, by the rules of CommonMark 0.31 (4.5 fenced code blocks). A block
 * that a renderer shows and this would skip, or the reverse, is a fault: in a quote, a list, a comment, an HTML block,
 * another fence, indented as code, unclosed, or with an info string that is nearly right.
 */
export function findBlocks(lines: readonly string[], report: Report): Block[] {
  const blocks: Block[] = [];
  const container = containerTracker();
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const fence = fenceOf(line);
    const at = { line: i + 1, column: (fence?.indent ?? 0) + 1 };
    const around = container.next(line, fence);
    if (fence === undefined) continue;
    const isOurs = fence.info === BLOCK_INFO;
    if (around !== undefined) {
      if (isOurs || isAlmostBlockInfo(fence.info)) {
        report(at, `a \`${BLOCK_INFO}\` block ${around}: it would not be read`, { expected: 'a fence of its own' });
        // Its end is not where CommonMark puts it: going on from there would report what follows as well.
        i = likelyEnd(lines, i, fence);
      }
      continue;
    }
    const end = endOf(lines, i, fence, report);
    if (isOurs) {
      if (end === undefined) report(at, 'the block is never closed', { expected: `a line \`${fence.marker}\`` });
      blocks.push(blockAt(lines, i, end ?? lines.length, fence));
    } else if (isAlmostBlockInfo(fence.info)) {
      report(at, `the info string \`${fence.info}\` is not read as configuration`, {
        expected: `exactly \`${BLOCK_INFO}\``,
        suggestion: BLOCK_INFO,
      });
    } else if (/^(?:ya?ml|json)?$/i.test(fence.info) && CONTROL_LINE.test(lines.slice(i + 1, end).join('\n'))) {
      report(at, `a block that declares a control ${noInfo(fence.info)}, and is not read`, {
        expected: `exactly \`${BLOCK_INFO}\``,
        suggestion: BLOCK_INFO,
      });
    }
    i = end ?? lines.length;
  }
  if (blocks.length > MAX_BLOCKS) {
    const at = { line: blocks[MAX_BLOCKS]!.fenceLine, column: 1 };
    report(at, `expected at most ${MAX_BLOCKS} blocks, got ${blocks.length}`);
  }
  return blocks.slice(0, MAX_BLOCKS);
}

/** Index of the closing fence. A block of ours within the block is reported: an open fence above has swallowed it. */
function endOf(lines: readonly string[], start: number, fence: OpenFence, report: Report): number | undefined {
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (closesFence(line, fence)) return i;
    const inner = fenceOf(line);
    if (inner === undefined || !(inner.info === BLOCK_INFO || isAlmostBlockInfo(inner.info))) continue;
    report(
      { line: i + 1, column: inner.indent + 1 },
      `a \`${BLOCK_INFO}\` fence within the code block that begins on line ${start + 1}: it would not be read`,
      { expected: `a line \`${fence.marker}\` that closes the block above` },
    );
  }
  return undefined;
}

/** Index of the line that was probably meant to close a fence which is no block. */
function likelyEnd(lines: readonly string[], start: number, fence: OpenFence): number {
  for (let i = start + 1; i < lines.length; i++) {
    const inner = fenceOf(lines[i]!);
    if (inner !== undefined && inner.info === BLOCK_INFO) return i - 1;
    if (inner !== undefined && inner.info === '' && inner.marker[0] === fence.marker[0]) return i;
  }
  return start;
}

function noInfo(info: string): string {
  return info === '' ? 'has no info string' : `has the info string \`${info}\``;
}

function blockAt(lines: readonly string[], start: number, end: number, fence: OpenFence): Block {
  const content = lines.slice(start + 1, end).map((line) => fencedLine(line, fence));
  return {
    text: content.map(({ text }) => text).join('\n'),
    fenceLine: start + 1,
    firstLine: start + 2,
    removed: content.map(({ removed }) => removed),
  };
}
