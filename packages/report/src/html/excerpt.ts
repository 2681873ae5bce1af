import type { ComparisonBlock } from '../document/block.ts';
import { type Excerpt, MARK_TITLES, marksOf, type Segment } from '../document/excerpt.ts';
import { dataMarkup, html, lineMarkup, type Markup } from './markup.ts';

/** A record, its turns one below another. Line breaks of the record stay. */
export function excerptMarkup(excerpt: Excerpt): Markup {
  const label = excerpt.label === '' ? undefined : html`<code>${dataMarkup(excerpt.label)}</code>`;
  const where = excerpt.where === '' ? undefined : html`<span class="where">${dataMarkup(excerpt.where)}</span>`;
  const turns = excerpt.turns.map(
    ({ speaker, segments }) =>
      html`<div class="turn"><dt>${dataMarkup(speaker, { maxLength: 40 })}</dt><dd dir="auto">${segments.map(segmentMarkup)}</dd></div>\n`,
  );
  return html`<article class="excerpt"><header><strong>${lineMarkup(excerpt.title)}</strong>${label}${where}</header>
<dl>${turns}</dl></article>\n`;
}

function segmentMarkup({ text, mark }: Segment): Markup {
  const data = dataMarkup(text, { newline: 'keep', keep: mark === undefined ? 'ends' : 'mark' });
  return mark === undefined ? data : html`<mark class="${mark}">${data}</mark>`;
}

/** A record beside its counterfactual neighbour; one below the other where the page is narrow. */
export function comparisonMarkup(block: ComparisonBlock): Markup {
  const caption = block.caption === undefined ? undefined : html`<span>${dataMarkup(block.caption)}</span>`;
  const legend = legendMarkup([block.left, block.right]);
  return html`<figure class="comparison"><div class="pair">${excerptMarkup(block.left)}${excerptMarkup(block.right)}</div>
<figcaption>${caption}${legend}</figcaption></figure>\n`;
}

/** What the marks of some excerpts mean; nothing where there are none. */
export function legendMarkup(excerpts: readonly Excerpt[]): Markup | undefined {
  const marks = marksOf(excerpts);
  if (marks.length === 0) return undefined;
  return html`<span class="legend">${marks.map((mark) => html`<mark class="${mark}">${MARK_TITLES[mark]}</mark> `)}</span>`;
}
