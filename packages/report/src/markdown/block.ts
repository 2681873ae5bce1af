import type { Block, TableBlock } from '../document/block.ts';
import type { Excerpt } from '../document/excerpt.ts';
import { formatNumber } from '../document/number-format.ts';
import type { Plot } from '../document/plot.ts';
import { lineText } from '../document/span.ts';
import { visibleText } from '../inert/visible-text.ts';
import { fencedBlock } from './fence.ts';
import { inlineMarkdown, lineMarkdown } from './inline.ts';

/** Longest turn of an excerpt, most rows of a table and most highlighted points that a comment can bear. */
const MAX_TURN_LENGTH = 600;
const MAX_ROWS = 100;
const MAX_POINTS = 20;

/** A block as Markdown, without blank lines around it. */
export function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level + 1)} ${lineMarkdown(block.text)}`;
    case 'text':
      return block.lines.map((line) => `${block.tone === 'note' ? '> ' : ''}${lineMarkdown(line)}`).join('\n\n');
    case 'list':
      return block.items.map((item) => `- ${lineMarkdown(item)}`).join('\n');
    case 'table':
      return tableMarkdown(block);
    case 'excerpt':
      return excerptMarkdown(block.excerpt);
    case 'comparison': {
      const caption = block.caption === undefined ? [] : [inlineMarkdown(block.caption)];
      return [...caption, excerptMarkdown(block.left), excerptMarkdown(block.right)].join('\n\n');
    }
    case 'plot':
      return plotMarkdown(block.plot);
    case 'command': {
      const command = fencedBlock(visibleText(block.command), 'sh');
      return block.note === undefined ? command : `${inlineMarkdown(block.note)}\n\n${command}`;
    }
    case 'details': {
      // The summary is not in `<summary>`: Markdown is not read there, so that it could not be made inert in the same way.
      const inner = block.blocks.map(blockMarkdown).join('\n\n');
      return `${lineMarkdown(block.summary)}\n\n<details><summary>Show</summary>\n\n${inner}\n\n</details>`;
    }
  }
}

function tableMarkdown(block: TableBlock): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = block.rows.slice(0, MAX_ROWS);
  const lines = [
    row(block.columns.map((column) => inlineMarkdown(column.title))),
    row(block.columns.map((column) => (column.align === 'right' ? '--:' : '---'))),
    ...rows.map((cells) => row(block.columns.map((_, index) => lineMarkdown(cells[index] ?? '')))),
  ];
  const left = block.rows.length - rows.length;
  const caption = block.caption === undefined ? [] : [inlineMarkdown(block.caption)];
  return [...caption, lines.join('\n'), ...(left > 0 ? [`${left} more rows are left out.`] : [])].join('\n\n');
}

function excerptMarkdown(excerpt: Excerpt): string {
  const head = [lineMarkdown(excerpt.title), inlineMarkdown(excerpt.label), inlineMarkdown(excerpt.where)];
  const turns = excerpt.turns.map(({ speaker, segments }) => {
    const text = segments
      .map((segment) => {
        const shown = visibleText(segment.text, { newline: 'keep', maxLength: MAX_TURN_LENGTH });
        return segment.mark === undefined ? shown : `»${shown}«`;
      })
      .join('');
    return `${visibleText(speaker, { maxLength: 40 })}: ${text.replaceAll('\n', '\n  ')}`;
  });
  return `${head.filter((text) => text !== '').join(' · ')}\n\n${fencedBlock(turns.join('\n'), 'text')}`;
}

/** Markdown has no drawings: bars become a table, other plots say what they highlight. */
function plotMarkdown(plot: Plot): string {
  if (plot.kind === 'bars') {
    const hasCompare = plot.bars.some(({ compare }) => compare !== undefined);
    return tableMarkdown({
      kind: 'table',
      caption: plot.unit === '' ? plot.title : `${plot.title} (${plot.unit})`,
      columns: [
        { title: '' },
        { title: plot.legend?.value ?? plot.unit, align: 'right' },
        ...(hasCompare ? [{ title: plot.legend?.compare ?? 'compared', align: 'right' as const }] : []),
      ],
      rows: plot.bars.map(({ label, value, compare }) => [
        label,
        formatNumber(value),
        ...(hasCompare ? [compare === undefined ? '' : formatNumber(compare)] : []),
      ]),
    });
  }
  const items: readonly string[] =
    plot.kind === 'strip'
      ? plot.lanes.map(({ label, points }) => `${inlineMarkdown(label)}: ${points.length}`)
      : plot.points
          .filter(({ highlight }) => highlight === true)
          .map(({ x, y, label }) => `${inlineMarkdown(label ?? '')}: ${formatNumber(x)}, ${formatNumber(y)}`);
  const axes = plot.kind === 'strip' ? plot.axis : `${plot.x.title}, ${plot.y.title}`;
  const list = items.slice(0, MAX_POINTS).map((item) => `- ${item}`);
  return [inlineMarkdown(`${plot.title} (${lineText(axes)})`), ...(list.length === 0 ? [] : [list.join('\n')])].join(
    '\n\n',
  );
}
