import type { Block, TableBlock } from '../document/block.ts';
import type { Plot } from '../document/plot.ts';
import { anchorName } from './anchor.ts';
import { comparisonMarkup, excerptMarkup, legendMarkup } from './excerpt.ts';
import { dataMarkup, html, lineMarkup, type Markup } from './markup.ts';
import { barsMarkup } from './plot/bars.ts';
import { dotsMarkup } from './plot/dots.ts';
import { stripMarkup } from './plot/strip.ts';

/** Most rows of a table in a page; the JSON document has them all. */
const MAX_ROWS = 2_000;

/** A block as markup. */
export function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'heading': {
      const id = block.anchor === undefined ? undefined : html` id="${anchorName(block.anchor)}"`;
      const text = lineMarkup(block.text);
      // The title of the page is its only h1.
      if (block.level === 1) return html`<h2${id}>${text}</h2>\n`;
      return block.level === 2 ? html`<h3${id}>${text}</h3>\n` : html`<h4${id}>${text}</h4>\n`;
    }
    case 'text': {
      const lines = block.lines.map((line) => html`<p>${lineMarkup(line)}</p>\n`);
      const tone = block.tone ?? 'normal';
      return tone === 'normal' ? html`${lines}` : html`<div class="callout ${tone}">${lines}</div>\n`;
    }
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${lineMarkup(item)}</li>\n`)}</ul>\n`;
    case 'table':
      return tableMarkup(block);
    case 'excerpt': {
      const legend = legendMarkup([block.excerpt]);
      const caption = legend === undefined ? undefined : html`<figcaption>${legend}</figcaption>`;
      return html`<figure class="comparison">${excerptMarkup(block.excerpt)}${caption}</figure>\n`;
    }
    case 'comparison':
      return comparisonMarkup(block);
    case 'plot':
      return plotMarkup(block.plot);
    case 'command': {
      const note = block.note === undefined ? undefined : html`<figcaption>${dataMarkup(block.note)}</figcaption>`;
      return html`<figure class="command">${note}<pre><code>${dataMarkup(block.command)}</code></pre></figure>\n`;
    }
    case 'details':
      return html`<details><summary>${lineMarkup(block.summary)}</summary>${block.blocks.map(blockMarkup)}</details>\n`;
  }
}

function tableMarkup(block: TableBlock): Markup {
  const classes = block.columns.map((column) =>
    [column.align === 'right' ? 'number' : '', column.grow === true ? 'grow' : ''].join(' ').trim(),
  );
  const head = block.columns.map(
    (column, index) => html`<th scope="col" class="${classes[index]}">${dataMarkup(column.title)}</th>`,
  );
  const rows = block.rows
    .slice(0, MAX_ROWS)
    .map(
      (row) =>
        html`<tr>${block.columns.map((_, index) => html`<td class="${classes[index]}">${lineMarkup(row[index] ?? '')}</td>`)}</tr>\n`,
    );
  const left = block.rows.length - rows.length;
  const more = left > 0 ? html`<p class="dim">${left} more rows are left out.</p>` : undefined;
  const caption = block.caption === undefined ? undefined : html`<caption>${dataMarkup(block.caption)}</caption>`;
  return html`<div class="scroll"><table class="data">${caption}<thead><tr>${head}</tr></thead>
<tbody>${rows}</tbody></table></div>${more}\n`;
}

function plotMarkup(plot: Plot): Markup {
  if (plot.kind === 'bars') return barsMarkup(plot);
  return plot.kind === 'strip' ? stripMarkup(plot) : dotsMarkup(plot);
}
