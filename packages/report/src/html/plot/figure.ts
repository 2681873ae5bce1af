import { dataMarkup, html, type Markup } from '../markup.ts';

/** The frame of a plot: its title, what it is measured in, the drawing. */
export function figureMarkup(title: string, note: Markup | undefined, drawing: Markup): Markup {
  const second = note === undefined ? undefined : html`<span class="dim">${note}</span>`;
  return html`<figure class="plot"><figcaption><strong>${dataMarkup(title)}</strong>${second}</figcaption>
${drawing}</figure>\n`;
}

/** A coordinate with two decimals: enough for a drawing, and the same on every machine. */
export function coordinate(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The sentence that says what a drawing leaves out; nothing where it shows all. */
export function omissionMarkup(total: number, shown: number, noun: string): Markup | undefined {
  return total > shown ? html`<p class="dim">${total - shown} more ${noun} are not drawn.</p>` : undefined;
}
